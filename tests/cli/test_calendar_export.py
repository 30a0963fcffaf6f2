"""``calendar export``: the whole plan's deadlines in a file that a telephone takes, and takes again."""

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

import rfc5545
from office import CAMPUSES, Command, typed
from safetyctl.plan.deadlines import duties
from safetyctl.plan.source import builtin

DAY = "2019-12-02"
THURSDAY = "2020-03-12"
WEEKLY = "weekly-report/2020-03-12/东校区"


def exported(cmd: Command, *options: str, **how: Any) -> rfc5545.Part:
    """What an export wrote, read strictly."""
    cmd("calendar", "export", "c.ics", *options, **how)
    return rfc5545.read(Path("c.ics").read_bytes())


def by_uid(calendar: rfc5545.Part) -> dict[str, rfc5545.Part]:
    found = {one.value("UID"): one for one in calendar.inside}
    assert len(found) == len(calendar.inside)
    return found


def of(calendar: rfc5545.Part, *words: str) -> list[rfc5545.Part]:
    """The events in whose texts all these words stand."""
    return [
        one
        for one in calendar.inside
        if all(word in one.text("SUMMARY") + one.text("DESCRIPTION") for word in words)
    ]


def day_of(one: rfc5545.Part) -> date:
    return date.fromisoformat(one.value("DTSTART"))


# what the plan owes


def test_the_known_totals_of_one_campus(cmd: Command) -> None:
    calendar = exported(cmd, "--campus", "东校区", day=DAY)
    titles = Counter(
        one.text("SUMMARY").partition("(")[0].partition("（")[0].strip() for one in calendar.inside
    )
    assert titles["每周专项整治进展"] == 52
    assert titles["上月隐患清单上传省系统"] == 12
    assert titles["节假日值班表"] == 6
    assert titles["每月应急疏散演练"] == 12
    assert {one.text("LOCATION") for one in calendar.inside} == {"东校区"}
    weekly = [day_of(one) for one in of(calendar, "每周专项整治进展")]
    assert (min(weekly), max(weekly)) == (date(2019, 12, 5), date(2020, 11, 26))
    assert {day.weekday() for day in weekly} == {3}
    rosters = [day_of(one).isoformat() for one in of(calendar, "节假日值班表")]
    assert rosters == ["2019-12-31", "2020-01-23", "2020-04-03", "2020-04-30", "2020-06-24", "2020-09-30"]


@pytest.mark.parametrize(
    ("due", "advised", "trigger"),
    [
        ("20200130", "2020-01-23", "-P6DT16H"), ("20200625", "2020-06-24", "-PT16H"),
        ("20201001", "2020-09-30", "-PT16H"), ("20201008", "2020-09-30", "-P7DT16H"),
    ],
)  # fmt: skip
def test_a_thursday_off_keeps_its_day_and_reminds_in_time(
    cmd: Command, due: str, advised: str, trigger: str
) -> None:
    calendar = exported(cmd, "--campus", "东校区", "--kind", "report", day=DAY)
    [one] = [one for one in calendar.inside if one.value("DTSTART") == due]
    assert advised in one.text("DESCRIPTION")
    assert [alarm.value("TRIGGER") for alarm in one.inside] == [trigger]


def test_every_deadline_is_there_once_and_has_its_reminder(cmd: Command) -> None:
    calendar = exported(cmd, day=DAY)
    assert len(by_uid(calendar)) == len(calendar.inside)
    assert all(len(one.inside) == 1 for one in calendar.inside)
    owed = duties(builtin(), CAMPUSES)
    assert sorted(day_of(one) for one in calendar.inside) == [one.due for one in owed]
    events = Calendar.from_ical(Path("c.ics").read_bytes()).walk("VEVENT")
    assert sorted(str(one["UID"]) for one in events) == sorted(by_uid(calendar))
    assert not any(one.errors for one in events if isinstance(one, Event))


def test_two_campuses_share_nothing(cmd: Command) -> None:
    every = set(by_uid(exported(cmd, day=DAY)))
    apart = [set(by_uid(exported(cmd, "--campus", campus, day=DAY))) for campus in CAMPUSES]
    assert sum(map(len, apart)) == len(set().union(*apart))
    assert set().union(*apart) < every  # and what the group owes


def test_two_ledgers_share_nothing(cmd: Command) -> None:
    here = set(by_uid(exported(cmd, day=DAY)))
    cmd("init", "--ledger", "other.db", *(word for name in CAMPUSES for word in ("--campus", name)), day=DAY)
    there = exported(cmd, "--ledger", "other.db", day=DAY)
    assert not here & set(by_uid(there))


# again


