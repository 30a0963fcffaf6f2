"""The calendar's bytes: what RFC 5545 asks, read back by the library and by a reader of the tests' own."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

import rfc5545
from safetyctl.plan.model import Period
from safetyctl.plan.source import builtin
from safetyctl.records.agenda import Agenda, Deadline, reminder
from safetyctl.reports.drawn.ics import calendar_bytes, is_ours

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = {"report": "report", "incident": "incident", "rectification": "rectification"}
THURSDAY = date(2020, 3, 12)
WEEKLY = Deadline(
    uid="11111111-1111-5111-8111-111111111111",
    ref="weekly-report/2020-03-12/东校区",
    kind="report",
    campus="东校区",
    title="每周专项整治进展",
    clause="3 phase 2, 4-1(1)",
    due=THURSDAY,
    due_at=None,
    advised=THURSDAY,
    remind=datetime(2020, 3, 11, 9, tzinfo=ZONE),
    state="open",
    settled_on=None,
    evidence=(),
    period=Period(date(2020, 3, 6), date(2020, 3, 13)),
    recipient="教育处",
    channel="e-mail",
    address="office@example.org",
    command="safetyctl report submit weekly-report/2020-03-12/东校区",
)
HAZARD = WEEKLY._replace(
    uid="22222222-2222-5222-8222-222222222222",
    ref="H0012",
    kind="rectification",
    title="灭火器压力不足",
    hazard=True,
    period=None,
    recipient=None,
    channel=None,
    address=None,
    place="二号楼",
    who="李四",
)
INCIDENT = WEEKLY._replace(
    ref="incident-report/E0001/police",
    kind="incident",
    title="重大安全事故报告",
    due=date(2020, 1, 1),
    due_at=datetime(2020, 1, 1, 1, 30, tzinfo=ZONE),
    advised=date(2020, 1, 1),
    remind=datetime(2020, 1, 1, 1, 0, tzinfo=ZONE),
    period=None,
    recipient="公安部门",
    channel="telephone",
    address=None,
    command=None,
)


def made(*deadlines: Deadline, **changed: object) -> bytes:
    agenda = Agenda(
        "33333333-3333-5333-8333-333333333333",
        "安全生产专项整治",
        None,
        "Asia/Shanghai",
        date(2020, 3, 6),
        7,
        deadlines,
    )
    return calendar_bytes(agenda._replace(**changed), KINDS)


def event(one: Deadline, **changed: object) -> rfc5545.Part:
    [found] = rfc5545.read(made(one._replace(**changed))).inside
    return found


# what every reader asks


def test_the_calendar_says_what_it_is() -> None:
    calendar = rfc5545.read(made(WEEKLY))
    assert {name: calendar.value(name) for name in ("VERSION", "CALSCALE", "METHOD", "X-WR-TIMEZONE")} == {
        "VERSION": "2.0", "CALSCALE": "GREGORIAN", "METHOD": "PUBLISH", "X-WR-TIMEZONE": "Asia/Shanghai",
    }  # fmt: skip
    assert calendar.text("X-WR-CALNAME") == "安全生产专项整治"
    assert "东校区" in rfc5545.read(made(WEEKLY, campus="东校区")).text("X-WR-CALNAME")
    assert is_ours(made(WEEKLY)[:1000])
    assert not is_ours(made(WEEKLY).replace(b"safetyctl", b"another"))
    assert not is_ours(b"")


def test_the_library_finds_nothing_to_complain_of_and_reads_the_same() -> None:
    content = made(WEEKLY, HAZARD, INCIDENT)
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not any(one.errors for one in [*events, *calendar.walk("VALARM")])
    mine = rfc5545.read(content).inside
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "UID"):
        assert [str(one[name]) for one in events] == [one.text(name) for one in mine]


def test_a_day_is_an_event_of_the_whole_day_that_blocks_nothing() -> None:
    one = event(WEEKLY)
    assert one.properties["DTSTART"] == (";VALUE=DATE", "20200312")
    assert one.properties["DTEND"] == (";VALUE=DATE", "20200313")
    assert one.value("TRANSP") == "TRANSPARENT"
    assert one.text("LOCATION") == "东校区"


def test_a_moment_is_a_busy_quarter_of_an_hour_that_ends_at_it() -> None:
    one = event(INCIDENT)
    assert one.properties["DTSTART"] == ("", "20191231T171500Z")
    assert one.properties["DTEND"] == ("", "20191231T173000Z")
    assert one.value("TRANSP") == "OPAQUE"
    assert [alarm.value("TRIGGER") for alarm in one.inside] == ["-PT15M"]  # half an hour before the moment
    assert "01:30" in one.text("SUMMARY")
    assert "公安部门" in one.text("SUMMARY")


def test_the_stamps_are_the_day_in_the_zone_of_the_plan_and_the_journal() -> None:
    one = event(WEEKLY)
    assert one.value("DTSTAMP") == one.value("LAST-MODIFIED") == "20200305T160000Z"
    assert one.value("SEQUENCE") == "7"
    [other] = rfc5545.read(made(WEEKLY, zone="America/New_York")).inside
    assert other.value("DTSTAMP") == "20200306T050000Z"


def test_the_same_is_written_twice() -> None:
    assert made(WEEKLY, HAZARD, INCIDENT) == made(WEEKLY, HAZARD, INCIDENT)


# what a person reads


def test_the_title_says_what_and_where_and_what_became_of_it() -> None:
    open_ = event(WEEKLY).text("SUMMARY")
    assert open_.startswith("每周专项整治进展")
    assert "东校区" in open_
    titles = {
        state: event(WEEKLY, state=state).text("SUMMARY") for state in ("met", "late", "waived", "overdue")
    }
    assert len({open_, titles["met"], titles["late"]}) == 3
    assert titles["waived"] not in (titles["met"], open_)
    assert titles["overdue"] == open_
    assert all(title.endswith(open_) for title in titles.values())


def test_the_description_says_all_that_is_known() -> None:
    said = event(WEEKLY).text("DESCRIPTION")
    for known in ("2020-03-06", "2020-03-12", "教育处", "office@example.org", "4-1(1)", WEEKLY.command):
        assert known in said
    assert "2020-03-10" not in said
    assert "2020-03-10" in event(WEEKLY, advised=date(2020, 3, 10)).text("DESCRIPTION")
    assert len(event(WEEKLY, advised=None).text("DESCRIPTION")) > len(said)
    done = event(WEEKLY, state="late", settled_on=date(2020, 3, 14), evidence=("S0001",)).text("DESCRIPTION")
    assert "2020-03-14" in done
    assert "S0001" in done


def test_a_hazard_is_told_with_its_number_its_place_and_who_rectifies() -> None:
    one = event(HAZARD, title="灭火器压力不足" * 20)
    assert "H0012" in one.text("SUMMARY")
    assert len(one.text("SUMMARY")) < 70
    for known in ("灭火器压力不足" * 20, "二号楼", "李四"):
        assert known in one.text("DESCRIPTION")


def test_what_the_group_owes_is_its_own() -> None:
    assert "*" not in event(WEEKLY, campus="*").text("SUMMARY") + event(WEEKLY, campus="*").text("LOCATION")


# reminders


@pytest.mark.parametrize("state", ["met", "late", "waived", "void", "overdue"])
def test_nothing_reminds_of_what_is_over(state: str) -> None:
    assert event(WEEKLY, state=state, remind=None).inside == []


def test_a_reminder_is_shown_with_what_it_reminds_of() -> None:
    one = event(WEEKLY)
    [alarm] = one.inside
    assert alarm.value("ACTION") == "DISPLAY"
    assert alarm.text("DESCRIPTION") == one.text("SUMMARY")
    assert alarm.properties["TRIGGER"] == ("", "-PT15H")


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        ("2020-03-12", "2020-03-11 09:00"),  # a Thursday: the day before
        ("2020-06-01", "2020-05-29 09:00"),  # a Monday: the Friday before
        ("2020-03-01", "2020-02-28 08:00"),  # a Sunday: the last chance is Friday
        ("2020-01-30", "2020-01-23 08:00"),  # in the Spring Festival
        ("2020-06-25", "2020-06-24 08:00"),
        ("2020-10-01", "2020-09-30 08:00"),
        ("2020-10-08", "2020-09-30 08:00"),
        ("2020-01-20", "2020-01-19 09:00"),  # a Monday: the Sunday before is worked
        ("2020-05-09", "2020-05-08 09:00"),  # a Saturday that is worked
    ],
)
def test_a_reminder_comes_on_a_day_at_which_people_are_at_work(due: str, moment: str) -> None:
    assert reminder(builtin(), date.fromisoformat(due)) == datetime.fromisoformat(moment).replace(tzinfo=ZONE)


@given(st.dates(date(2019, 1, 1), date(2021, 6, 30)))
def test_a_reminder_comes_before_the_day_and_not_weeks_before(due: date) -> None:
    plan = builtin()
    [alarm] = event(WEEKLY, due=due, remind=reminder(plan, due)).inside
    found = re.fullmatch(r"-P(?:(\d+)D)?(?:T(\d+)H)?", alarm.value("TRIGGER"))
    assert found
    before = timedelta(days=int(found[1] or 0), hours=int(found[2] or 0))
    assert timedelta(hours=15) <= before <= timedelta(days=15)


def test_where_the_holidays_are_not_announced_it_is_the_day_before() -> None:
    assert reminder(builtin(), date(2190, 5, 2)) == datetime(2190, 5, 1, 9, tzinfo=ZONE)


def test_a_moment_is_reminded_of_half_an_hour_before() -> None:
    at = datetime(2020, 1, 1, 0, 10, tzinfo=UTC)
    assert reminder(builtin(), at.date(), at) == at - timedelta(minutes=30)


# what others typed

HOSTILE = [
    "BEGIN:VEVENT",
    "a\r\nBEGIN:VEVENT\r\nUID:x",
    "a\nATTENDEE:mailto:x@example.org",
    "a\rEND:VCALENDAR",
    "a;b,c:d\\e",
    "C:\\New\\table",
    "\\n\\N\\;",
    "\x00\x07\x1b[2J",
    "\u202egnp.exe\u200b",
    "\u2028\u2029\x85",
    "\ud800",
    " \t ",
    "长" * 500,
    "👩‍🏫" * 50,
    "=cmd()",
    '";X=1:',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_its_property(text: str) -> None:
    one = WEEKLY._replace(title=text, campus=text, clause=text, recipient=text, channel=text, address=text,
                          command=text, evidence=(text,), state="late")  # fmt: skip
    bad = HAZARD._replace(title=text, campus=text, place=text, who=text)
    content = made(one, bad, title=text, campus=text)
    calendar = rfc5545.read(content)
    assert [part.value("UID") for part in calendar.inside] == [WEEKLY.uid, HAZARD.uid]
    assert "\\" not in calendar.inside[0].text("SUMMARY")
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 2


@given(st.text(max_size=200))
def test_whatever_is_typed_the_rules_hold_and_what_shows_is_kept(text: str) -> None:
    content = made(HAZARD._replace(title=text, campus=text, place=text, who=text))
    [one] = rfc5545.read(content).inside
    [other] = Calendar.from_ical(content).walk("VEVENT")
    said = one.text("DESCRIPTION")
    assert said == str(other["DESCRIPTION"])
    shown = "".join(letter if letter.isprintable() and letter not in " \\" else " " for letter in text)
    assert all(word in said for word in shown.split())
