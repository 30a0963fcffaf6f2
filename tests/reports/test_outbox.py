"""Which reports must be ready on a day, and whether the outbox holds them."""

import shutil
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import CAMPUSES, hand
from safetyctl.ground.errors import CannotDo
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.plan.deadlines import duties
from safetyctl.plan.judging import Facts, Judged, Submission, Waiver, judge
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger
from safetyctl.reports.bundles.bundle import bundle_name, write_bundle
from safetyctl.reports.sent.outbox import WRITERS, Wanted, compose, lacking, wanted

PLAN = builtin()
DAY = date.fromisoformat
FIRST, LAST = DAY("2019-12-05"), DAY("2020-11-26")
WEEKLY = [FIRST + timedelta(days=7 * n) for n in range(52)]
EVES = {DAY("2020-06-25"): DAY("2020-06-24"), DAY("2020-10-01"): DAY("2020-09-30")}
"""Thursdays on holidays whose last workday lies in the week of the report; by the calendar of 2020."""


def judged(day: date, facts: Facts = Facts(), plan: Plan = PLAN) -> tuple[Judged, ...]:
    return judge(duties(plan, CAMPUSES), facts, day)


def handed_in(thursday: date, on: date, campuses: Sequence[str] = CAMPUSES) -> Facts:
    return Facts(
        tuple(Submission(f"S{n}", "weekly-report", thursday, one, on) for n, one in enumerate(campuses))
    )


def ready(day: str, facts: Facts = Facts(), plan: Plan = PLAN, code: str = "weekly-report") -> list[Wanted]:
    return [one for one in wanted(plan, judged(DAY(day), facts, plan), DAY(day)) if one.code == code]


# when


def test_a_report_is_ready_on_its_thursday_and_not_before() -> None:
    assert ready("2019-12-04") == []
    (one,) = ready("2019-12-05")
    assert (one.named, one.as_of, one.file) == (FIRST, FIRST, "weekly_2019-12-05_group.zip")
    assert one.duties == tuple(f"weekly-report/2019-12-05/{campus}" for campus in CAMPUSES)


@pytest.mark.parametrize(
    ("thursday", "first"),
    [
        ("2020-06-25", "2020-06-24"),
        ("2020-10-01", "2020-09-30"),
        ("2020-01-30", "2020-01-30"),  # its week begins after the last workday before it
        ("2020-10-08", "2020-10-08"),
        ("2020-04-30", "2020-04-30"),
    ],
)
def test_on_a_holiday_it_is_ready_while_somebody_is_there_to_send_it(thursday: str, first: str) -> None:
    before = DAY(first) - timedelta(days=1)
    assert DAY(thursday) not in [one.named for one in ready(before.isoformat())]
    one = ready(first)[-1]
    assert (one.named, one.as_of) == (DAY(thursday), DAY(first))


def test_a_missed_one_is_made_as_of_its_due_day() -> None:
    found = ready("2020-01-01")
    assert [one.named for one in found] == WEEKLY[:4]
    assert all(one.as_of == one.named for one in found)
    assert ready("2020-06-27")[-1].as_of == DAY("2020-06-25")


def test_catching_up_ends_with_the_campaign() -> None:
    assert [one.named for one in ready("2023-01-01")] == WEEKLY


def test_what_was_handed_in_by_all_is_not_wanted() -> None:
    assert ready("2019-12-05", handed_in(FIRST, FIRST)) == []
    assert ready("2019-12-11", handed_in(FIRST, DAY("2019-12-09"))) == [], "late, but handed in"
    assert len(ready("2019-12-05", handed_in(FIRST, DAY("2019-12-06")))) == 1, "not known yet"
    (one,) = ready("2019-12-06", handed_in(FIRST, FIRST, CAMPUSES[1:]))
    assert len(one.duties) == len(CAMPUSES), "it is one report of the whole group"