def test_a_second_export_updates_the_first(cmd: Command) -> None:
    first = exported(cmd, day=THURSDAY)
    cmd("report", "submit", WEEKLY, "--channel", "e-mail", day=THURSDAY)
    second = exported(cmd, day=THURSDAY)
    assert set(by_uid(first)) == set(by_uid(second))
    assert second.value("X-WR-RELCALID") == first.value("X-WR-RELCALID")
    sequences = (
        {int(one.value("SEQUENCE")) for one in first.inside},
        {int(one.value("SEQUENCE")) for one in second.inside},
    )
    assert max(sequences[0]) < min(sequences[1])
    [before], [after] = of(first, WEEKLY), of(second, WEEKLY)
    assert before.value("UID") == after.value("UID")
    assert len(before.inside) == 1
    assert after.inside == []
    assert after.text("SUMMARY").endswith(before.text("SUMMARY"))
    assert after.text("SUMMARY") != before.text("SUMMARY")
    assert "S0001" in after.text("DESCRIPTION")


def test_what_is_over_does_not_remind(cmd: Command) -> None:
    calendar = exported(cmd, day=THURSDAY)
    for one in calendar.inside:
        assert bool(one.inside) == (day_of(one).isoformat() >= THURSDAY), one.text("SUMMARY")


def test_what_is_waived_says_so_and_does_not_remind(cmd: Command) -> None:
    ref = "monthly-drill/2020-03-31/东校区"
    cmd("waive", ref, "--reason", "停课", "--by", "张三", day=THURSDAY)
    calendar = exported(cmd, "--kind", "drill", "--campus", "东校区", day=THURSDAY)
    [one] = [one for one in calendar.inside if one.value("DTSTART") == "20200331"]
    [other] = [one for one in calendar.inside if one.value("DTSTART") == "20200430"]
    assert one.inside == []
    assert len(other.inside) == 1
    assert one.text("SUMMARY").endswith(other.text("SUMMARY"))
    assert one.text("SUMMARY") != other.text("SUMMARY")


def test_the_same_ledger_on_the_same_day_gives_the_same_bytes(cmd: Command) -> None:
    cmd.add()
    found = [cmd.json("calendar", "export", name, day=THURSDAY)["sha256"] for name in ("a.ics", "b.ics")]
    assert found[0] == found[1] == hashlib.sha256(Path("a.ics").read_bytes()).hexdigest()
    assert Path("a.ics").read_bytes() == Path("b.ics").read_bytes()


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_and_the_language_change_nothing(cmd: Command, zone: str) -> None:
    cmd("calendar", "export", "here.ics", day=THURSDAY)
    env = {
        "TZ": zone,
        "SAFETYCTL_LEDGER": str(cmd.ledger),
        "SAFETYCTL_AS_OF": THURSDAY,
        "SAFETYCTL_LANG": "zh",
    }
    ended = typed("calendar", "export", "there.ics", env=env, cwd=Path.cwd())
    assert ended.returncode == 0, ended.stderr
    assert Path("here.ics").read_bytes() == Path("there.ics").read_bytes()


# hazards


def test_hazards_are_there_while_they_wait_and_told_off_when_they_are_settled(cmd: Command) -> None:
    cmd.add("--due", "2020-03-20", "--location", "二号楼")
    cmd.add("--due", "2020-03-25", title="消防通道堆物")
    cmd.add("--due", "2020-03-02", "--found", "2020-03-01", title="过期")
    first = exported(cmd, "--kind", "rectification", day=THURSDAY)
    [one], [two], [late] = of(first, "H0001"), of(first, "H0002"), of(first, "H0003")
    assert [part.value("DTSTART") for part in (one, two, late)] == ["20200320", "20200325", "20200302"]
    assert "二号楼" in one.text("DESCRIPTION")
    assert [len(part.inside) for part in (one, two, late)] == [1, 1, 0]

    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换", day=THURSDAY)
    cmd("hazard", "rectify", "1", "--note", "已更换", day=THURSDAY)
    cmd("hazard", "void", "2", "--reason", "重复登记", day=THURSDAY)
    second = exported(cmd, "--kind", "rectification", day=THURSDAY)
    assert set(by_uid(first)) == set(by_uid(second))
    [done], [void] = of(second, "H0001"), of(second, "H0002")
    assert (done.value("UID"), void.value("UID")) == (one.value("UID"), two.value("UID"))
    assert done.inside == void.inside == []
    for was, now in ((one, done), (two, void)):
        assert now.text("SUMMARY").endswith(was.text("SUMMARY"))
        assert now.text("SUMMARY") != was.text("SUMMARY")
    assert not of(exported(cmd, "--kind", "rectification", day="2020-03-26"), "H0001")


