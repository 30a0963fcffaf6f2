"""What recording and amending share: the inspection as it stands, the hazard of a failed item, the answer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Writing, asking
from safetyctl.cli.here import Here
from safetyctl.cli.inspection.words import changed, plan_of, reference_of
from safetyctl.cli.output import note as notice
from safetyctl.cli.questions import ask
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import ItemResult
from safetyctl.plan.model import Plan
from safetyctl.records.inspections import INSPECTION, InspectionView, ItemView, inspection, items
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.references import hazard_ref

if TYPE_CHECKING:
    from safetyctl.ledger.tables.hazard import Hazard
    from safetyctl.ledger.tables.inspection import Inspection

Title = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("Of a failed item: the hazard in a few words."))
]
Location = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Of a failed item: where it is."))]
Due = Annotated[
    str | None,
    typer.Option(
        metavar=N_("DAY"), help=N_("Of a failed item: the deadline; the plan's allowance otherwise.")
    ),
]
Level = Annotated[
    str | None, typer.Option(metavar="general|major", help=N_("Of a failed item: how grave the hazard is."))
]
Responsible = Annotated[
    str | None, typer.Option(metavar=N_("NAME"), help=N_("Of a failed item: who rectifies it."))
]
Measure = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("Of a failed item: what is to be done."))
]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What was seen of it."))]


class Asked(NamedTuple):
    """An inspection as it stands, before the change."""

    view: InspectionView
    items: Sequence[ItemView]
    plan: Plan


def looked_up(here: Here, id: str) -> Asked:
    """The inspection that a person named. Raises BadInput, NotFound."""
    with asking(here) as desk:
        view = inspection(desk.asks, desk.day, reference_of(id))
        return Asked(view, items(desk.asks, desk.day, view.uid), plan_of(desk, view))


def level_code(text: str | None) -> str | None:
    """The level that a person named, where one was. Raises NotFound."""
    from safetyctl.cli.hazard.words import level

    return level(text) if text else None


def hazard_of(
    here: Here,
    asked: Asked,
    codes: Sequence[str],
    found: ItemResult | None,
    told: Mapping[str, object],
) -> Mapping[str, object] | None:
    """What a failed item says of its hazard; its title is asked for where a person is there. Raises BadInput."""
    given = {name: value for name, value in told.items() if value is not None}
    if found != ItemResult.FAIL:
        if given:
            raise BadInput(
                _("{names}: only a failed item makes a hazard.").format(
                    names=listed(f"--{name}" for name in given)
                )
            )
        return None
    if len(codes) > 1:
        raise BadInput(
            _("Record a failed item by itself: each makes a hazard of its own."),
            hint="--item CODE --result fail --title TEXT",
        )
    has_one = any(one.item in codes and one.hazard for one in asked.items)
    if "title" not in given and not has_one and here.interactive:
        given["title"] = ask(f"{_(SHARED['title'])} (--title)")
    return given or None


def keep_photos(
    here: Here, desk: Writing, one: "Inspection", made: Sequence["Hazard"], photos: Sequence[str]
) -> None:
    """Photographs of what failed go to the hazard, as its state before; others stay with the inspection."""
    from safetyctl.ledger.words import AttachmentKind
    from safetyctl.records import hazards

    if not made:
        kept.enclosed(here, desk, INSPECTION, one, photos)
        return
    files = [Path(name) for name in photos]
    for hazard in made:
        hazards.attach(desk.tx, hazard, AttachmentKind.BEFORE, here.ledger, files, here.dry_run)


def answer_recorded(
    here: Here, desk: Writing, one: "Inspection", sentence: str, made: Sequence["Hazard"]
) -> None:
    """Say what was recorded, which hazards it made, and what usually comes next."""
    ref = INSPECTION.ref(one.number)
    refs = [hazard_ref(hazard.number) for hazard in made]
    for hazard in made:
        sentence = _("{done} Registered {hazard}, due {due}.").format(
            done=sentence, hazard=hazard_ref(hazard.number), due=hazard.due
        )
    view = inspection(desk.tx, desk.day, one.number)
    if refs:
        following = f"safetyctl hazard assign {refs[0]} --responsible … --measure …"
    elif view.finished_on is not None:
        following = f"safetyctl inspection show {ref}"
    else:
        following = f"safetyctl inspection {'show' if view.open else 'finish'} {ref}"
    changed(here, desk, one.number, sentence, following, made=refs)


def say_strangers(here: Here, responsible: str | None) -> None:
    """Say so where the person who rectifies is not on the roster."""
    from safetyctl.records.people import off_roster

    with asking(here) as desk:
        strangers = off_roster(desk.asks, [responsible])
    if strangers:
        notice(here, _("Not on the roster: {names}").format(names=listed(strangers)))
