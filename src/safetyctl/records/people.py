"""The roster (R1): who is there, in which role, at which campus. Who leaves is retired, never deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ground.limits import FIRST_DAY, PROSE
from safetyctl.ground.text import fold
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_SQL
from safetyctl.plan.model import DAY
from safetyctl.records.kept import Change, Differing, require_known_by
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.names import names_in, naming, naming_values

if TYPE_CHECKING:
    from safetyctl.ledger.tables.person import Person
    from safetyctl.ledger.writing import Transaction

_OWED = {
    "hazards": (
        "H",
        f"SELECT number FROM hazard WHERE status IN {AWAITING_SQL} AND {naming('responsible')}"
        " AND (? IS NULL OR campus = ?) ORDER BY number",
        (*range(len(naming_values(""))), "campus", "campus"),
    ),
    "responsibilities": (
        "P",
        "SELECT number FROM responsibility WHERE person = ? AND until IS NULL AND voided_on IS NULL"
        " ORDER BY number",
        ("uid",),
    ),
    "decisions": (
        "M",
        "SELECT m.number, d.position FROM decision d JOIN meeting m ON m.uid = d.meeting"
        " WHERE d.person = ? AND d.done_on IS NULL AND d.dropped_on IS NULL AND m.voided_on IS NULL"
        " AND (? IS NULL OR m.campus IS NULL OR m.campus = ?) ORDER BY m.number, d.position",
        ("name", "campus", "campus"),
    ),
    "corrections": (
        "V",
        "SELECT number FROM supervision WHERE person = ? AND correction IS NOT NULL AND corrected_on IS NULL"
        " AND voided_on IS NULL AND (? IS NULL OR campus = ?) ORDER BY number",
        ("name", "campus", "campus"),
    ),
    "rosters": (
        "R",
        "SELECT DISTINCT r.number FROM roster_shift s JOIN roster r ON r.uid = s.roster"
        " WHERE s.person = ? AND s.day >= ? AND s.removed_on IS NULL AND r.voided_on IS NULL"
        " AND (? IS NULL OR r.campus = ?) ORDER BY r.number",
        ("name", "day", "campus", "campus"),
    ),
    "activities": (
        "A",
        "SELECT number FROM activity WHERE leader = ? AND ends_on >= ? AND voided_on IS NULL"
        " AND (? IS NULL OR campus = ?) ORDER BY number",
        ("name", "day", "campus", "campus"),
    ),
}
"""What a person may still owe, by its kind: the letter of its references, the question for their numbers (and the
places inside), and what that asks with.
"""


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person on the roster; ``campus`` is None for the group's own people, ``owes`` counts open rectifications."""

    name: str
    role: str | None
    campus: str | None
    telephone: str | None
    retired_on: date | None
    owes: int
    note: str | None = None


class Told(NamedTuple):
    """What a list says of a person; ``campus`` is a name, None for the group's own, "" where it says nothing."""

    name: str
    role: str | None
    campus: str | None
    telephone: str | None
    note: str | None = None


