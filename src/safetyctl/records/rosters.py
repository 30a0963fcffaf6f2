"""Duty rosters for holidays (值班表, R16): who is there on each day of a holiday, in which shift.

A roster is kept for the campus's own use and for what goes out; the duty itself is met by handing it in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _, language, listed
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks, in_parts
from safetyctl.plan.holiday_names import holiday_names
from safetyctl.plan.model import DAY, Period, Plan
from safetyctl.records.kept import (
    FileView,
    Noun,
    files_of,
    number_of,
    register,
    require_begun,
    require_not_void,
    void,
)
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.labels import labelled
from safetyctl.records.people import require_telephone

if TYPE_CHECKING:
    from safetyctl.ledger.tables.roster import Roster, RosterShift
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "holiday": N_("holiday"),
    "first_day": N_("from"),
    "last_day": N_("to"),
    "duty": SHARED["duty"],
    "on": N_("made on"),
    "made_on": N_("made on"),
    "lines": N_("lines"),
    "handed_in": SHARED["sent_on"],
    "void_reason": SHARED["void_reason"],
}
LINE_FIELDS = {
    "line": N_("line"),
    "day": SHARED["day"],
    "shift": N_("shift"),
    "starts": N_("time"),
    "ends": N_("time"),
    "person": N_("person on duty"),
    "telephone": SHARED["telephone"],
    "note": SHARED["note"],
    "removed_on": N_("taken off on"),
}
ROSTER = Noun("roster", "R", N_("roster"), FIELDS, begins=("made_on",))
KIND = "roster"
SHIFT = "值班"
"""What a shift is called where nothing else is said: a roster is a Chinese paper."""


class Holiday(NamedTuple):
    """A holiday for which the plan asks for a roster: the duty, the day in its id, and the days off."""

    duty: str
    named: date
    codes: tuple[str, ...]
    period: Period

    def duty_id(self, campus: str) -> str:
        """The id of the duty at a campus."""
        return f"{self.duty}/{self.named.isoformat()}/{campus}"

    @property
    def days(self) -> list[date]:
        """Each of its days."""
        return days_of(self.period.start, self.period.last)


class ShiftView(NamedTuple):
    """A line of a roster; ``starts`` and ``ends`` as ``08:00``, an end before its start is on the next day."""

    line: int
    day: date
    shift: str
    starts: str | None
    ends: str | None
    person: str
    telephone: str | None
    note: str | None = None


class RosterView(NamedTuple):
    """A roster with the keys of its JSON: its lines by day, and the submission that handed it in, if it was."""

    id: str
    uid: str
    campus: str
    holiday: tuple[str, ...]
    first_day: date
    last_day: date
    duty: str
    on: date
    lines: int
    handed_in: date | None
    submission: str | None
    shifts: tuple[ShiftView, ...]
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


class Line(NamedTuple):
    """A line on its way in."""

    day: date
    shift: str
    person: str
    telephone: str | None = None
    starts: str | None = None
    ends: str | None = None
    note: str | None = None


# holidays


def holidays(plan: Plan) -> list[Holiday]:
    """The holidays for which the plan asks for a roster, in their order."""
    codes = dict(plan.calendar.holidays)
    found = []
    for slot in plan.slots:
        if plan.duty(slot.duty).kind == KIND:
            days = days_of(slot.start, slot.end - DAY)
            own = [codes[day] for day in days if day in codes]
            named = tuple(dict.fromkeys((*own, *_falling_on(days)))) if own else ("other",)
            found.append(Holiday(slot.duty, slot.named, named, Period(slot.start, slot.end)))
    return sorted(found, key=lambda one: (one.period.start, one.duty))


def _falling_on(days: Sequence[date]) -> list[str]:
    """The holidays that fall on another one of these days: the calendar has one name a day (A6)."""
    return [code for code, name in holiday_names().items() if not set(name.on).isdisjoint(days)]


def holiday_with(found: Sequence[Holiday], codes: Iterable[str], day: date) -> Holiday:
    """Of the holidays with one of these codes, the one nearest to ``day``."""
    wanted = set(codes)
    return min(
        (one for one in found if not wanted.isdisjoint(one.codes)), key=lambda one: _far(one.period, day)
    )


def _far(period: Period, day: date) -> int:
    return max((period.start - day).days, (day - period.last).days, 0)


def days_of(first: date, last: date) -> list[date]:
    """Each day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# reading


