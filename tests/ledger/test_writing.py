"""The one write transaction: all of it with its journal entries, or nothing."""

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import content, hand, proved
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.journal import GENESIS, canonical, seal
from safetyctl.ledger.tables.hazard import Hazard, HazardDraft
from safetyctl.ledger.tables.person import Person
from safetyctl.ledger.writing import drafted, write
from safetyctl.plan.source import builtin
from safetyctl.records import hazards
from safetyctl.records.campaigns import campuses

PLAN = builtin()


def values(tx, **others: object) -> dict[str, object]:
    return {
        "campus": campuses(tx)["东校区"], "area": "fire", "title": "灭火器压力不足", "found_on": date(2020, 3, 6)
    } | others  # fmt: skip


class Stopped(Exception):
    pass


def register_and_raise(ledger: Path, wrong: BaseException) -> None:
    with write(ledger, hand()) as tx:
        hazards.register(tx, PLAN, values(tx))
        raise wrong


def test_what_raises_leaves_nothing(ledger: Path) -> None:
    before = content(ledger)
    for wrong in (Stopped(), BadInput("x"), KeyboardInterrupt(), sqlite3.IntegrityError("x")):
        with pytest.raises(BaseException):  # noqa: B017, PT011
            register_and_raise(ledger, wrong)
        assert content(ledger) == before


def test_a_dry_run_leaves_nothing_and_says_the_same(ledger: Path) -> None:
    before = content(ledger)
    with write(ledger, hand(), dry_run=True) as tx:
        tried = hazards.register(tx, PLAN, values(tx)).hazard.number
    assert content(ledger) == before
    with write(ledger, hand()) as tx:
        assert hazards.register(tx, PLAN, values(tx)).hazard.number == tried


def test_what_the_database_does_not_take_is_refused_and_leaves_nothing(ledger: Path) -> None:
    before = content(ledger)
    with pytest.raises(Refused) as told, write(ledger, hand()) as tx:
        tx.save("test", "x", Person(name="李四", campus="nowhere"))
    assert told.value.exit_code == 2
    assert content(ledger) == before


def test_nothing_done_is_no_entry(ledger: Path) -> None:
    before = content(ledger)
    with write(ledger, hand()):
        pass
    assert content(ledger) == before


def test_each_change_has_its_entries_in_one_chain(ledger: Path) -> None:
    for number in range(3):
        with write(ledger, hand("2020-03-06", f"写手{number}")) as tx:
            hazards.register(tx, PLAN, values(tx, title=f"隐患{number}"))
    connection = sqlite3.connect(ledger)
    connection.row_factory = sqlite3.Row
    rows = connection.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    head = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
    connection.close()
    prev = GENESIS
    for number, row in enumerate(rows, 1):
        assert row["seq"] == number
        assert row["prev"] == prev
        prev = seal(tuple(row)[:-1])
        assert row["hash"] == prev
    assert tuple(head) == (len(rows), prev)
    last = rows[-1]
    assert (last["actor"], last["day"], last["at"]) == ("写手2", "2020-03-06", "2020-03-06T04:05:06.000000Z")
    assert json.loads(last["body"])["kind"] == "found"
    assert len({row["change"] for row in rows[-6:]}) == 3
    assert [row["verb"] for row in rows[-2:]] == ["hazard.add"] * 2


def test_every_record_has_an_uid_in_the_order_of_making(ledger: Path) -> None:
    with write(ledger, hand()) as tx:
        uids = [hazards.register(tx, PLAN, values(tx, title=f"隐患{n}")).hazard.uid for n in range(20)]
    assert uids == sorted(set(uids))
    assert all(len(uid) == 36 and uid[14] == "7" for uid in uids), "UUIDv7"


def test_many_rows_at_once_are_journalled_like_one(ledger: Path) -> None:
    with write(ledger, hand()) as tx:
        rows = [
            (name, {"uid": f"uid-{name}", "name": name, "role": None, "campus": None, "telephone": None})
            for name in ("李四", "王五")
        ]
        tx.insert("people.add", "person", rows)
        tx.insert("people.add", "person", [])
    assert proved(ledger).faults == ()


# the door for what is typed

HIDDEN = ["a\u202eb", "a\x00b", "a\x1b[31m", "a\ufffeb", "a\u2066b", "\ud800", "a\x7f", "a\x85b"]


@pytest.mark.parametrize("text", HIDDEN, ids=ascii)
@pytest.mark.parametrize("field", ["title", "location", "responsible", "remarks"])
def test_text_that_hides_something_is_refused_with_its_code(ledger: Path, text: str, field: str) -> None:
    before = content(ledger)
    with pytest.raises(BadInput, match="U\\+"), write(ledger, hand()) as tx:
        hazards.register(tx, PLAN, values(tx, **{field: text}))
    assert content(ledger) == before


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 4000), ("location", 200), ("responsible", 200), ("detail", 4000)]
)
def test_text_has_a_limit(ledger: Path, field: str, limit: int) -> None:
    with write(ledger, hand()) as tx:
        hazards.register(tx, PLAN, values(tx, **{field: "长" * limit}))
    with pytest.raises(BadInput, match=f"at most {limit}"), write(ledger, hand()) as tx:
        hazards.register(tx, PLAN, values(tx, **{field: "长" * (limit + 1)}))


def test_blanks_around_are_taken_off_and_blank_is_nothing() -> None:
    base = {
        "campus": "x",
        "area": "fire",
        "title": "  缺灭火器 ",
        "found_on": date(2020, 3, 6),
        "location": "  ",
    }
    draft = drafted(HazardDraft, base)
    assert (draft.title, draft.location) == ("缺灭火器", None)
    with pytest.raises(BadInput, match="must not be empty"):
        drafted(HazardDraft, base | {"title": " \n"})


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(BadInput) as told:
        drafted(
            HazardDraft,
            {"campus": "x", "area": "fire", "title": "", "found_on": "2020-02-30", "location": "a\0"},
        )
    for name in ("title", "found_on", "location"):
        assert name in told.value.sentence


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=20), max_size=5))
def test_a_row_has_one_spelling(row: dict[str, object]) -> None:
    assert canonical(row) == canonical(dict(reversed(row.items())))
    assert json.loads(canonical(row)) == row


def test_a_table_model_keeps_what_it_is_given(ledger: Path) -> None:
    with write(ledger, hand()) as tx:
        number = hazards.register(tx, PLAN, values(tx, title="=1+1")).hazard.number
    with write(ledger, hand()) as tx:
        found = tx.find(Hazard, number=number)
        assert found is not None
        assert found.title == "=1+1"
        assert tx.find(Hazard, number=99) is None