def test_what_was_waived_for_all_is_not_wanted() -> None:
    excused = [Waiver(f"W{n}", f"weekly-report/2019-12-05/{one}", FIRST) for n, one in enumerate(CAMPUSES)]
    assert ready("2019-12-06", Facts(waivers=tuple(excused))) == []
    assert len(ready("2019-12-06", Facts(waivers=tuple(excused[1:])))) == 1


def test_what_a_reading_makes_due_before_its_week_is_ready_on_that_day() -> None:
    moved = read_as(PLAN, "A4", "previous-workday")
    both = [DAY("2020-10-01"), DAY("2020-10-08")]
    found = ready("2020-09-30", plan=moved)[-2:]
    assert [(one.named, one.as_of) for one in found] == [(day, DAY("2020-09-30")) for day in both]
    assert [one.named for one in ready("2020-09-29", plan=moved)][-1:] == [DAY("2020-09-24")]
    late = ready("2020-10-08", plan=moved)[-2:]
    assert [(one.named, one.as_of) for one in late] == [
        (DAY("2020-10-01"), DAY("2020-09-30")),
        (DAY("2020-10-08"), DAY("2020-10-08")),
    ]


def test_the_other_reading_of_the_week_names_its_bundle_by_its_own_last_day() -> None:
    (one,) = ready("2019-12-05", plan=read_as(PLAN, "A3", "monday-to-sunday"))
    assert (one.as_of, one.file) == (FIRST, "weekly_2019-12-08_group.zip")


def test_duties_whose_report_cannot_be_written_are_not_claimed() -> None:
    monthly = read_as(PLAN, "A18", "month-end")
    codes = {one.owed.code for one in judged(DAY("2020-12-31"), plan=monthly)}
    assert codes > set(WRITERS)
    found = wanted(monthly, judged(DAY("2020-12-31"), plan=monthly), DAY("2020-12-31"))
    assert {one.code for one in found} == set(WRITERS)


@pytest.mark.parametrize(
    ("code", "before", "day", "file"),
    [
        (
            "monthly-upload",
            "2020-02-29",
            "2020-03-01",
            "upload_2020-02_group.zip",
        ),  # the month is over, a Sunday
        ("mobilisation-materials", "2019-12-19", "2019-12-20", "materials_2019-12-20_group.zip"),
        ("final-summary", "2020-11-30", "2020-12-01", "summary_2020-11-30_group.zip"),
    ],
)
def test_the_others_are_ready_on_their_day_and_not_before(
    code: str, before: str, day: str, file: str
) -> None:
    assert file not in [one.file for one in ready(before, code=code)]
    one = ready(day, code=code)[-1]
    assert (one.file, one.as_of) == (file, DAY(day))


@settings(max_examples=150, deadline=None)
@given(
    day=st.dates(DAY("2019-11-01"), DAY("2021-03-01")),
    handed=st.sets(st.tuples(st.sampled_from(WEEKLY), st.sampled_from(CAMPUSES))),
)
def test_exactly_the_weeks_that_are_due_and_not_handed_in(day: date, handed: set[tuple[date, str]]) -> None:
    facts = Facts(
        tuple(
            Submission(f"S{n}", "weekly-report", thursday, campus, thursday)
            for n, (thursday, campus) in enumerate(sorted(handed))
            if thursday <= day
        )
    )
    expected = [
        (thursday, min(day, thursday))
        for thursday in WEEKLY
        if EVES.get(thursday, thursday) <= day
        and not (thursday <= day and all((thursday, campus) in handed for campus in CAMPUSES))
    ]
    assert [(one.named, one.as_of) for one in ready(day.isoformat(), facts)] == expected


# what the outbox holds


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


ONE = ready("2019-12-05")[0]


def made(ledger: Path, folder: Path, one: Wanted = ONE) -> Path:
    with reading(ledger) as snapshot:
        report = compose(snapshot, one)
    assert bundle_name(report) == one.file
    assert report.duties == one.duties
    return write_bundle(folder, report).path