def rosters(
    asks: Asks,
    day: date,
    campus: str | None = None,
    holiday: Holiday | None = None,
    void: bool = False,
    number: int | None = None,
) -> list[RosterView]:
    """The rosters known on ``day``, by holiday and campus; those made void only with ``void``."""
    known = day.isoformat()
    named = holiday and holiday.named.isoformat()
    rows = asks.rows(
        """
        SELECT r.number, r.uid, c.name, r.duty, r.named, r.holiday, r.first_day, r.last_day, r.made_on,
               (SELECT min(s.number) FROM submission s WHERE s.duty = r.duty AND s.due = r.named
                AND s.campus = r.campus AND s.sent_on <= ?),
               r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM roster r JOIN campus c ON c.uid = r.campus
        WHERE r.made_on <= ? AND (? IS NULL OR c.name = ?) AND (? IS NULL OR r.named = ?)
              AND (? OR r.voided_on IS NULL OR r.voided_on > ?) AND (? IS NULL OR r.number = ?)
        ORDER BY r.first_day, c.position, r.number
        """,
        (known, known, campus, campus, named, named, void, known, number, number),
    )
    files = files_of(asks, ROSTER, (row[1] for row in rows))
    lines = _lines(asks, [row[1] for row in rows], day)
    sent = dict(asks.rows("SELECT number, sent_on FROM submission")) if any(row[9] for row in rows) else {}
    return [_view(row, lines[row[1]], files.get(row[1], ()), sent, day) for row in rows]


def _lines(asks: Asks, uids: Sequence[str], day: date) -> Mapping[str, list[ShiftView]]:
    found: dict[str, list[ShiftView]] = defaultdict(list)
    sql = (
        "SELECT roster, line, day, shift, starts, ends, person, telephone, note FROM roster_shift"
        " WHERE (removed_on IS NULL OR removed_on > ?) AND roster IN (%s) ORDER BY day, line"
    )
    for uid, line, on, *rest in in_parts(asks, sql, uids, (day.isoformat(),)):
        found[uid].append(ShiftView(line, date.fromisoformat(on), *rest))
    return found


def _view(
    row: tuple[Any, ...],
    lines: Sequence[ShiftView],
    files: tuple[FileView, ...],
    sent: Mapping[int, str],
    day: date,
) -> RosterView:
    number, uid, campus, duty, named, codes, first, last, made_on, handed, voided, reason, made, changed = row
    voided_on = date.fromisoformat(voided) if voided and voided <= day.isoformat() else None
    return RosterView(
        ROSTER.ref(number), uid, campus, tuple(codes.split()), date.fromisoformat(first), date.fromisoformat(last),
        f"{duty}/{named}/{campus}", date.fromisoformat(made_on), len(lines),
        date.fromisoformat(sent[handed]) if handed else None, f"S{handed:04d}" if handed else None,
        tuple(lines), files, voided_on, reason if voided_on else None, made, changed,
    )  # fmt: skip


def roster(asks: Asks, day: date, reference: int | str) -> RosterView:
    """One roster by number, or by a prefix of its uid. Raises NotFound."""
    number = number_of(asks, ROSTER, reference)
    found = rosters(asks, day, void=True, number=number)
    return found[0] if found else rosters(asks, date.max, void=True, number=number)[0]


def of(asks: Asks, day: date, holiday: Holiday, campus: str) -> RosterView | None:
    """The roster that a campus has for a holiday, or None."""
    found = rosters(asks, day, campus, holiday)
    return next((one for one in found if one.duty == holiday.duty_id(campus)), None)


