"""The archive (档案, R12): what each campus and the group have on file, and what the plan requires and is missing.

Besides the documents it holds a copy of everything that was reported, and the photographs and files of all records.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import N_, _, language
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.verifying import TABLES
from safetyctl.ledger.words import Status
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Category, Plan, Words
from safetyctl.records.documents import DocumentView, categories, documents
from safetyctl.records.references import hazard_ref
from safetyctl.records.submissions import SubmissionView, submissions

REPORT = "report"
"""The category in which copies of what was reported stand (4-2(2))."""
ATTACHMENTS = "attachments"
ATTACHED = N_("photographs and files of records")


class Item(NamedTuple):
    """Something kept: by the record's reference; ``file``, ``sha256`` and ``size`` are None where no copy is kept.

    ``version`` and ``state`` are those of a document, None for other records.
    """

    ref: str
    category: str
    title: str
    day: date
    number: str | None
    version: int | None
    state: str | None
    superseded_on: date | None
    file: str | None
    sha256: str | None
    size: int | None


class Section(NamedTuple):
    """A category as one campus has it. ``without_copy`` are reports of which no copy is kept."""

    category: Category
    required: bool
    items: tuple[Item, ...]
    missing: bool
    without_copy: tuple[str, ...]


class Shelf(NamedTuple):
    """The archive of one campus (``*``: the group's), and the files of its records."""

    campus: str
    sections: tuple[Section, ...]
    attachments: tuple[Item, ...]


class Archive(NamedTuple):
    """The whole archive as it is on a day."""

    as_of: date
    shelves: tuple[Shelf, ...]


def archive(asks: Asks, plan: Plan, campuses: Sequence[str], day: date) -> Archive:
    """What is on file on ``day``: the group's own first, then each of ``campuses``; ``*`` among them is the group."""
    found = documents(asks, day)
    reported = submissions(asks, day)
    attached = _attached(asks, day)
    kinds = _kinds(plan, (one.category for one in found), bool(reported))
    return Archive(
        day,
        tuple(
            Shelf(
                campus,
                tuple(_section(plan, kind, campus, found, reported) for kind in kinds),
                tuple(item for owner, item in attached if owner == campus),
            )
            for campus in campuses
        ),
    )


def _kinds(plan: Plan, used: Iterable[str], reported: bool) -> list[Category]:
    """The plan's categories; then those that are used though this plan has them not."""
    kinds = {one.code: one for one in categories(plan)}
    for code in (*sorted(set(used)), *((REPORT,) if reported else ())):
        kinds.setdefault(code, Category(code, Words(code, code), ""))
    return list(kinds.values())


def _section(
    plan: Plan,
    kind: Category,
    campus: str,
    found: Iterable[DocumentView],
    reported: Iterable[SubmissionView],
) -> Section:
    mine = [one for one in found if (one.category, one.campus) == (kind.code, campus)]
    items = [_filed(one) for one in mine]
    without = []
    if kind.code == REPORT:
        handed_in = [one for one in reported if one.campus == campus]
        copies = {(one.number or "").strip().upper() for one in mine}
        without = [one.id for one in handed_in if one.sha256 is None and one.id not in copies]
        items += [_handed_in(plan, one) for one in handed_in if one.sha256 is not None or one.id in without]
    required = ("group" if campus == GROUP else "campus") in kind.required
    kept = any(item.sha256 for item in items)
    return Section(kind, required, tuple(items), required and not kept, tuple(without))


def _filed(one: DocumentView) -> Item:
    return Item(
        one.id, one.category, one.title, one.filed_on, one.number, one.version, one.state, one.superseded_on,
        one.file, one.sha256, one.size,
    )  # fmt: skip


def _handed_in(plan: Plan, one: SubmissionView) -> Item:
    titles = {duty.code: duty.title.said(language()) for duty in plan.duties}
    title = f"{titles.get(one.duty, one.duty)} {one.due}"
    return Item(one.id, REPORT, title, one.on, one.receipt, None, None, None, one.bundle, one.sha256, None)


def _attached(asks: Asks, day: date) -> list[tuple[str, Item]]:
    """The files of records that are not void, by campus, in the order of their records."""
    found = [
        (campus, _file(hazard_ref(number), title, name, digest, size, on))
        for campus, number, title, name, digest, size, on in asks.rows(
            """
            SELECT c.name, h.number, h.title, a.name, a.sha256, a.size, a.added_on
            FROM attachment a JOIN hazard h ON h.uid = a.hazard JOIN campus c ON c.uid = h.campus
            WHERE a.added_on <= ? AND h.status <> ? ORDER BY h.number, a.uid
            """,
            (day.isoformat(), Status.VOID),
        )
    ]
    for (kind,) in asks.rows("SELECT DISTINCT owner_kind FROM enclosure ORDER BY 1"):
        if kind in TABLES:  # the name goes into the question itself
            found += _enclosed(asks, kind, day)
    return found


def _enclosed(asks: Asks, kind: str, day: date) -> list[tuple[str, Item]]:
    rows = asks.rows(
        f"""
        SELECT coalesce(c.name, '*'), e.name, e.sha256, e.size, e.added_on,
               (SELECT min(j.ref) FROM journal j WHERE j.kind = 'enclosure' AND j.uid = e.uid)
        FROM enclosure e JOIN {kind} o ON o.uid = e.owner LEFT JOIN campus c ON c.uid = o.campus
        WHERE e.owner_kind = ? AND e.added_on <= ? AND (o.voided_on IS NULL OR o.voided_on > ?)
        ORDER BY o.number, e.uid
        """,
        (kind, day.isoformat(), day.isoformat()),
    )
    title = _(TABLES[kind])
    return [
        (campus, _file(str(ref), title, name, digest, size, on))
        for campus, name, digest, size, on, ref in rows
    ]


def _file(ref: str, title: str, name: str, digest: str, size: int, on: str) -> Item:
    day = date.fromisoformat(on)
    return Item(ref, ATTACHMENTS, title, day, None, None, None, None, name, digest, size)
