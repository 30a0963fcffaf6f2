"""Documents on file (档案, R4, R12): kept by content, in the plan's categories, version after version."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import CannotDo, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Category, Plan
from safetyctl.records.kept import (
    FileView,
    Noun,
    amend,
    files_of,
    number_of,
    register,
    require_known_by,
)
from safetyctl.records.labels import FIELDS as SHARED

if TYPE_CHECKING:
    from safetyctl.ledger.tables.document import Document
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "category": N_("archive category"),
    "title": N_("document title"),
    "filed_on": N_("filed on"),
    "version": N_("version"),
    "state": SHARED["status"],
    "effective_from": N_("in force from"),
    "superseded_on": N_("superseded on"),
    "replaces": N_("replaces"),
    "replaced_by": N_("replaced by"),
    "number": N_("document number"),
    "document_no": N_("document number"),
    "issuer": N_("issued by"),
    "issued_on": N_("issued on"),
    "keywords": N_("keywords"),
    "note": SHARED["note"],
    "file": N_("file name"),
    "name": N_("file name"),
    "size": SHARED["size"],
    "sha256": N_("sha256"),
    "void_reason": SHARED["void_reason"],
}
DOCUMENT = Noun("document", "K", N_("document"), FIELDS, begins=("filed_on",))

IN_FORCE, SUPERSEDED, PENDING, VOID = "in-force", "superseded", "pending", "void"
STATES = {
    IN_FORCE: N_("in force"),
    SUPERSEDED: N_("superseded"),
    PENDING: N_("not in force yet"),
    VOID: N_("void"),
}


class DocumentView(NamedTuple):
    """A document as it stands on a day, with the keys of its JSON; ``campus`` is ``*`` for the group's own.

    ``state`` is in-force | superseded | pending (in force from a later day) | void; ``superseded_on`` the day from
    which a newer version holds. ``replaces`` and ``replaced_by`` name the versions beside it, ``version`` counts
    from 1. ``file`` is what the kept file was called.
    """

    id: str
    uid: str
    campus: str
    category: str
    title: str
    filed_on: date
    version: int
    state: str
    effective_from: date
    superseded_on: date | None
    replaces: str | None
    replaced_by: str | None
    number: str | None
    issuer: str | None
    issued_on: date | None
    keywords: str | None
    note: str | None
    file: str
    size: int
    sha256: str
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


class Asked(NamedTuple):
    """What a list of documents is narrowed by; ``search`` is looked for in all that was typed about one."""

    campus: str | None = None
    category: str | None = None
    search: str | None = None
    in_force: bool = False
    since: date | None = None
    until: date | None = None
    void: bool = False


class _Link(NamedTuple):
    """A document among its versions: the numbers of itself and of the one that it replaces, and its days."""

    number: int
    replaces: int | None
    filed_on: date
    effective_from: date
    voided_on: date | None

    def counts(self, day: date) -> bool:
        return self.filed_on <= day and (self.voided_on is None or day < self.voided_on)


class _Chains:
    """How documents follow each other. One that replaced something and was made void leaves its place free again."""

    def __init__(self, links: Iterable[_Link]) -> None:
        self.links = {link.number: link for link in links}
        self.followers: dict[int, list[int]] = {}
        for link in self.links.values():
            if link.replaces is not None:
                self.followers.setdefault(link.replaces, []).append(link.number)

    def version(self, number: int) -> int:
        """1 for the first of its chain."""
        return len(list(self._back(number)))

    def family(self, number: int) -> tuple[int, ...]:
        """Every version that has to do with one, itself included, by version and number."""
        first = list(self._back(number))[-1]
        return tuple(sorted((first, *self.later(first)), key=lambda one: (self.version(one), one)))

    def later(self, number: int) -> Iterator[int]:
        """All that came after one, void ones too."""
        waiting = list(self.followers.get(number, ()))
        while waiting:
            one = waiting.pop(0)
            yield one
            waiting.extend(self.followers.get(one, ()))

    def newer(self, number: int, day: date) -> list[_Link]:
        """The versions after one that count on a day, the nearest first."""
        return [link for link in map(self.links.__getitem__, self.later(number)) if link.counts(day)]

    def _back(self, number: int) -> Iterator[int]:
        before: int | None = number
        while before is not None:
            yield before
            before = self.links[before].replaces


def _chains(asks: Asks) -> _Chains:
    rows = asks.rows(
        "SELECT d.number, p.number, d.filed_on, d.effective_from, d.voided_on"
        " FROM document d LEFT JOIN document p ON p.uid = d.replaces"
    )
    return _Chains(
        _Link(number, before, _day(filed), _day(from_), _day(voided) if voided else None)
        for number, before, filed, from_, voided in rows
    )


_day = date.fromisoformat


def documents(asks: Asks, day: date, asked: Asked = Asked()) -> list[DocumentView]:
    """The documents on file on ``day``, in the order in which they came; those made void only where asked for."""
    since, until = (one and one.isoformat() for one in (asked.since, asked.until))
    found = _views(
        asks,
        day,
        """d.filed_on <= ? AND (? IS NULL OR coalesce(c.name, '*') = ?) AND (? IS NULL OR d.category = ?)
           AND (? IS NULL OR d.filed_on >= ?) AND (? IS NULL OR d.filed_on <= ?)
           AND (? OR d.voided_on IS NULL OR d.voided_on > ?)""",
        (
            *(day.isoformat(), asked.campus, asked.campus, asked.category, asked.category),
            *(since, since, until, until, asked.void, day.isoformat()),
        ),
    )
    if asked.in_force:
        found = [one for one in found if one.state == IN_FORCE]
    return [one for one in found if _holds(one, asked.search)] if asked.search else found


def _holds(one: DocumentView, search: str) -> bool:
    wanted = search.casefold()
    said = (one.title, one.number, one.issuer, one.keywords, one.note, one.file)
    return any(wanted in text.casefold() for text in said if text)


def document(asks: Asks, day: date, reference: int | str) -> DocumentView:
    """One document by number, or by a prefix of its uid. Raises NotFound."""
    number = number_of(asks, DOCUMENT, reference)
    return _views(asks, day, "d.number = ?", (number,))[0]


def versions(asks: Asks, day: date, reference: int | str) -> list[DocumentView]:
    """All versions of a document that are known on ``day``, the oldest first, void ones too. Raises NotFound."""
    number = number_of(asks, DOCUMENT, reference)
    family = _chains(asks).family(number)
    found = {one.id: one for one in _views(asks, day, "d.filed_on <= ?", (day.isoformat(),))}
    return [found[ref] for ref in map(DOCUMENT.ref, family) if ref in found]


def _views(asks: Asks, day: date, where: str, values: tuple[object, ...]) -> list[DocumentView]:
    rows = asks.rows(
        f"""
        SELECT d.number, d.uid, c.name, d.category, d.title, d.filed_on, d.effective_from, d.document_no, d.issuer,
               d.issued_on, d.keywords, d.note, d.name, d.size, d.sha256, d.voided_on, d.void_reason, d.created_at,
               d.updated_at
        FROM document d LEFT JOIN campus c ON c.uid = d.campus
        WHERE {where} ORDER BY d.filed_on, d.number
        """,
        values,
    )
    if not rows:
        return []
    chains = _chains(asks)
    files = files_of(asks, DOCUMENT, (row[1] for row in rows))
    return [_view(row, chains, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], chains: _Chains, files: tuple[FileView, ...], day: date) -> DocumentView:
    (number, uid, campus, category, title, filed, from_, document_no, issuer, issued, keywords, note, name, size,
     digest, _voided, reason, made, changed) = row  # fmt: skip
    link = chains.links[number]
    voided_on = link.voided_on if link.voided_on and link.voided_on <= day else None
    newer = chains.newer(number, day)
    superseded_on = min((one.effective_from for one in newer if one.effective_from <= day), default=None)
    if voided_on:
        state = VOID
    elif superseded_on:
        state = SUPERSEDED
    else:
        state = PENDING if link.effective_from > day else IN_FORCE
    return DocumentView(
        DOCUMENT.ref(number), uid, campus or GROUP, category, title, _day(filed), chains.version(number), state,
        _day(from_), superseded_on, DOCUMENT.ref(link.replaces) if link.replaces else None,
        DOCUMENT.ref(newer[0].number) if newer else None, document_no, issuer, _day(issued) if issued else None,
        keywords, note, name, size, digest, files, voided_on, reason if voided_on else None, made, changed,
    )  # fmt: skip


def categories(plan: Plan) -> tuple[Category, ...]:
    """The categories of the archive: the plan's own, or the built-in ones where it was kept before it had any."""
    return plan.archive or _builtin_categories()