PROMISES = ("--kind", "meeting", "--kind", "supervision", "--from", "2020-10-01", "--to", "2020-10-30")


def test_what_was_promised_is_there_until_it_is_kept(cmd: Command) -> None:
    day = "2020-10-12"
    cmd("meeting", "add", "--campus", "东校区", "--kind", "special", "--title", "工作会", day=day)
    for what, by in (("更换应急灯", "2020-10-20"), ("修围墙", "2020-10-21"), ("早已到期", "2020-10-12")):
        cmd("meeting", "decide", "M0001", "--what", what, "--person", "李四", "--by", by, day=day)
    cmd("meeting", "decide", "M0001", "--what", "常抓不懈", "--person", "李四", day=day)
    visit = ("--campus", "西校区", "--aspect", "mechanism", "--finding", "例会不定期", "--score", "80")
    cmd(
        "supervision", "add", *visit, "--correction", "每月一次例会", "--due", "2020-10-25", "--person", "王五",
        day=day,
    )  # fmt: skip
    first = exported(cmd, *PROMISES, day="2020-10-13")
    assert len(first.inside) == 4
    [lamps], [wall], [late] = (of(first, f"M0001/{place}") for place in (1, 2, 3))
    [meetings] = of(first, "V0001")
    assert (lamps.value("DTSTART"), meetings.value("DTSTART")) == ("20201020", "20201025")
    assert [len(one.inside) for one in (lamps, wall, late, meetings)] == [1, 1, 0, 1]
    for words in ("更换应急灯", "李四", "safetyctl meeting done M0001/1", "2.1(3)"):
        assert words in lamps.text("DESCRIPTION")
    for words in ("每月一次例会", "王五", "safetyctl supervision corrected V0001", "2.4(2)"):
        assert words in meetings.text("DESCRIPTION")
    assert [one.text("LOCATION") for one in (lamps, meetings)] == ["东校区", "西校区"]
    assert len(exported(cmd, *PROMISES, "--campus", "西校区", day="2020-10-13").inside) == 1

    cmd("meeting", "done", "M0001/1", day="2020-10-14")
    cmd("meeting", "drop", "M0001/2", "--reason", "另行安排", day="2020-10-14")
    cmd("supervision", "corrected", "V0001", day="2020-10-14")
    second = exported(cmd, *PROMISES, day="2020-10-14")
    assert set(by_uid(second)) == set(by_uid(first))
    for was in (lamps, wall, meetings):
        now = by_uid(second)[was.value("UID")]
        assert now.inside == []
        assert now.text("SUMMARY").endswith(was.text("SUMMARY"))
        assert now.text("SUMMARY") != was.text("SUMMARY")
    # asked for the day before, and again when the days are over
    assert [len(one.inside) for one in exported(cmd, *PROMISES, day="2020-10-13").inside] == [0, 1, 1, 1]
    assert len(exported(cmd, *PROMISES, day="2020-10-26").inside) == 1


def test_a_deadline_that_moves_takes_its_event_along(cmd: Command) -> None:
    cmd.add("--due", "2020-03-20")
    [before] = of(exported(cmd, "--kind", "rectification"), "H0001")
    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "extend", "1", "--until", "2020-03-27", "--reason", "缺货", "--approved-by", "赵六")
    [after] = of(exported(cmd, "--kind", "rectification"), "H0001")
    assert after.value("UID") == before.value("UID")
    assert after.value("DTSTART") == "20200327"


@pytest.mark.parametrize("title", ["BEGIN:VEVENT", "a;b,c:d", "C:\\New", "END:VCALENDAR;X=1", "长" * 60])
def test_what_is_typed_stays_text(cmd: Command, title: str) -> None:
    plain = len(exported(cmd).inside)
    cmd.add(title=title)
    calendar = exported(cmd)
    assert len(calendar.inside) == plain + 1
    assert of(calendar, "H0001", title.replace("\\", "＼"))


# which


def test_kinds_campuses_and_days_narrow(cmd: Command) -> None:
    calendar = exported(cmd, "--kind", "drill", "--kind", "roster", "--campus", "西校区",
                        "--from", "2020-03-01", "--to", "2020-04-30", day=DAY)  # fmt: skip
    assert [one.value("DTSTART") for one in calendar.inside] == [
        "20200331",
        "20200403",
        "20200430",
        "20200430",
    ]
    cmd.add("--due", "2020-03-20")
    assert of(exported(cmd, "--from", "2020-03-20", "--to", "2020-03-20"), "H0001")
    assert not of(exported(cmd, "--from", "2020-03-21"), "H0001")
    assert not of(exported(cmd, "--campus", "西校区"), "H0001")


