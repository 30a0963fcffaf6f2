"""What hazard commands share: choices, how a hazard is shown, and the options that several take."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from safetyctl.cli.desk import Desk, Writing
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of, reference
from safetyctl.cli.words import acknowledged, area_names
from safetyctl.ground.catalogue import N_, _, ngettext
from safetyctl.ledger.words import (
    ATTACHMENT_LABELS,
    LEVEL_LABELS,
    SOURCE_LABELS,
    STATUS_LABELS,
    AttachmentKind,
    Source,
)
from safetyctl.records.labels import FIELDS
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import HazardView, hazard, next_step

if TYPE_CHECKING:
    from safetyctl.ledger.tables.hazard import Hazard

Id = Annotated[
    str, typer.Argument(metavar=N_("ID"), help=N_("The hazard: H0012, 12 or the beginning of its uid."))
]
On = Annotated[
    str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it happened; the day in force otherwise."))
]
Photos = Annotated[
    list[str], typer.Option("--photo", metavar=N_("FILE"), help=N_("A photograph to keep; repeatable."))
]


def level(text: str) -> str:
    """The level that a person named. Raises NotFound."""
    return one_of(text, {str(code): label for code, label in LEVEL_LABELS.items()}, _("level"))


def source(text: str) -> str:
    """How a hazard was found, as a person named it. Raises NotFound."""
    typed = {str(code): label for code, label in SOURCE_LABELS.items() if code != Source.IMPORT}
    return one_of(text, typed, _("source"))


def status(text: str) -> str:
    """The status that a person named. Raises NotFound."""
    return one_of(text, {str(code): label for code, label in STATUS_LABELS.items()}, _("status"))


def attachment_kind(text: str) -> AttachmentKind:
    """What an attachment shows, as a person named it. Raises NotFound."""
    labels = {str(code): label for code, label in ATTACHMENT_LABELS.items()}
    return AttachmentKind(one_of(text, labels, _("kind of attachment")))


def hazard_number(text: str) -> int | str:
    """What names a hazard. Raises BadInput."""
    return reference(text, "h")


def status_words(one: Any) -> str:
    """A hazard's status for a person, overdue beside it with its days."""
    words = _(STATUS_LABELS[one.status])
    if one.overdue:
        sentence = ngettext("{status}, {days} day overdue", "{status}, {days} days overdue", one.days_overdue)
        return sentence.format(status=words, days=one.days_overdue)
    return words


def columns(desk: Desk) -> Sequence[Shown]:
    """What a person sees of each hazard in a list."""
    areas = area_names(desk)
    return (
        Shown("id", FIELDS["id"]),
        Shown("campus", FIELDS["campus"]),
        Shown("area", FIELDS["area"], say=lambda one: areas.get(one.area, one.area), fold=True, spare=True),
        Shown("level", FIELDS["level"], say=lambda one: _(LEVEL_LABELS[one.level])),
        Shown("title", FIELDS["title"], fold=True),
        Shown("responsible", FIELDS["responsible"], fold=True),
        Shown("due", FIELDS["due"]),
        Shown("status", FIELDS["status"], say=status_words, alarm=lambda one: one.overdue),
    )


def pairs(desk: Desk, one: HazardView) -> list[tuple[str, object]]:
    """What a person sees of one hazard: label and value, empty ones left out."""
    areas = area_names(desk)
    worded: dict[str, object] = {
        "area": areas.get(one.area, one.area),
        "item": areas.get(one.item),
        "level": _(LEVEL_LABELS[one.level]),  # type: ignore[index]
        "source": _(SOURCE_LABELS[one.source]),  # type: ignore[index]
        "status": status_words(one),
        "extensions": one.extensions or None,
        "due_first": one.due_first if one.due_first != one.due else None,
    }
    names = (
        *(
            "id",
            "campus",
            "area",
            "item",
            "title",
            "detail",
            "location",
            "level",
            "source",
            "inspection",
            "found_on",
            "found_by",
        ),
        *(
            "status",
            "responsible",
            "department",
            "measure",
            "funds",
            "contingency",
            "due",
            "due_first",
            "extensions",
        ),
        *(
            "deferred_to",
            "interim",
            "escalated_to",
            "escalated_on",
            "supervised_by",
            "rectified_on",
            "rectified_by",
        ),
        *("rectify_note", "verified_on", "verified_by", "verify_note", "closed_on", "closed_by", "on_time"),
        *("province_receipt", "province_uploaded_on", "void_reason", "remarks"),
    )
    found = [(_(FIELDS[name]), worded.get(name, getattr(one, name))) for name in names]
    files = [(_(ATTACHMENT_LABELS[file.kind]), file.name) for file in one.attachments]  # type: ignore[index]
    return [*found, *files]


def changed(here: Here, desk: Writing, record: "Hazard", what: str) -> None:
    """Answer, once it is on the disk: the record as it is now, ``what`` was done, and what usually follows."""
    view = hazard(desk.tx, desk.day, record.number)

    def say() -> None:
        if here.json:
            detail(here, view, [])
        acknowledged(here, what, next_step(view))

    desk.answer(say)


def ref_of(record: "Hazard") -> str:
    """A record's number as people write it."""
    return hazard_ref(record.number)
