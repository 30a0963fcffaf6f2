"""The roster of people: lists that bring it up to date, and what somebody still owes."""

from datetime import date
from pathlib import Path

import pytest

from office import hand
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.records import meetings, people
from safetyctl.records.campaigns import campuses
from safetyctl.records.people import Told, is_telephone


def took(ledger: Path, *told: Told) -> people.Taken:
    with write(ledger, hand()) as tx:
        return people.take(tx, campuses(tx), told)


def there(ledger: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    with reading(ledger) as asks:
        return [(one.name, one.role, one.campus, one.telephone) for one in people.roster(asks)]


def test_who_is_there_is_brought_up_to_date_and_not_doubled(ledger: Path) -> None:
    first = took(ledger, Told("李四", "教师", "东校区", "13900000000"), Told("王五", None, None, None))
    assert first.added == ("李四", "王五")
    again = took(
        ledger,
        Told("李四", None, "", "13900000001"),
        Told("王五", None, None, None),
        Told("赵六", None, "", None),
    )
    assert (again.added, again.updated, again.skipped) == (("赵六",), ("李四",), ("王五",))
    assert there(ledger) == [
        ("王五", None, None, None),
        ("赵六", None, None, None),
        ("李四", "教师", "东校区", "13900000001"),
    ]


def test_another_list_adds_to_the_note_and_takes_nothing_from_it(ledger: Path) -> None:
    took(ledger, Told("李四", None, "", None, "部门：总务处\n备注：休假至\n6月"))
    again = took(ledger, Told("李四", None, "", None, "部门：教务处\n行政职务：副校长"))
    assert again.updated == ("李四",)
    with reading(ledger) as asks:
        (one,) = people.roster(asks)
    assert one.note == "部门：教务处\n备注：休假至\n6月\n行政职务：副校长"
    assert took(ledger, Told("李四", None, "", None, "部门：教务处")).skipped == ("李四",)
    with write(ledger, hand()) as tx:
        people.edit(tx, people.uid_of(tx, "李四"), {"note": "已调离原岗"})
    same = took(ledger, Told("李四", None, "", None, "部门：教务处"))
    assert [(one.field, one.told) for one in same.differing] == [("note", "部门：教务处")]
    with reading(ledger) as asks:
        assert people.roster(asks)[0].note == "已调离原岗"


def test_the_same_name_at_another_campus_is_another_person(ledger: Path) -> None:
    took(ledger, Told("李四", None, "东校区", None), Told("李四", None, "西校区", None))
    with pytest.raises(Refused):
        took(ledger, Told("赵六", None, None, None), Told("李四", "教师", "", None))
    assert len(there(ledger)) == 2


def test_one_who_had_left_is_said_to_be_back(ledger: Path) -> None:
    took(ledger, Told("李四", None, "东校区", None))
    with write(ledger, hand()) as tx:
        people.retire(tx, "李四", None, date(2020, 3, 1))
    assert took(ledger, Told("李四", None, "东校区", None)).back == ("李四",)


def test_a_bad_telephone_in_a_list_and_nobody_comes_in(ledger: Path) -> None:
    with pytest.raises(BadInput):
        took(ledger, Told("赵六", None, None, None), Told("李四", None, None, "一二三"))
    assert there(ledger) == []


@pytest.mark.parametrize(
    "text", ["13900000000", "0513-83590000", "83590000转802", "(0513) 83590000", "12345"]
)
def test_what_is_a_telephone(text: str) -> None:
    assert is_telephone(text)


@pytest.mark.parametrize(
    "text", ["", "12", "无", "abc@example.com", "1" * 21, "１３９００００００００", "139-"]
)
def test_what_is_none(text: str) -> None:
    assert not is_telephone(text)


def test_decisions_of_meetings_are_owed_until_they_are_done(ledger: Path) -> None:
    took(ledger, Told("李四", None, "东校区", None))
    with write(ledger, hand()) as tx:
        held = {
            "campus": campuses(tx)["东校区"],
            "kind": "special",
            "title": "会议",
            "held_on": date(2020, 3, 2),
        }
        meeting = meetings.add(tx, held)
        for what in ("甲", "乙"):
            meetings.decide(tx, meeting, {"what": what, "person": "李四", "due": date(2020, 3, 20)})
        uid = people.uid_of(tx, "李四")
        assert people.owed_by(tx, uid, tx.day)["decisions"] == ("M0001/1", "M0001/2")
        done = {"done_on": date(2020, 3, 5), "done_by": "李四", "note": None}
        meetings.done(tx, *meetings.decision(tx, 1, 1), done)
        assert people.owed_by(tx, uid, tx.day)["decisions"] == ("M0001/2",)


def test_who_is_meant_by_a_name(ledger: Path) -> None:
    took(ledger, Told("李四", None, "东校区", None), Told("王五", None, None, None))
    with write(ledger, hand()) as tx:
        people.retire(tx, "李四", None, date(2020, 3, 1))
        with pytest.raises(NotFound):
            people.uid_of(tx, "李四")
        assert people.person(tx, people.uid_of(tx, "李四", retired=True)).retired_on == date(2020, 3, 1)
        with pytest.raises(NotFound):
            people.uid_of(tx, "王五", "东校区")
