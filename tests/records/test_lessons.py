"""Coverage counts every lesson once and names every topic that was never taught; a class has one figure."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safetyctl.ledger.words import PLAN_TOPICS, Form, Topic
from safetyctl.records.education import EducationView, completions, coverage, share

CAMPUSES = ("东校区", "西校区")
FIRST = date(2020, 1, 1)


def lesson(
    number: int,
    campus: str,
    topic: Topic | None,
    reached: int,
    of: int | None = None,
    grade: str | None = None,
) -> EducationView:
    on = FIRST + timedelta(days=number)
    form = Form.LESSON if topic else Form.PLATFORM
    return EducationView(
        f"L{number:04d}", "", campus, topic, form, on, reached, of, None, grade, None, (), None, None, "", ""
    )


Lessons = st.lists(
    st.tuples(st.sampled_from(CAMPUSES), st.none() | st.sampled_from(list(Topic)), st.integers(1, 500)),
    max_size=30,
).map(lambda given: [lesson(number, *one) for number, one in enumerate(given)])


@given(found=Lessons)
def test_coverage_is_whole(found: list[EducationView]) -> None:
    cells = coverage(CAMPUSES, found)
    assert [(one.topic, one.campus) for one in cells] == [(t, c) for t in PLAN_TOPICS for c in CAMPUSES]
    counted = [one for one in found if one.topic in PLAN_TOPICS]
    assert sum(one.times for one in cells) == len(counted)
    assert sum(one.reached for one in cells) == sum(one.reached for one in counted)
    for cell in cells:
        days = [one.on for one in counted if (one.topic, one.campus) == (cell.topic, cell.campus)]
        assert (cell.times, cell.last_on) == (len(days), max(days, default=None))


def test_the_last_figure_of_a_class_holds_however_its_name_is_typed() -> None:
    figures = [
        lesson(1, "东校区", None, 40, 45, "三(2)班"),
        lesson(2, "西校区", None, 44, 44, "三(2)班"),
        lesson(3, "东校区", None, 43, 45, "三（２）班"),
        lesson(4, "东校区", None, 0, 0, "一(1)班"),
        lesson(5, "东校区", Topic.FIRE, 45, None, "三(2)班"),
    ]
    assert [(one.campus, one.grade, one.rate, one.id) for one in completions(figures)] == [
        ("东校区", "一(1)班", "/", "L0004"),
        ("东校区", "三（２）班", "43/45", "L0003"),
        ("西校区", "三(2)班", "44/44", "L0002"),
    ]


def test_a_share_of_nothing_is_none() -> None:
    assert (share(0, 0), share(0, None), share(0, 3), share(3, 3)) == ("/", "/", "0/3", "3/3")
