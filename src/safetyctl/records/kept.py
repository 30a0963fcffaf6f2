"""What all numbered records have in common: registering, correcting, making void, and the files kept with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks, in_parts
from safetyctl.records.labels import FIELDS, labelled

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from safetyctl.ledger.tables.record import Record
    from safetyctl.ledger.writing import Transaction

Kept = TypeVar("Kept", bound="Record")


class Noun(NamedTuple):
    """A kind of numbered record: its table (the noun on the command line), its letter, what one is called, and what
    its fields are called (catalogue keys); ``made_by`` is the verb that makes one. It is there from the first of the
    days in its columns ``begins`` on.
    """

    table: str
    letter: str
    one: str
    fields: Mapping[str, str]
    made_by: str = "add"
    begins: tuple[str, ...] = ()

    def ref(self, number: int) -> str:
        """A record's number as people write it, such as ``D0003``."""
        return f"{self.letter}{number:04d}"


class Change(NamedTuple):
    """What a list changed of a record that is known."""

    ref: str
    field: str
    before: object
    after: object


class Differing(NamedTuple):
    """What a ledger kept elsewhere says otherwise of a record that is known, and that stays as it is."""

    ref: str
    field: str
    held: object
    told: object


@dataclass(frozen=True, slots=True)
class FileView:
    """A file kept with a record."""

    name: str
    sha256: str
    size: int
    added_on: date


def register(
    tx: "Transaction",
    noun: Noun,
    model: type[Kept],
    draft: type["SQLModel"],
    values: Mapping[str, object],
) -> Kept:
    """Store a new record under the next number. Raises BadInput for values that cannot be taken."""
    from safetyctl.ledger.writing import drafted

    checked = drafted(draft, values, labelled(noun.fields))
    number = tx.next_number(noun.table)
    record = model(**checked.model_dump(), number=number, created_at=tx.at, updated_at=tx.at)
    tx.save(f"{noun.table}.add", noun.ref(number), record)
    return record


def amend(
    tx: "Transaction", noun: Noun, record: "Record", draft: type["SQLModel"], changes: Mapping[str, object]
) -> None:
    """Correct what a record says; values that are None stay as they are.

    Raises:
        BadInput: nothing to change, or a value that cannot be taken.
        Refused: a void record.
    """
    from safetyctl.ledger.writing import drafted

    require_not_void(noun, record)
    wanted = {name: value for name, value in changes.items() if value is not None}
    if not wanted:
        raise BadInput(
            _("Nothing to change was given."),
            hint=_("See the fields with: {command}").format(command=f"safetyctl {noun.table} edit --help"),
        )
    whole = {name: getattr(record, name) for name in draft.model_fields} | wanted
    checked = drafted(draft, whole, labelled(noun.fields))
    for name in wanted:
        setattr(record, name, getattr(checked, name))
    store(tx, noun, record, "edit")


def store(tx: "Transaction", noun: Noun, record: "Record", verb: str) -> None:
    """Save a record that was changed, under the noun's verb."""
    record.updated_at = tx.at
    tx.save(f"{noun.table}.{verb}", noun.ref(record.number), record)


def void(tx: "Transaction", noun: Noun, record: "Record", reason: str) -> None:
    """Make a record void: it stays, with the reason, and counts for nothing from the day in force on.

    Raises:
        BadInput: no reason, or one that cannot be kept.
        Refused: it is void already, or not there yet on the day in force.
    """
    from safetyctl.ground.limits import PROSE
    from safetyctl.ground.text import first_hidden

    require_not_void(noun, record)
    require_begun(tx, noun, record)
    reason = reason.strip()
    if not reason or first_hidden(reason) or len(reason) > PROSE:
        raise BadInput(_("The reason cannot be kept."), hint=_("Say in plain words why it is void."))
    record.voided_on, record.void_reason = tx.day, reason
    store(tx, noun, record, "void")