def test_the_answer_says_what_was_written(cmd: Command) -> None:
    said = cmd.json("calendar", "export", "c.ics", "--kind", "report", "--campus", "东校区", day=DAY)
    assert list(said) == ["file", "events", "first", "last", "sha256"]
    assert (said["file"], said["events"], said["first"], said["last"]) == (
        "c.ics",
        53,
        "2019-12-05",
        "2020-12-01",
    )
    ended = cmd("calendar", "export", "c.ics", "--kind", "report", "--campus", "东校区", day=DAY)
    assert ended.out == ""
    [line] = ended.lines
    for known in ("53", "2019-12-05", "2020-12-01", "c.ics"):
        assert known in line
    assert cmd("calendar", "export", "c.ics", "--quiet", day=DAY).err == ""


def test_where_nothing_is_owed_nothing_is_written(cmd: Command) -> None:
    said = cmd.json("calendar", "export", "c.ics", "--from", "2030-01-01", day=DAY)
    assert said == {"file": None, "events": 0, "first": None, "last": None, "sha256": None}
    assert not Path("c.ics").exists()
    assert "nothing was written" in cmd("calendar", "export", "c.ics", "--from", "2030-01-01", day=DAY).err


def test_a_file_that_one_big_calendar_refuses_is_pointed_out(cmd: Command) -> None:
    names = [f"第{number}小学东校区" for number in range(24)]
    cmd("init", "--ledger", "big.db", *(word for name in names for word in ("--campus", name)), day=DAY)
    ended = cmd("calendar", "export", "big.ics", "--ledger", "big.db", day=DAY)
    assert Path("big.ics").stat().st_size > 1_000_000
    assert "--campus" in ended.lines[-1]


# what is refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("c.ics --kind reprot", "report"), ("c.ics --campus 北校区", "东校区"), ("c.ics --from x", "not a day"),
        ("c.ics --from 2020-03-02 --to 2020-03-01", "before"), ("c.txt", ".ics"), ("ics", ".ics"),
        ("folder.ics", "no file"),
        ("nowhere/c.ics", "nowhere"), ("", "FILE.ics"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(cmd: Command, options: str, said: str) -> None:
    Path("folder.ics").mkdir()
    ended = cmd.either("calendar", "export", *options.split())
    assert ended.code == (1 if "nowhere" in options else 2)
    assert said in ended.err
    assert len(ended.lines) <= 2
    assert not Path("c.ics").exists()


@pytest.mark.parametrize(
    "content", [b"", b"notes", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Apple Inc.//EN\r\n"]
)
def test_another_program_s_file_is_left_as_it_is(cmd: Command, content: bytes) -> None:
    Path("c.ics").write_bytes(content)
    cmd.refused("calendar", "export", "c.ics")
    assert Path("c.ics").read_bytes() == content


def test_a_calendar_of_ours_is_replaced_at_once(cmd: Command) -> None:
    exported(cmd, "--kind", "drill")
    assert len(exported(cmd).inside) > 100
    assert [path.name for path in Path.cwd().glob("*.ics*")] == ["c.ics"]


def test_where_it_cannot_be_written_what_was_there_stays(
    cmd: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(cmd, "--kind", "drill")
    before = Path("c.ics").read_bytes()

    def full(_self: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device", "c.ics")

    monkeypatch.setattr(Path, "write_bytes", full)
    ended = cmd.either("calendar", "export", "c.ics")
    assert ended.code == 1
    assert Path("c.ics").read_bytes() == before


def test_a_void_outing_is_told_off_and_two_of_one_day_are_told_apart(cmd: Command) -> None:
    told = ("activity", "add", "--campus", "东校区", "--kind", "outing", "--on", "2020-03-14")
    for title in ("春游", "研学"):
        cmd(*told, "--title", title, "--place", "植物园", "--participants", "30", day=THURSDAY)
    first = by_uid(exported(cmd, "--kind", "outing", day=THURSDAY))
    assert len({one.text("SUMMARY") for one in first.values()}) == len(first) == 4, (
        "each is planned and reported"
    )
    cmd("activity", "void", "2", "--reason", "下雨", day="2020-03-13")
    second = by_uid(exported(cmd, "--kind", "outing", day="2020-03-13"))
    assert second.keys() == first.keys()
    for one in second.values():
        void = "研学" in one.text("SUMMARY")
        assert void == ("作废" in one.text("SUMMARY")) == (not one.inside)
    assert len(by_uid(exported(cmd, "--kind", "outing", day="2020-03-15"))) == 2, "its day is over"
