"""Versions of documents: whatever is replaced and made void, on each day one version of a chain is in force."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import hand
from safetyctl.ground.errors import NotFound, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.tables.document import Document
from safetyctl.ledger.writing import Transaction, write
from safetyctl.plan.source import builtin
from safetyctl.records import documents, kept
from safetyctl.records.archive import archive
from safetyctl.records.campaigns import campuses
from safetyctl.records.documents import _Chains as Chains
from safetyctl.records.documents import _Link as Link

TODAY = date(2020, 3, 6)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "制度.docx"
    path.write_bytes(b"a regulation")
    return path


def filed(tx: Transaction, ledger: Path, file: Path, replaces: int | None = None, **more: object) -> Document:
    values = {"campus": None, "category": "regulation", "title": "消防制度", "filed_on": TODAY} | more
    return documents.add(tx, ledger, file, values, replaces)


def test_what_holds_on_a_day(ledger: Path, file: Path) -> None:
    with write(ledger, hand()) as tx:
        filed(tx, ledger, file, filed_on=date(2020, 1, 6))
        filed(tx, ledger, file, 1, filed_on=date(2020, 2, 3), effective_from=date(2020, 3, 1))
        filed(tx, ledger, file, 2, filed_on=date(2020, 3, 2), effective_from=date(2020, 9, 1))
    held = {
        date(2020, 1, 5): [],
        date(2020, 1, 6): ["in-force"],
        date(2020, 2, 29): ["in-force", "pending"],
        date(2020, 3, 1): ["superseded", "in-force"],
        date(2020, 8, 31): ["superseded", "in-force", "pending"],
        date(2020, 9, 1): ["superseded", "superseded", "in-force"],
    }
    with reading(ledger) as snapshot:
        for day, states in held.items():
            found = documents.documents(snapshot, day)
            assert [one.state for one in found] == states, day
        last = documents.versions(snapshot, date(2020, 9, 1), 2)
    assert [(one.id, one.version, one.superseded_on) for one in last] == [
        ("K0001", 1, date(2020, 3, 1)),
        ("K0002", 2, date(2020, 9, 1)),
        ("K0003", 3, None),
    ]
    assert [(one.replaces, one.replaced_by) for one in last] == [
        (None, "K0002"),
        ("K0001", "K0003"),
        ("K0002", None),
    ]


def test_a_version_made_void_leaves_its_place_to_the_one_before(ledger: Path, file: Path) -> None:
    with write(ledger, hand("2020-03-04")) as tx:
        filed(tx, ledger, file, filed_on=date(2020, 3, 2))
        second = filed(tx, ledger, file, 1, filed_on=date(2020, 3, 3))
    with write(ledger, hand("2020-03-05")) as tx:
        kept.void(tx, documents.DOCUMENT, tx.find(Document, uid=second.uid) or second, "误传")
    with write(ledger, hand()) as tx:
        filed(tx, ledger, file, 1)
    with reading(ledger) as snapshot:
        states = {
            day: [one.state for one in documents.versions(snapshot, date(2020, 3, day), 1)]
            for day in (2, 3, 4, 5, 6)
        }
    assert states == {
        2: ["in-force"],
        3: ["superseded", "in-force"],
        4: ["superseded", "in-force"],
        5: ["in-force", "void"],
        6: ["superseded", "void", "in-force"],
    }


def test_what_a_version_must_agree_with(ledger: Path, file: Path) -> None:
    with write(ledger, hand()) as tx:
        places = campuses(tx)
        filed(tx, ledger, file, effective_from=date(2020, 3, 2))
        filed(tx, ledger, file, 1)
    for told, more, replaces in (
        ("replaced already, by K0002", {}, 1),
        ("category", {"category": "minutes"}, 2),
        ("campus", {"campus": places["东校区"]}, 2),
        ("in force from", {"effective_from": date(2020, 3, 5)}, 2),
        ("after the day in force", {"filed_on": TODAY + timedelta(days=1)}, None),
        ("after the day in force", {"issued_on": TODAY + timedelta(days=1)}, None),
    ):
        with pytest.raises(Refused, match=told), write(ledger, hand()) as tx:
            filed(tx, ledger, file, replaces, **more)
    with pytest.raises(NotFound, match="K0009"), write(ledger, hand()) as tx:
        filed(tx, ledger, file, 9)


@pytest.mark.parametrize(
    ("number", "changes", "replaces"),
    [
        (1, {"category": "minutes"}, None),
        (2, {"category": "minutes"}, None),
        (1, {"effective_from": date(2020, 3, 7)}, None),
        (1, {}, 1),
        (1, {}, 2),
        (3, {}, 1),
    ],
)
def test_what_an_edit_may_not_do_to_a_chain(
    ledger: Path, file: Path, number: int, changes: dict[str, object], replaces: int | None
) -> None:
    with write(ledger, hand()) as tx:
        filed(tx, ledger, file)
        filed(tx, ledger, file, 1)
        filed(tx, ledger, file)
    with pytest.raises(Refused), write(ledger, hand()) as tx:
        documents.edit(tx, documents.find(tx, number), changes, replaces)


def test_what_was_filed_apart_is_joined_later(ledger: Path, file: Path) -> None:
    with write(ledger, hand()) as tx:
        filed(tx, ledger, file)
        filed(tx, ledger, file)
        documents.edit(tx, documents.find(tx, 2), {}, 1)
    with reading(ledger) as snapshot:
        assert [one.state for one in documents.documents(snapshot, TODAY)] == ["superseded", "in-force"]


DAYS = st.integers(0, 30).map(lambda n: date(2020, 3, 1) + timedelta(days=n))


@st.composite
def chains(draw: st.DrawFn) -> list[Link]:
    """Versions as they come in: each in force no earlier than the one before it, some of them made void."""
    found: list[Link] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        filed_on, from_, voided = draw(DAYS), draw(DAYS), draw(st.none() | DAYS)
        before = found[-1] if found else None
        found.append(
            Link(
                number,
                before.number if before else None,
                filed_on,
                max(from_, before.effective_from) if before else from_,
                max(voided, filed_on) if voided else None,
            )
        )
    return found


@given(chains(), DAYS)
def test_one_version_at_most_is_in_force_on_any_day(links: list[Link], day: date) -> None:
    found = Chains(links)
    counting = [link for link in links if link.counts(day) and link.effective_from <= day]
    in_force = [
        link
        for link in counting
        if not any(newer.effective_from <= day for newer in found.newer(link.number, day))
    ]
    assert len(in_force) == bool(counting), (links, day)


def test_the_archive_of_a_full_ledger_names_every_file_once(filled: Path) -> None:
    with reading(filled) as snapshot:
        everything = archive(snapshot, builtin(), ("*", *campuses(snapshot)), TODAY)
        kinds = [kind for (kind,) in snapshot.rows("SELECT DISTINCT owner_kind FROM enclosure")]
        live = sum(
            snapshot.rows(question)[0][0]
            for question in (
                *(
                    f"SELECT count(*) FROM enclosure e JOIN {kind} o ON o.uid = e.owner WHERE o.voided_on IS NULL"
                    for kind in kinds
                ),
                "SELECT count(*) FROM attachment a JOIN hazard h ON h.uid = a.hazard WHERE h.status <> 'void'",
                "SELECT count(*) FROM document WHERE voided_on IS NULL",
                "SELECT count(*) FROM submission WHERE sha256 IS NOT NULL",
            )
        )
    items = [
        item
        for shelf in everything.shelves
        for part in (*(section.items for section in shelf.sections), shelf.attachments)
        for item in part
    ]
    assert len([item for item in items if item.sha256]) == live
    assert all(item.ref and item.file for item in items)
