"""What inspection commands share: choices, how an inspection is shown, how a check item is named."""

from collections.abc import Mapping, Sequence
from typing import Any

from safetyctl.cli.desk import Desk, Writing
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.words import acknowledged
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.errors import NotFound
from safetyctl.ledger.words import INSPECTION_KIND_LABELS, ITEM_RESULT_LABELS, InspectionKind, ItemResult
from safetyctl.plan.model import Plan, Words
from safetyctl.records.campaigns import plan_on
from safetyctl.records.inspections import (
    FIELDS,
    INSPECTION,
    AreaView,
    InspectionView,
    ItemView,
    inspection,
    not_looked_at,
    without_items,
)
from safetyctl.records.labels import labelled

KINDS = {str(code): label for code, label in INSPECTION_KIND_LABELS.items()}
RESULTS = {str(code): label for code, label in ITEM_RESULT_LABELS.items()}

_NAMED = 2  # areas that fit a column of a terminal


def kinds(_here: Here) -> Mapping[str, str]:
    """The kinds of inspection, to choose from."""
    return KINDS


def results(_here: Here) -> Mapping[str, str]:
    """The results, to choose from."""
    return RESULTS


def kind(text: str) -> str:
    """The kind of inspection that a person named. Raises NotFound."""
    return one_of(text, KINDS, _("kind of inspection"))


def said_kind(one: Any) -> str:
    """The kind of an inspection, in words."""
    return _(INSPECTION_KIND_LABELS[InspectionKind(one.kind)])


def result(text: str) -> ItemResult:
    """The result that a person named: pass, fail or na, or the word for it. Raises NotFound."""
    return ItemResult(one_of(text, RESULTS, _("result")))


def titles(plan: Plan) -> dict[str, Words]:
    """What areas and check items are called, by code."""
    found = {area.code: area.name for area in plan.areas}
    return found | {item.code: item.title for area in plan.areas for item in area.items}


def said(names: Mapping[str, Words], code: str) -> str:
    """A check item's code with its title; an area's name; the code alone where this plan does not know it."""
    title = names.get(code)
    if title is None:
        return code
    return f"{code} {title.said(language())}" if "." in code else title.said(language())


def item_code(text: str, items: Sequence[ItemView], plan: Plan, ref: str) -> str:
    """The check item of this inspection that a person named, by code or by title. Raises NotFound.

    Raises Refused where the inspection has no check items at all.
    """
    if not items:
        raise without_items(ref)
    code = text.strip().lower()
    codes = {one.item for one in items}
    names = titles(plan)
    if code in codes:
        return code
    if plan.item(code) is not None or any(area.code == code for area in plan.areas):
        raise NotFound(
            _("{item} is not in {ref}.").format(item=code, ref=ref),
            hint=_("It looks at these areas: {areas}").format(
                areas=listed(said(names, area) for area in dict.fromkeys(one.area for one in items))
            ),
        )
    choices = {one: (names[one].zh, names[one].en) if one in names else (one,) for one in sorted(codes)}
    return one_of(text, choices, _("check item"))


def area_words(names: Mapping[str, Words], area: AreaView) -> str:
    """An area's results in one line."""
    counts = _("{passed} passed, {failed} failed, {na} not applicable, {open} not looked at")
    return _("{field}: {value}").format(
        field=said(names, area.area),
        value=counts.format(passed=area.passed, failed=area.failed, na=area.na, open=area.open),
    )


def columns(desk: Desk, short: bool) -> Sequence[Shown]:
    """What a person sees of each inspection in a list; ``short``: many areas are only counted."""
    names = titles(desk.plan)
    return (
        Shown("id", FIELDS["id"]),
        Shown("started_on", FIELDS["started_on"]),
        Shown("finished_on", FIELDS["finished_on"]),
        Shown("campus", FIELDS["campus"]),
        Shown("kind", N_("kind"), say=said_kind),
        Shown(
            "areas",
            FIELDS["area"],
            say=lambda one: _areas(names, one, _NAMED if short else len(one.areas)),
            fold=True,
            spare=True,
        ),
        _counted("passed", FIELDS["passed"]),
        _counted("failed", FIELDS["failed"]),
        _counted("na", N_("n/a"), spare=True),
        _counted("open", N_("left")),
    )


def _counted(key: str, heading: str, spare: bool = False) -> Shown:
    """How many check items; of an inspection that has none that is no number."""
    return Shown(
        key, heading, lambda one: getattr(one, key) if one.has_items else None, right=True, spare=spare
    )


def _areas(names: Mapping[str, Words], one: InspectionView, most: int) -> str:
    if not one.has_items:
        return _("not by check items")
    n = len(one.areas)
    if n > most:
        return ngettext("{n} area", "{n} areas", n).format(n=n)
    return listed(said(names, area.area) for area in one.areas)


def pairs(plan: Plan, one: InspectionView, items: Sequence[ItemView]) -> list[tuple[str, object]]:
    """What a person sees of one inspection: label and value, empty ones left out."""
    names = titles(plan)
    labels = labelled(FIELDS)
    worded = {"kind": said_kind(one)}
    told = ("id", "campus", "kind", "started_on", "finished_on", "zones", "persons", "note", "void_reason")
    missing = not_looked_at((item.area, item.item, item.result) for item in items)
    return [
        *((labels[key], worded.get(key, getattr(one, key))) for key in told),
        (labels["area"], None if one.has_items else _("not by check items")),
        *((labels["area"], area_words(names, area)) for area in one.areas),
        *((labels["failed"], _failed(names, item)) for item in items if item.result == ItemResult.FAIL),
        *((labels["amended_on"], _amended(names, item)) for item in items if item.amended_on),
        *((labels["open"], said(names, code)) for code in missing),
        (_("files"), listed(file.name for file in one.attachments) or None),
    ]


def _failed(names: Mapping[str, Words], item: ItemView) -> str:
    parts = [said(names, item.item), item.note, item.hazard]
    return _("; ").join(part for part in parts if part)


def _amended(names: Mapping[str, Words], item: ItemView) -> str:
    words = {code: _(label) for code, label in RESULTS.items()} | {None: labelled(FIELDS)["open"]}
    return _("{day} {item}: {before} → {after} ({reason})").format(
        day=item.amended_on,
        item=said(names, item.item),
        before=words[item.amended_from],
        after=words[item.result],
        reason=item.amended_reason,
    )


def changed(
    here: Here, desk: Writing, number: int, sentence: str, following: str | None, **more: Any
) -> None:
    """Answer a change once it is on the disk: JSON of the inspection, or what was done and what comes next."""
    view = inspection(desk.tx, desk.day, number)

    def answer() -> None:
        if here.json:
            detail(here, view._asdict() | more, ())
        acknowledged(here, sentence, following)

    desk.answer(answer)


def plan_of(desk: Desk, one: InspectionView) -> Plan:
    """The plan that the inspection began with: its check items are of that one."""
    return plan_on(desk.asks, one.started_on)


def reference_of(text: str) -> int | str:
    """What names an inspection. Raises BadInput."""
    from safetyctl.cli.kept import named

    return named(text, INSPECTION)
