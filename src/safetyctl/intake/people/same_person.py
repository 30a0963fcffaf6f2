"""The same person in several rows of a list is one person, with all that the rows say."""

import re
from collections.abc import Sequence

from safetyctl.ground.catalogue import _
from safetyctl.ground.limits import LINE, PROSE
from safetyctl.intake.tables.line import Line
from safetyctl.records.people import Told

_WRITTEN = re.compile(r"^(?:\+|00)?86(?=(?:[^0-9]*[0-9]){11}$)|[^0-9]")
"""What does not count in a telephone number: the country before a mobile one, and marks."""


def join(told: list[Told], person: Told, line: Line) -> None:
    """Add a person, or what a further row says of one: another role, a telephone that no row before had."""
    at = _before(told, person)
    if at is None:
        told.append(person)
        return
    one = told[at]
    if one.telephone and person.telephone and _dialled(person.telephone) != _dialled(one.telephone):
        line.refuse(
            "telephone",
            _("a row before it has another telephone for {name}: {telephone}").format(
                name=one.name, telephone=one.telephone
            ),
        )
        return
    role, note = both(one.role, person.role, "、"), _noted(one.note, person.note)
    if len(role or "") > LINE:
        role, note = one.role, _noted(note, f"{line.heading('role')}：{person.role}")
    if len(note or "") > PROSE:
        line.refuse(
            "name",
            _("all that the row says together has more than {limit} characters").format(limit=PROSE),
        )
        return
    campus = person.campus if one.campus == "" else one.campus
    told[at] = Told(one.name, role, campus, one.telephone or person.telephone, note)
    if role != one.role:
        line.note(
            "role",
            lambda: _("{name} stands in a row before it, too: {role}").format(name=one.name, role=role),
        )


def _before(told: Sequence[Told], person: Told) -> int | None:
    """Which of the people told of is the same: of that name and campus; without a campus the one of that name.

    Of several, the one with that telephone.
    """
    called = [at for at, one in enumerate(told) if one.name == person.name]
    there = [at for at in called if told[at].campus == person.campus]
    near = there or [at for at in called if "" in (told[at].campus, person.campus)]
    if len(near) > 1:
        near = [at for at in near if _dialled(told[at].telephone) == _dialled(person.telephone) != ""]
    return near[0] if len(near) == 1 else None


def _dialled(telephone: str | None) -> str:
    """What is dialled, however it is written."""
    return _WRITTEN.sub("", telephone or "")


def both(before: str | None, after: str | None, mark: str) -> str | None:
    """What two rows say, each part once."""
    parts = dict.fromkeys(part for text in (before, after) if text for part in text.split(mark))
    return mark.join(parts) or None


def _noted(before: str | None, after: str | None) -> str | None:
    """The notes of two rows: whole, so that it shows what goes together, where the second says anything new."""
    said_already = set((before or "").split("\n"))
    if before and after and said_already.issuperset(after.split("\n")):
        return before
    return "\n".join(filter(None, (before, after))) or None