def enclose(
    tx: "Transaction",
    noun: Noun,
    record: "Record",
    ledger: Path,
    files: Sequence[Path],
    dry_run: bool = False,
) -> None:
    """Keep files with a record: their bytes in the ledger's store first, then the rows that name them.

    Raises:
        NotFound: files that are not there, all of them named.
        BadInput: no plain file, an empty or too large one.
        Refused: a void record, or one that is not there yet on the day in force.
    """
    from safetyctl.ledger import store as files_store
    from safetyctl.ledger.tables.enclosure import Enclosure, EnclosureDraft
    from safetyctl.ledger.writing import drafted

    require_not_void(noun, record)
    require_begun(tx, noun, record)
    for kept in files_store.keep_all(ledger, files, dry_run):
        draft = drafted(
            EnclosureDraft,
            {"owner_kind": noun.table, "owner": record.uid, "added_on": tx.day}
            | {"name": kept.name, "sha256": kept.sha256, "size": kept.size},
            labelled(FIELDS),
        )
        tx.save(f"{noun.table}.attach", noun.ref(record.number), Enclosure(**draft.model_dump()))


def require_not_void(noun: Noun, record: "Record") -> None:
    """A void record is not changed any more. Raises Refused."""
    if record.voided_on is not None:
        raise Refused(
            _("{ref} is void: {reason}.").format(ref=noun.ref(record.number), reason=record.void_reason)
        )


def require_begun(tx: "Transaction", noun: Noun, record: "Record") -> None:
    """Nothing is done about a record on a day before its own. Raises Refused."""
    first = min((getattr(record, column) for column in noun.begins), default=tx.day)
    if first > tx.day:
        raise Refused(
            _("{ref} is of {day}: nothing can be done about it on {today}.").format(
                ref=noun.ref(record.number), day=first, today=tx.day
            ),
            hint=_("Nothing was changed. The day in force is the one of --as-of."),
        )


def require_known_by(tx: "Transaction", day: date) -> None:
    """Nothing is known yet of what lies after the day in force. Raises Refused."""
    if day > tx.day:
        raise Refused(_("{found} lies after the day in force, {day}.").format(found=day, day=tx.day))


def find(tx: "Transaction", noun: Noun, model: type[Kept], reference: int | str) -> Kept:
    """The record that a reference names. Raises NotFound."""
    record = tx.find(model, number=number_of(tx, noun, reference))
    assert record is not None
    return record


def number_of(asks: Asks, noun: Noun, reference: int | str) -> int:
    """The number of the record that a reference (a number, or the beginning of a uid) names. Raises NotFound."""
    if isinstance(reference, int):
        found = asks.rows(f"SELECT number FROM {noun.table} WHERE number = ?", (reference,))
        shown = noun.ref(reference)
    else:
        found = asks.rows(
            f"SELECT number FROM {noun.table} WHERE uid >= ? AND uid < ? LIMIT 6",
            (reference, reference + "g"),
        )
        shown = reference
    if len(found) == 1:
        return int(found[0][0])
    if found:
        several = listed(noun.ref(number) for (number,) in found[:5])
        raise NotFound(_("{ref} could be several: {several}.").format(ref=shown, several=several))
    last = asks.rows(f"SELECT coalesce(max(number), 0) FROM {noun.table}")[0][0]
    raise NotFound(
        _("There is no {noun} {ref}.").format(noun=_(noun.one), ref=shown),
        hint=_("The numbers go up to {last}. Look with: {command}").format(
            last=noun.ref(last), command=f"safetyctl {noun.table} list"
        )
        if last
        else _("There are none yet. Make one with: {command}").format(
            command=f"safetyctl {noun.table} {noun.made_by}"
        ),
    )


def files_of(asks: Asks, noun: Noun, uids: Iterable[str]) -> dict[str, tuple[FileView, ...]]:
    """The files kept with each of these records, in the order in which they came."""
    sql = (
        "SELECT owner, name, sha256, size, added_on FROM enclosure WHERE owner_kind = ? AND owner IN (%s)"
        " ORDER BY uid"
    )
    found: dict[str, list[FileView]] = {}
    for owner, name, digest, size, added_on in in_parts(asks, sql, list(uids), (noun.table,)):
        view = FileView(name, digest, size, date.fromisoformat(added_on))
        found.setdefault(owner, []).append(view)
    return {owner: tuple(files) for owner, files in found.items()}
