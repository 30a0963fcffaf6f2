"""Many rows at once: the journal holds of each exactly what the table holds, sealed as one row would be."""

import json
import shutil
import sqlite3
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import hand, proved
from safetyctl.ground.errors import Refused
from safetyctl.ledger.journal import canonical, seal
from safetyctl.ledger.writing import Row, write

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
STORED = TEXT | st.none() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
PERSON = st.fixed_dictionaries(
    {"name": TEXT.filter(lambda text: bool(text.strip(" "))), "role": STORED, "telephone": STORED}
)


def taken(ledger: Path, people: list[Row]) -> list[str]:
    """Insert people; the uids in their order."""
    rows = [(f"人{number}", {"uid": f"uid-{number}"} | person) for number, person in enumerate(people)]
    with write(ledger, hand()) as tx:
        tx.insert("people.add", "person", rows)
    return [str(row["uid"]) for _ref, row in rows]


def held(ledger: Path) -> tuple[dict[str, Row], list[sqlite3.Row]]:
    """The people as the table holds them, by uid, and the journal."""
    connection = sqlite3.connect(ledger)
    connection.row_factory = sqlite3.Row
    try:
        people = {row["uid"]: dict(row) for row in connection.execute("SELECT * FROM person")}
        return people, connection.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    finally:
        connection.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(PERSON, max_size=12))
def test_the_journal_holds_what_the_table_holds(template: Path, people: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(shutil.copy(template, Path(folder) / "ledger.db"))
        uids = taken(ledger, people)
        stored, journal = held(ledger)
        own = [row for row in journal if row["kind"] == "person"]
        assert [(row["uid"], row["ref"]) for row in own] == [(uid, f"人{n}") for n, uid in enumerate(uids)]
        assert [row["body"] for row in own] == [canonical(stored[uid]) for uid in uids]
        assert [json.loads(row["body"]) for row in own] == [stored[uid] for uid in uids]
        for before, row in pairwise(journal):
            assert (row["prev"], row["hash"]) == (before["hash"], seal(tuple(row)[:-1]))


@pytest.mark.parametrize("number", [1, 499, 500, 501, 1_001])
def test_any_number_is_journalled_whole_and_in_order(ledger: Path, number: int) -> None:
    uids = taken(ledger, [{"name": f"人{n}"} for n in range(number)])
    _stored, journal = held(ledger)
    assert [row["uid"] for row in journal if row["kind"] == "person"] == uids
    assert proved(ledger).faults == ()


def test_one_row_that_is_not_taken_and_none_is(ledger: Path) -> None:
    _stored, before = held(ledger)
    people: list[Row] = [{"name": f"人{n}"} for n in range(700)] + [{"name": " "}]
    with pytest.raises(Refused):
        taken(ledger, people)
    assert held(ledger) == ({}, before)