@lru_cache
def _builtin_categories() -> tuple[Category, ...]:
    from safetyctl.plan.source import builtin

    return builtin().archive


# changes


def add(
    tx: "Transaction",
    ledger: Path,
    file: Path,
    values: Mapping[str, object],
    replaces: int | str | None = None,
    dry_run: bool = False,
) -> "Document":
    """Put a file into the archive; with ``replaces`` as the new version of another document.

    Raises:
        NotFound: no such file, or no such document to replace.
        BadInput: no plain file, an empty or too large one, or a value that cannot be taken.
        Refused: a day after the day in force; or what it would replace is void, was replaced already, or is of
            another category or campus.
    """
    from safetyctl.ledger import store
    from safetyctl.ledger.tables.document import Document, DocumentDraft

    measured = store.keep(ledger, file, dry_run=True)
    before = find(tx, replaces) if replaces is not None else None
    if before is not None:
        _require_replaceable(tx, before, ())
    record = register(
        tx,
        DOCUMENT,
        Document,
        DocumentDraft,
        {"effective_from": values.get("filed_on")}
        | {name: value for name, value in values.items() if value is not None}
        | {"name": measured.name, "sha256": measured.sha256, "size": measured.size}
        | {"replaces": before.uid if before else None},
    )
    _require_in_order(tx, record, before)
    # only what can be taken reaches the store
    if not dry_run and store.keep(ledger, file).sha256 != measured.sha256:
        raise CannotDo(_("{file} was changed while it was read.").format(file=file), hint=_("Run it again."))
    return record


