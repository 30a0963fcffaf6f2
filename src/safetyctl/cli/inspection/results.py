"""``inspection record | finish | amend``: what was found, and that it is all."""

from collections.abc import Sequence
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.inspection.findings import (
    Asked,
    Due,
    Level,
    Location,
    Measure,
    Note,
    Responsible,
    Title,
    answer_recorded,
    hazard_of,
    keep_photos,
    level_code,
    looked_up,
    say_strangers,
)
from safetyctl.cli.inspection.words import (
    RESULTS,
    changed,
    item_code,
    reference_of,
    result,
    results,
    said,
    titles,
)
from safetyctl.cli.listing import PAGE, listing
from safetyctl.cli.output import note as notice
from safetyctl.cli.questions import ask, confirm
from safetyctl.cli.table import Shown
from safetyctl.cli.values import day
from safetyctl.cli.verb import ChangeVerb, examples, needs
from safetyctl.cli.words import ASKED_FROM, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined
from safetyctl.ledger.words import ItemResult
from safetyctl.records.inspections import inspection, not_looked_at
from safetyctl.records.labels import FIELDS as SHARED

app = typer.Typer()


@app.command("record", cls=ChangeVerb)
@examples(
    "safetyctl inspection record I0001 --item fire.01 --item fire.02 --result pass",
    "safetyctl inspection record I0001 --item fire.03 --result fail --title 灭火器压力不足 --due +7d --photo 1.jpg",
    "safetyctl inspection record I0001 --rest pass --area fire  # " + N_("all of an area that is still open"),
)
def record(
    ctx: typer.Context,
    id: kept.Id,
    items: Annotated[
        list[str],
        typer.Option("--item", metavar=N_("CODE"), help=N_("A check item, by code or name; repeatable.")),
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
    result_: Annotated[
        str | None, typer.Option("--result", metavar="pass|fail|na", help=N_("What was found of it."))
    ] = None,
    rest: Annotated[
        str | None,
        typer.Option(metavar="pass|na", help=N_("The result of all items that are still open.")),
    ] = None,
    area: Annotated[str | None, typer.Option(help=N_("With --rest: only those of this area."))] = None,
    note: Note = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was looked at; the day in force otherwise.")),
    ] = None,
    title: Title = None,
    location: Location = None,
    due: Due = None,
    level: Level = None,
    responsible: Responsible = None,
    measure: Measure = None,
    photo: kept.Files = [],  # noqa: B006
) -> None:
    """Record what was found of check items; a failed one becomes a hazard in the same change."""
    from safetyctl.records import inspecting

    here: Here = ctx.obj
    asked = looked_up(here, id)
    _require_unfinished(here, asked)
    if rest is None:
        items, result_ = _completed(here, asked, items, result_)
    elif bool(items) != bool(result_):
        raise BadInput(_("Missing: {names}").format(names="--result" if items else "--item"))
    codes = list(dict.fromkeys(item_code(one, asked.items, asked.plan, asked.view.id) for one in items))
    found = result(result_) if result_ else None
    others = _others(here, asked, rest, area, codes)
    said_of_hazard = {
        "title": title, "location": location, "due": maybe_day(here, due), "level": level_code(level),
        "responsible": responsible, "measure": measure,
    }  # fmt: skip
    hazard = hazard_of(here, asked, codes, found, said_of_hazard)
    findings = [inspecting.Finding(code, found, note, hazard) for code in codes if found]
    findings += [inspecting.Finding(code, result(rest or "")) for code in others]
    with changing(here) as desk:
        one = inspecting.find(desk.tx, reference_of(id))
        done = inspecting.record(desk.tx, asked.plan, one, findings, maybe_day(here, on) or desk.day)
        keep_photos(here, desk, one, done.hazards, photo)
        n = len(done.added) + len(done.updated)
        sentence = ngettext("Recorded {n} item of {ref}.", "Recorded {n} items of {ref}.", n)
        answer_recorded(here, desk, one, sentence.format(n=n, ref=asked.view.id), done.hazards)
    say_strangers(here, responsible)


def _require_unfinished(here: Here, asked: Asked) -> None:
    """Before anything is asked of a person: a finished or void inspection takes no results. Raises Refused."""
    from safetyctl.records import inspecting

    if asked.view.finished_on or asked.view.voided_on:
        with changing(here) as desk:
            inspecting.require_unfinished(inspecting.find(desk.tx, asked.view.uid))


def _completed(
    here: Here, asked: Asked, given: list[str], result_: str | None
) -> tuple[list[str], str | None]:
    """The items and the result, asked for where they were left out."""
    missing = [name for name, value in (("--item", given), ("--result", result_)) if not value]
    if missing and not here.interactive:
        raise BadInput(
            _("Missing: {names}").format(names=listed(missing)),
            hint=_("See: {command}").format(command="safetyctl inspection record --help"),
        )
    if not given:
        names = titles(asked.plan)
        waiting = [one for one in asked.items if one.result is None] or asked.items
        areas = {one.area: said(names, one.area) for one in waiting}
        if len(waiting) > PAGE and len(areas) > 1:
            area = ask(_(SHARED["area"]), areas)
            waiting = [one for one in waiting if one.area == area]
        given = [ask(f"{_(SHARED['item'])} (--item)", {one.item: said(names, one.item) for one in waiting})]
    return given, result_ or ask(f"{_('result')} (--result)", results(here))