# changing


def take(
    tx: "Transaction",
    holiday: Holiday,
    campus: str,
    home: str,
    lines: Sequence[Line],
    replace: bool = False,
) -> "Roster":
    """Keep a roster as it came in; ``campus`` is the name, ``home`` the uid. All of it or nothing.

    With ``replace`` the roster that the campus has for the holiday becomes void in the same change.

    Raises:
        BadInput: no line, a day outside the holiday, the same person twice in a shift, a telephone that is none.
        Refused: the campus has a roster for this holiday already.
    """
    if not lines:
        raise BadInput(_("There is nobody on the roster."), hint=_("Nothing was changed."))
    before = of(tx, date.max, holiday, campus)
    if before is not None and not replace:
        raise Refused(
            _("{campus} has a roster for this holiday already: {ref}.").format(campus=campus, ref=before.id),
            hint=_("Look with: safetyctl roster show {ref}. To put this one in its place: --replace").format(
                ref=before.id
            ),
        )
    record = _begun(tx, holiday, home)
    if before is not None:
        reason = _("replaced by {ref}").format(ref=ROSTER.ref(record.number))
        void(tx, ROSTER, find(tx, int(before.id[1:])), reason)
    _add_lines(tx, record, lines)
    return record


def add(tx: "Transaction", holiday: Holiday, campus: str, home: str, line: Line) -> "Roster":
    """Put one line on the roster of a campus for a holiday, which begins with it where there is none yet.

    Raises BadInput as ``take`` does.
    """
    before = of(tx, date.max, holiday, campus)
    record = _begun(tx, holiday, home) if before is None else find(tx, int(before.id[1:]))
    _add_lines(tx, record, [line])
    return record


def _begun(tx: "Transaction", holiday: Holiday, home: str) -> "Roster":
    from safetyctl.ledger.tables.roster import Roster, RosterDraft

    values = {
        "campus": home,
        "duty": holiday.duty,
        "named": holiday.named,
        "holiday": " ".join(holiday.codes),
        "first_day": holiday.period.start,
        "last_day": holiday.period.last,
        "made_on": tx.day,
    }
    return register(tx, ROSTER, Roster, RosterDraft, values)


def _add_lines(tx: "Transaction", record: "Roster", lines: Sequence[Line]) -> None:
    from safetyctl.ledger.tables.roster import RosterShift, RosterShiftDraft
    from safetyctl.ledger.writing import drafted

    require_begun(tx, ROSTER, record)
    taken, last = _standing(tx, record)
    numbers = _numbers_of_people(tx, record.campus)
    made = []
    for number, line in enumerate(lines, start=last + 1):
        told = line._asdict() | {"telephone": line.telephone or numbers.get(line.person)}
        draft = drafted(
            RosterShiftDraft, told | {"roster": record.uid, "line": number}, labelled(LINE_FIELDS)
        )
        _require_in_holiday(record, draft.day)
        require_telephone(draft.telephone)
        _require_once(taken, draft.day, draft.shift, draft.person)
        taken.add((draft.day, draft.shift, draft.person))
        made.append(RosterShift(**draft.model_dump()))
    tx.save("roster.add", ROSTER.ref(record.number), *made)


def _standing(tx: "Transaction", record: "Roster", but: int = 0) -> tuple[set[tuple[date, str, str]], int]:
    """Who stands where on a roster, all but the line ``but``, and the number of its last line."""
    rows = tx.rows(
        "SELECT line, day, shift, person, removed_on FROM roster_shift WHERE roster = ?", (record.uid,)
    )
    standing = {
        (date.fromisoformat(day), shift, person)
        for line, day, shift, person, gone in rows
        if gone is None and line != but
    }
    return standing, max((row[0] for row in rows), default=0)