class Taken(NamedTuple):
    """What a list of people did: the names that were added, brought up to date, and known already.

    ``back`` are those among the added who had left. ``changes`` is what was brought up to date, ``differing`` what
    the list only says once more though somebody has changed it here since.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    skipped: tuple[str, ...]
    back: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    differing: tuple[Differing, ...] = ()


def roster(asks: Asks, campus: str | None = None, retired: bool = False) -> list[PersonView]:
    """The roster in the group's order, the group's own people first."""
    return _people(
        asks, "(? IS NULL OR c.name = ?) AND (? OR p.retired_on IS NULL)", (campus, campus, retired)
    )


def _people(asks: Asks, where: str, values: tuple[object, ...]) -> list[PersonView]:
    rows = asks.rows(
        f"""
        SELECT p.name, p.role, p.campus, c.name, p.telephone, p.retired_on, p.note
        FROM person p LEFT JOIN campus c ON c.uid = p.campus
        WHERE {where}
        ORDER BY c.position IS NOT NULL, c.position, p.uid
        """,
        values,
    )
    owed = _owed_rectifications(asks) if rows else {}
    return [
        PersonView(
            name,
            role,
            home,
            telephone,
            date.fromisoformat(gone) if gone else None,
            sum(n for at, n in owed.get(fold(name), {}).items() if campus in (None, at)),
            note,
        )
        for name, role, campus, home, telephone, gone, note in rows
    ]


def _owed_rectifications(asks: Asks) -> dict[str, dict[str, int]]:
    """How many open rectifications wait for each person (folded), by campus; those of several wait for each."""
    owed: dict[str, dict[str, int]] = {}
    for text, campus, number in asks.rows(
        f"SELECT responsible, campus, count(*) FROM hazard WHERE status IN {AWAITING_SQL} AND responsible IS NOT NULL"
        " GROUP BY responsible, campus"
    ):
        for name in {fold(one) for one in names_in(text)}:
            at = owed.setdefault(name, {})
            at[campus] = at.get(campus, 0) + number
    return owed


def person(asks: Asks, uid: str) -> PersonView:
    """One person, by the uid that ``uid_of`` found."""
    return _people(asks, "p.uid = ?", (uid,))[0]


def uid_of(asks: Asks, name: str, campus: str | None = None, retired: bool = False) -> str:
    """Who is called so: the uid of the person on the roster, at that campus where one is named.

    ``retired`` finds those who have left, too, where nobody of the name is there any more.

    Raises:
        NotFound: nobody of that name is on the roster.
        Refused: several people have the name, and no campus was given.
    """
    rows = asks.rows(
        "SELECT p.uid, p.retired_on FROM person p LEFT JOIN campus c ON c.uid = p.campus"
        " WHERE p.name = ? AND (? IS NULL OR c.name = ?) ORDER BY p.retired_on DESC, p.uid DESC",
        (name, campus, campus),
    )
    there = [uid for uid, gone in rows if gone is None] or [uid for uid, _gone in rows[:1] if retired]
    if not there:
        raise NotFound(
            _("{name} is not on the roster.").format(name=name), hint=_("Look with: safetyctl people list")
        )
    if len(there) > 1:
        raise Refused(
            _("Several people are called {name}.").format(name=name), hint=_("Say which: --campus NAME")
        )
    return str(there[0])


def owed_by(asks: Asks, uid: str, day: date) -> dict[str, tuple[str, ...]]:
    """What a person still owes, by its kind, as references (``M0001/2`` for the second decision of a meeting).

    Of rosters and activities those that have a day from ``day`` on.
    """
    name, campus = asks.rows("SELECT name, campus FROM person WHERE uid = ?", (uid,))[0]
    known: dict[object, object] = {"uid": uid, "name": name, "campus": campus, "day": day.isoformat()}
    known |= dict(enumerate(naming_values(name)))
    return {
        kind: tuple(
            f"{letter}{number:04d}" + "".join(f"/{place}" for place in places)
            for number, *places in asks.rows(sql, [known[one] for one in asked])
        )
        for kind, (letter, sql, asked) in _OWED.items()
    }


def add(tx: "Transaction", values: Mapping[str, object]) -> PersonView:
    """Put a person on the roster. Raises BadInput, Refused where the same person is there already."""
    return _added(tx, values, "people.add")


def _added(tx: "Transaction", values: Mapping[str, object], verb: str) -> PersonView:
    from safetyctl.ledger.tables.person import Person, PersonDraft
    from safetyctl.ledger.writing import drafted

    draft = drafted(PersonDraft, values, labelled(FIELDS))
    require_telephone(draft.telephone)
    _require_alone(tx, draft.name, draft.campus)
    new = Person(**draft.model_dump())
    tx.save(verb, draft.name, new)
    return person(tx, new.uid)


def edit(tx: "Transaction", uid: str, changes: Mapping[str, object]) -> PersonView:
    """Correct what the roster says of a person: role, campus (its uid), telephone, note; None stays.

    Raises:
        BadInput: nothing to change, or a value that cannot be taken.
        Refused: the same person is at that campus already.
    """
    record = _found(tx, uid)
    wanted = {field: value for field, value in changes.items() if value is not None}
    if not wanted:
        raise BadInput(
            _("Nothing to change was given."),
            hint=_("See the fields with: {command}").format(command="safetyctl people edit --help"),
        )
    _correct(tx, record, wanted, "people.edit")
    return person(tx, uid)


def _correct(tx: "Transaction", record: "Person", wanted: Mapping[str, object], verb: str) -> bool:
    """Change a person's fields; whether that changed anything."""
    from safetyctl.ledger.tables.person import PersonDraft
    from safetyctl.ledger.writing import drafted

    before = {field: getattr(record, field) for field in PersonDraft.model_fields}
    draft = drafted(PersonDraft, before | dict(wanted), labelled(FIELDS))
    require_telephone(draft.telephone)
    if draft.campus != record.campus:
        _require_alone(tx, draft.name, draft.campus)
    if draft.model_dump() == before:
        return False
    for field in wanted:
        setattr(record, field, getattr(draft, field))
    tx.save(verb, record.name, record)
    return True


def retire(tx: "Transaction", name: str, campus: str | None, on: date) -> dict[str, tuple[str, ...]]:
    """Note that a person has left, ``on`` being the last day; what they still owe, as ``owed_by`` tells it.

    Raises:
        NotFound: nobody of that name is on the roster.
        Refused: several people have the name, and no campus was given; or a day after the day in force, before 2000,
            or before the first on which the person was to answer for something.
    """
    uid = uid_of(tx, name, campus)
    require_known_by(tx, on)
    since = tx.rows("SELECT min(since) FROM responsibility WHERE person = ? AND voided_on IS NULL", (uid,))[
        0
    ][0]
    first = date.fromisoformat(since) if since else FIRST_DAY
    if on < first:
        raise Refused(
            _("{name}: the last day, {day}, lies before {first}, the first that is known of them.").format(
                name=name, first=first, day=on
            ),
            hint=_("Nothing was changed."),
        )
    record = _found(tx, uid)
    record.retired_on = on
    tx.save("people.retire", name, record)
    return owed_by(tx, uid, on + DAY)