def find(tx: "Transaction", reference: int | str) -> "Document":
    """The document that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.document import Document
    from safetyctl.records import kept

    return kept.find(tx, DOCUMENT, Document, reference)


def edit(
    tx: "Transaction",
    record: "Document",
    changes: Mapping[str, object],
    replaces: int | str | None = None,
) -> None:
    """Correct what is known about a document; its file stays. Raises as ``add`` and ``amend`` do."""
    from safetyctl.ledger.tables.document import DocumentDraft

    before = find(tx, replaces) if replaces is not None else None
    if before is not None:
        _require_no_cycle(tx, record, before)
        _require_replaceable(tx, before, (record.number, *_chains(tx).later(record.number)))
    new = {"replaces": before.uid if before else None}
    amend(tx, DOCUMENT, record, DocumentDraft, {**changes, **new})
    if before is None and record.replaces:
        before = find(tx, record.replaces)
    _require_in_order(tx, record, before)


def _require_in_order(tx: "Transaction", record: "Document", before: "Document | None") -> None:
    """A document fits the day in force and the versions beside it. Raises Refused."""
    require_known_by(tx, record.filed_on)
    if record.issued_on is not None:
        require_known_by(tx, record.issued_on)
    if before is not None and before.voided_on is None:
        _require_alike(before, record)
    for number in _chains(tx).followers.get(record.number, ()):
        after = find(tx, number)
        if after.voided_on is None:
            _require_alike(record, after)


def _require_replaceable(tx: "Transaction", before: "Document", besides: Collection[int]) -> None:
    """Nothing that counts has replaced it but those ``besides``, and it is not void. Raises Refused."""
    ref = DOCUMENT.ref(before.number)
    if before.voided_on is not None:
        raise Refused(_("{ref} is void; nothing can replace it.").format(ref=ref))
    newer = [link.number for link in _chains(tx).newer(before.number, date.max) if link.number not in besides]
    if newer:
        newest = DOCUMENT.ref(newer[-1])
        raise Refused(
            _("{ref} was replaced already, by {newer}.").format(ref=ref, newer=DOCUMENT.ref(newer[0])),
            hint=_("Replace the newest version: --replaces {ref}").format(ref=newest),
        )


def _require_alike(before: "Document", after: "Document") -> None:
    """A version and the one before it: one category, one campus, and in the order of their days. Raises Refused."""
    ref = DOCUMENT.ref(before.number)
    if before.category != after.category:
        raise Refused(
            _("{ref} is of the category {category}: a new version of it is too.").format(
                ref=ref, category=before.category
            )
        )
    if before.campus != after.campus:
        raise Refused(
            _("{ref} belongs to another campus: a new version of it belongs there too.").format(ref=ref)
        )
    if after.effective_from < before.effective_from:
        raise Refused(
            _("{ref} is in force from {day}: a version that replaces it cannot be so earlier.").format(
                ref=ref, day=before.effective_from
            )
        )


def _require_no_cycle(tx: "Transaction", record: "Document", before: "Document") -> None:
    if before.number == record.number or before.number in _chains(tx).later(record.number):
        raise Refused(
            _("{ref} does not come before {newer}: it is the same, or a later version.").format(
                ref=DOCUMENT.ref(before.number), newer=DOCUMENT.ref(record.number)
            )
        )