def _numbers_of_people(asks: Asks, campus: str) -> dict[str, str]:
    """The telephones of the people who are there, those of the campus before those of others who are called so."""
    rows = asks.rows(
        "SELECT name, telephone FROM person WHERE telephone IS NOT NULL AND retired_on IS NULL"
        " ORDER BY CASE WHEN campus = ? THEN 2 WHEN campus IS NULL THEN 1 ELSE 0 END",
        (campus,),
    )
    return dict(rows)


def _require_in_holiday(record: "Roster", day: date) -> None:
    if not record.first_day <= day <= record.last_day:
        raise BadInput(
            _("{day} is not a day of this holiday: {first} to {last}.").format(
                day=day, first=record.first_day, last=record.last_day
            ),
            hint=_("Nothing was changed."),
        )


def _require_once(taken: set[tuple[date, str, str]], day: date, shift: str, person: str) -> None:
    if (day, shift, person) in taken:
        raise BadInput(
            _("{person} stands twice in {shift} on {day}.").format(person=person, shift=shift, day=day),
            hint=_("Nothing was changed."),
        )


def find(tx: "Transaction", reference: int | str) -> "Roster":
    """The roster that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.roster import Roster
    from safetyctl.records import kept

    return kept.find(tx, ROSTER, Roster, reference)


def _line(tx: "Transaction", record: "Roster", number: int) -> "RosterShift":
    from safetyctl.ledger.tables.roster import RosterShift

    require_not_void(ROSTER, record)
    require_begun(tx, ROSTER, record)
    line = tx.find(RosterShift, roster=record.uid, line=number)
    if line is None or line.removed_on is not None:
        ref = ROSTER.ref(record.number)
        raise NotFound(
            _("{ref} has no line {number}.").format(ref=ref, number=number),
            hint=_("See its lines with: {command}").format(command=f"safetyctl roster show {ref}"),
        )
    return line


def edit(tx: "Transaction", record: "Roster", number: int, changes: Mapping[str, object]) -> None:
    """Correct one line; values that are None stay as they are. A new person brings their own telephone.

    Raises:
        NotFound: the roster has no such line.
        BadInput: as ``take``, or nothing to change.
        Refused: a void roster.
    """
    from safetyctl.ledger.tables.roster import RosterShiftDraft
    from safetyctl.ledger.writing import drafted

    line = _line(tx, record, number)
    wanted = {field: value for field, value in changes.items() if value is not None}
    if not wanted:
        raise BadInput(
            _("Nothing to change was given."),
            hint=_("See the fields with: {command}").format(command="safetyctl roster edit --help"),
        )
    if wanted.get("person", line.person) != line.person and "telephone" not in wanted:
        wanted["telephone"] = _numbers_of_people(tx, record.campus).get(str(wanted["person"]))
    before = {field: getattr(line, field) for field in RosterShiftDraft.model_fields}
    draft = drafted(RosterShiftDraft, before | wanted, labelled(LINE_FIELDS))
    _require_in_holiday(record, draft.day)
    require_telephone(draft.telephone)
    _require_once(_standing(tx, record, number)[0], draft.day, draft.shift, draft.person)
    for field in wanted:
        setattr(line, field, getattr(draft, field))
    _changed(tx, record, line, "edit")


def drop(tx: "Transaction", record: "Roster", number: int) -> None:
    """Take one line off a roster from the day in force on. Raises NotFound, Refused for a void roster."""
    line = _line(tx, record, number)
    line.removed_on = tx.day
    _changed(tx, record, line, "drop")


def _changed(tx: "Transaction", record: "Roster", line: "RosterShift", verb: str) -> None:
    tx.save(f"roster.{verb}", ROSTER.ref(record.number), line)


def names(codes: Iterable[str]) -> str:
    """What a holiday is called, in the language in use; by all its names where several are given as one."""
    return listed(_name(code) for code in codes)


def _name(code: str) -> str:
    known = holiday_names().get(code)
    return known.words.said(language()) if known else _("day off")