def take(tx: "Transaction", campuses: Mapping[str, str], told: Sequence[Told]) -> Taken:
    """Take a list of people: who is there already is brought up to date, nobody is left out or retired.

    A list that names no campus means the one person of that name; what it says nothing of stays as it is.

    Raises:
        BadInput: a value that cannot be taken.
        Refused: several people have the name, and the list does not say which is meant.
    """
    added: list[str] = []
    updated: list[str] = []
    skipped: list[str] = []
    back: list[str] = []
    changes: list[Change] = []
    differing: list[Differing] = []
    for one in told:
        uid = _same(tx, one)
        said = {"role": one.role, "telephone": one.telephone, "note": one.note}
        if uid is None:
            home = campuses[one.campus] if one.campus else None
            if tx.rows("SELECT 1 FROM person WHERE name = ? AND retired_on IS NOT NULL LIMIT 1", (one.name,)):
                back.append(one.name)
            _added(tx, {"name": one.name, "campus": home} | said, "people.import")
            added.append(one.name)
            continue
        changed, stands = _renew(tx, _found(tx, uid), said)
        (updated if changed else skipped).append(one.name)
        changes += changed
        differing += stands
    return Taken(tuple(added), tuple(updated), tuple(skipped), tuple(back), tuple(changes), tuple(differing))


def _renew(
    tx: "Transaction", record: "Person", said: Mapping[str, str | None]
) -> tuple[list[Change], list[Differing]]:
    """Bring a person up to date with a list: what that changed, and what stands as somebody changed it since."""
    from safetyctl.records.detail_parts import parts, renewed
    from safetyctl.records.earlier_editions import told_before

    told = {key: value for key, value in said.items() if value is not None}
    if set(parts(said["note"])) <= set(parts(record.note)):
        told.pop("note", None)
    held = {key: getattr(record, key) for key in told}
    other = {key for key, value in told.items() if held[key] != value}
    before = told_before(tx, "person", record.uid) if other else {}
    stands = {key for key in other if key != "note" and before.get(key) == told[key]}
    if "note" in other:
        note = renewed(record.note, told["note"], before.get("note")) or ""
        if note == (record.note or "") or len(note) > PROSE:
            stands.add("note")
        else:
            told["note"] = note
    anew = {key: value for key, value in told.items() if key not in stands}
    changed = bool(anew) and _correct(tx, record, anew, "people.renew")
    changes = [Change(record.name, key, held[key], anew[key]) for key in anew if held[key] != anew[key]]
    differing = [Differing(record.name, key, held[key], told[key]) for key in told if key in stands]
    return changes if changed else [], differing


def _same(asks: Asks, one: Told) -> str | None:
    """The person on the roster whom a list means."""
    rows = asks.rows(
        "SELECT p.uid, c.name FROM person p LEFT JOIN campus c ON c.uid = p.campus"
        " WHERE p.name = ? AND p.retired_on IS NULL",
        (one.name,),
    )
    meant = [uid for uid, campus in rows if one.campus in ("", campus)]
    if len(meant) > 1:
        raise Refused(
            _("Several people are called {name}.").format(name=one.name),
            hint=_("Let the list name the campus of each. Nothing was changed."),
        )
    return str(meant[0]) if meant else None


def _found(tx: "Transaction", uid: str) -> "Person":
    from safetyctl.ledger.tables.person import Person

    record = tx.find(Person, uid=uid)
    assert record is not None
    return record


def _require_alone(asks: Asks, name: str, campus: str | None) -> None:
    same = asks.rows(
        "SELECT 1 FROM person WHERE name = ? AND (campus = ? OR (campus IS NULL AND ? IS NULL))"
        " AND retired_on IS NULL",
        (name, campus, campus),
    )
    if same:
        raise Refused(_("{name} is on the roster already.").format(name=name))


def off_roster(asks: Asks, names: Iterable[str | None]) -> list[str]:
    """The people in the fields who are not on the roster; none while the roster is still empty."""
    if not asks.rows("SELECT 1 FROM person LIMIT 1"):
        return []
    wanted = dict.fromkeys(name for field in names if field for name in names_in(field))
    return [
        name
        for name in wanted
        if not asks.rows("SELECT 1 FROM person WHERE name = ? AND retired_on IS NULL LIMIT 1", (name,))
    ]


def is_telephone(text: str) -> bool:
    """Whether a text can be a telephone number: 5 to 20 digits, with the marks that people put between them."""
    digits = text.translate({ord(mark): None for mark in " -+()（）转"})
    return digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 20


def require_telephone(telephone: str | None) -> None:
    """Make sure that a telephone is one, where it is given. Raises BadInput."""
    if telephone is not None and not is_telephone(telephone):
        raise BadInput(_("{telephone} is no telephone number.").format(telephone=telephone))