def _others(here: Here, asked: Asked, rest: str | None, area: str | None, codes: Sequence[str]) -> list[str]:
    """The items that ``--rest`` means; shown and asked about where a person is there."""
    if rest is None:
        if area is not None:
            raise BadInput(
                _("--area narrows --rest: give the result of the rest, too."), hint="--rest pass|na"
            )
        return []
    if result(rest) == ItemResult.FAIL:
        raise BadInput(
            _("Record a failed item by itself: each makes a hazard of its own."),
            hint="--item CODE --result fail --title TEXT",
        )
    only = None
    if area is not None:
        with asking(here) as desk:
            only = desk.area(area)[0]
    waiting = [one for one in asked.items if one.result is None and one.item not in codes]
    waiting = [one for one in waiting if only in (None, one.area)]
    if here.interactive and not here.yes and not here.dry_run and len(waiting) >= ASKED_FROM:
        now = {one.item for one in waiting}
        _show_items(
            here,
            asked,
            not_looked_at((one.area, one.item, None if one.item in now else "") for one in asked.items),
        )
        question = _("Record these {n} items as: {result}?")
        if not confirm(here, question.format(n=len(waiting), result=_(RESULTS[result(rest)]))):
            raise Declined(_("Nothing was changed."))
    return [one.item for one in waiting]


def _show_items(here: Here, asked: Asked, codes: Sequence[str]) -> None:
    """Check items, and areas of which all items are meant, for a person to look over."""
    names = titles(asked.plan)
    shown = (Shown("item", N_("area or check item"), say=lambda one: said(names, one["item"]), fold=True),)
    listing(here, shown, [{"item": code} for code in codes[:PAGE]], empty="", limit=0)
    if len(codes) > PAGE:
        notice(here, _("  and {n} more").format(n=len(codes) - PAGE))


@app.command("finish", cls=ChangeVerb)
def finish(
    ctx: typer.Context,
    id: kept.Id,
    partial: Annotated[
        bool, typer.Option("--partial", help=N_("Though some items were not looked at; they stay so."))
    ] = False,
    on: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it ended; the day in force otherwise."))
    ] = None,
) -> None:
    """Finish an inspection; it does not change any more."""
    from safetyctl.records import inspecting

    here: Here = ctx.obj
    asked = looked_up(here, id)
    open_ = [one for one in asked.items if one.result is None]
    going_on = asked.view.finished_on is None and asked.view.voided_on is None
    if open_ and not partial and going_on and here.interactive and len(open_) < len(asked.items):
        _show_items(here, asked, _missing(asked))
        if not confirm(here, _("Finish though these {n} items were not looked at?").format(n=len(open_))):
            raise Declined(_("Nothing was changed."))
        partial = True
    with changing(here) as desk:
        one = inspecting.find(desk.tx, reference_of(id))
        names = titles(asked.plan)
        ended = day(on, here.as_of) if on else desk.day
        inspecting.finish(desk.tx, one, ended, partial, called=lambda code: said(names, code))
        view = inspection(desk.tx, desk.day, one.number)
        counts = _("{passed} passed, {failed} failed, {na} not applicable, {open} not looked at")
        sentence = _("Finished {ref}: {counts}.").format(
            ref=view.id,
            counts=counts.format(passed=view.passed, failed=view.failed, na=view.na, open=view.open),
        )
        changed(
            here, desk, one.number, sentence, f"safetyctl inspection feedback {view.id} --out {view.id}.docx",
            missing=_missing(asked),
        )  # fmt: skip


def _missing(asked: Asked) -> list[str]:
    return not_looked_at((one.area, one.item, one.result) for one in asked.items)


@app.command("amend", cls=ChangeVerb)
@needs(result_=results)
@examples("safetyctl inspection amend I0001 --item fire.03 --result pass --reason 记错楼栋")
def amend(
    ctx: typer.Context,
    id: kept.Id,
    item: Annotated[str, typer.Option(metavar=N_("CODE"), help=N_("The check item, by code or name."))],
    reason: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why."))],
    result_: Annotated[
        str | None, typer.Option("--result", metavar="pass|fail|na", help=N_("What was found of it."))
    ] = None,
    note: Note = None,
    title: Title = None,
    location: Location = None,
    due: Due = None,
    level: Level = None,
    responsible: Responsible = None,
    measure: Measure = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Correct a result of a finished inspection; what it was finished with stays on record."""
    from safetyctl.records import inspecting

    here: Here = ctx.obj
    asked = looked_up(here, id)
    code = item_code(item, asked.items, asked.plan, asked.view.id)
    found = result(result_ or "")
    told = {
        "title": title, "location": location, "due": maybe_day(here, due), "level": level_code(level),
        "responsible": responsible, "measure": measure,
    }  # fmt: skip
    hazard = hazard_of(here, asked, [code], found, told)
    with changing(here) as desk:
        one = inspecting.find(desk.tx, reference_of(id))
        finding = inspecting.Finding(code, found, note, hazard)
        made = inspecting.amend(desk.tx, asked.plan, one, finding, reason)
        keep_photos(here, desk, one, made, photo)
        sentence = _("Amended {item} of {ref}: {result}.").format(
            item=code, ref=asked.view.id, result=_(RESULTS[found])
        )
        answer_recorded(here, desk, one, sentence, made)
    say_strangers(here, responsible)
