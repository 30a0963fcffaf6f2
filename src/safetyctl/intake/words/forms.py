"""The kinds of lists that come in: which fields each has, which makes a row one, what it cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass

from safetyctl.ground.catalogue import N_
from safetyctl.records.columns import COLUMNS
from safetyctl.records.drills import FIELDS as OF_DRILLS
from safetyctl.records.inspections import FIELDS as OF_INSPECTIONS
from safetyctl.records.labels import FIELDS as SHARED

STATUS = "status"
"""The one column that ledgers have and the official form has not: how far it has come, in a word."""
DAYS = ("found_on", "due", "rectified_on", "verified_on", "closed_on")
"""The days of a hazard's life."""
DATES = (*DAYS, "province_uploaded_on")
"""All fields of a hazard that hold a day."""
SHIFTS = ("带班", "白班", "早班", "中班", "夜班", "上午", "下午", "全天", "保安")
"""Columns that hold the people of one shift, called as the shift is."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A kind of list. ``labels``: what each field is called; ``title``: the field that makes a row one of the list.

    ``needed``: what only the row itself can say; ``enough``: so many known columns make a row of headings;
    ``keeps_rest``: the field of the record in which what stands in other columns is kept.
    """

    kind: str
    labels: Mapping[str, str]
    title: str
    needed: tuple[str, ...]
    enough: int
    keeps_rest: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of its fields, in their order."""
        return tuple(self.labels)


HAZARDS = Form(
    "hazards",
    {column.key: column.heading for column in COLUMNS} | {STATUS: N_("Stands at")},
    title="title",
    needed=("title", "found_on"),
    enough=3,
    keeps_rest="detail",
)
PEOPLE = Form(
    "people",
    {"name": N_("person's name"), **{key: SHARED[key] for key in ("role", "campus", "telephone")}},
    title="name",
    needed=("name",),
    enough=2,
    keeps_rest="note",
)
ROSTERS = Form(
    "roster",
    {
        "day": SHARED["day"],
        "shift": N_("shift"),
        "time": N_("time"),
        "person": N_("person on duty"),
        "telephone": SHARED["telephone"],
        "campus": SHARED["campus"],
        **{shift: shift for shift in SHIFTS},
    },
    title="day",
    needed=("day",),
    enough=2,
    keeps_rest="note",
)
DRILLS = Form(
    "drill",
    {
        key: OF_DRILLS[key]
        for key in (
            *("campus", "held_on", "held_at", "theme", "participants", "evacuated_in", "leader", "problems"),
            "place",
        )
    },
    title="theme",
    needed=("theme", "held_on"),
    enough=2,
    keeps_rest="note",
)
INSPECTIONS = Form(
    "inspection",
    {
        key: OF_INSPECTIONS[key]
        for key in ("campus", "started_on", "finished_on", "kind", "persons", "zones", "note")
    },
    title="started_on",
    needed=("started_on",),
    enough=2,
    keeps_rest="note",
)
"""Its note is what was found, with all that has no field of its own."""
FORMS = (HAZARDS, PEOPLE, ROSTERS, DRILLS, INSPECTIONS)
THE_DAY = {"drill": "held_on", "inspection": "started_on", "roster": "day"}
"""The field of the day in lists of a kind, where it is not a hazard's."""