def lack(ledger: Path, outbox: Path, *reports: Wanted) -> tuple[Wanted, ...]:
    with reading(ledger) as snapshot:
        found, taken = lacking(snapshot, outbox, reports or (ONE,))
    assert taken == ()
    return found


def refused(ledger: Path, outbox: Path) -> CannotDo:
    with reading(ledger) as snapshot:
        found, taken = lacking(snapshot, outbox, (ONE,))
    assert found == ()
    (error,) = taken
    assert str(outbox / ONE.file) in error.sentence
    return error


def test_what_is_not_there_is_lacking(ledger: Path, outbox: Path) -> None:
    assert lack(ledger, outbox) == (ONE,)
    assert lack(ledger, outbox / "none") == (ONE,)


def test_what_is_there_whole_is_not(ledger: Path, outbox: Path) -> None:
    made(ledger, outbox)
    assert lack(ledger, outbox) == ()
    with write(ledger, hand()) as tx:
        tx.note("test", "x", "x", {})
    assert lack(ledger, outbox) == (), "the ledger went on, the bundle stands"


@pytest.mark.parametrize("keep", [0, 1, 1000, -1])
def test_a_half_one_is_lacking(ledger: Path, outbox: Path, keep: int) -> None:
    path = made(ledger, outbox)
    path.write_bytes(path.read_bytes()[:keep])
    assert lack(ledger, outbox) == (ONE,)


@settings(max_examples=20, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_damaged_one_is_lacking(bundled: tuple[Path, bytes], place: float) -> None:
    ledger, content = bundled
    bent = bytearray(content)
    bent[int(place * len(bent))] ^= 0x40
    (ledger.parent / ONE.file).write_bytes(bent)
    assert lack(ledger, ledger.parent) == (ONE,)


@pytest.fixture(scope="session")
def bundled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    ledger = tmp_path_factory.mktemp("bundled") / "ledger.db"
    shutil.copy2(template, ledger)
    return ledger, made(ledger, ledger.parent).read_bytes()


def test_one_that_was_made_before_the_day_is_lacking(ledger: Path, outbox: Path) -> None:
    made(ledger, outbox, ONE._replace(as_of=DAY("2019-12-03")))
    assert lack(ledger, outbox) == (ONE,)
    made(ledger, outbox, ONE._replace(as_of=DAY("2019-12-09")))
    assert lack(ledger, outbox) == ()


def test_what_is_somebody_elses_is_left_alone(ledger: Path, outbox: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    create_ledger(other, PLAN, CAMPUSES, hand("2019-12-01"))
    made(other, outbox)
    refused(ledger, outbox)


def test_a_bundle_of_another_week_under_this_name_is_left_alone(ledger: Path, outbox: Path) -> None:
    later = ready("2019-12-12")[-1]
    made(ledger, outbox, later).rename(outbox / ONE.file)
    refused(ledger, outbox)


def test_what_is_no_file_is_left_alone(ledger: Path, outbox: Path, tmp_path: Path) -> None:
    (outbox / ONE.file).mkdir()
    refused(ledger, outbox)
    (outbox / ONE.file).rmdir()
    made(ledger, tmp_path)
    (outbox / ONE.file).symlink_to(tmp_path / ONE.file)
    refused(ledger, outbox)


def test_one_in_the_way_hides_no_other(ledger: Path, outbox: Path) -> None:
    (outbox / ONE.file).mkdir()
    both = tuple(ready("2019-12-12"))
    with reading(ledger) as snapshot:
        found, taken = lacking(snapshot, outbox, both)
    assert found == both[1:]
    assert len(taken) == 1


def test_the_report_holds_what_counts_up_to_its_day(ledger: Path, outbox: Path) -> None:
    with zipfile.ZipFile(made(ledger, outbox, ready("2020-06-24")[-1])) as bundle:
        assert b'"as_of": "2020-06-24"' in bundle.read("manifest.json")
