"""``schedule``: what cron does, under every environment that cron may have, and the entries that are printed."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from office import CAMPUSES, PROGRAM, Command, content, hand, proved, typed
from safetyctl.cli import main
from safetyctl.ground import clock
from safetyctl.ledger.runs import last_run, place
from safetyctl.ledger.writing import write
from safetyctl.plan.deadlines import duties
from safetyctl.records.campaigns import campuses, plan_on
from safetyctl.records.submissions import submit
from safetyctl.reports.bundles.verifying import read_bundle

THURSDAY = "2019-12-05"
KEYS = ["as_of", "outbox", "written", "backup", "overdue"]


def outbox_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".outbox")


def bundles(folder: Path) -> list[str]:
    """The weeks for which a whole bundle is there, by their Thursday; nothing but whole bundles may be visible."""
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert all(read_bundle(folder / name).sound for name in names), names
    weekly = [name for name in names if name.startswith("weekly_")]
    return [name.removeprefix("weekly_").removesuffix("_group.zip") for name in weekly]


def weeks(ran: Any) -> list[Any]:
    """The weekly reports that a run wrote."""
    return [one for one in ran["written"] if one["kind"] == "weekly"]


def stamps(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.glob("*.zip")}


def submitted(cmd: Command, thursday: str, *those: str) -> None:
    for campus in those or CAMPUSES:
        cmd("report", "submit", f"weekly-report/{thursday}/{campus}", "--channel", "e-mail", day=thursday)


def noted(cmd: Command) -> Any:
    return json.loads(place(cmd.ledger).read_text("utf-8"))


# what it does


def test_it_says_in_one_line_what_it_did_and_nothing_otherwise(cmd: Command) -> None:
    assert cmd("schedule", "run", day="2019-12-04") == (0, "", "")
    ran = cmd("schedule", "run", day=THURSDAY)
    assert ran.out == ""
    assert len(ran.lines) == 1
    assert "weekly_2019-12-05_group.zip" in ran.err
    assert "safetyctl report submit" in ran.err
    assert cmd("schedule", "run", day=THURSDAY) == (0, "", "")
    assert cmd("schedule", "run", "--quiet", day="2019-12-12") == (0, "", "")
    assert bundles(outbox_of(cmd.ledger)) == ["2019-12-05", "2019-12-12"]
    many = cmd("schedule", "run", day="2020-01-31")
    assert len(many.lines) == 2
    assert many.lines[1].startswith("warning: materials_2019-12-20_group.zip names "), "what its letter lacks"
    assert "9 reports" in many.err, "seven weeks, the materials, December's list for the platform"
    assert "overdue" in many.err


def test_its_json(cmd: Command, tmp_path: Path) -> None:
    ran = cmd.json("schedule", "run", "--backup", str(tmp_path / "kept"), day=THURSDAY)
    assert list(ran) == KEYS
    assert (ran["as_of"], ran["outbox"], ran["overdue"]) == (THURSDAY, str(outbox_of(cmd.ledger)), 0)
    (one,) = ran["written"]
    assert list(one) == ["bundle", "kind", "period", "duties", "sha256", "lacking"]
    assert (one["kind"], one["period"]) == ("weekly", THURSDAY)
    assert one["duties"] == [f"weekly-report/2019-12-05/{campus}" for campus in CAMPUSES]
    assert cmd.json("report", "verify", one["bundle"])["ok"]
    assert list(ran["backup"]) == ["path", "bytes", "files", "head"]
    again = cmd.json("schedule", "run", "--backup", str(tmp_path / "kept"), day=THURSDAY)
    assert (again["written"], again["backup"]) == ([], None)
    assert cmd.json("schedule", "run", day="2019-12-06")["overdue"] == len(CAMPUSES)
    cmd.add("--found", "2019-12-02", "--due", "2019-12-05", day="2019-12-02")
    listed = cmd.json("due", "--overdue", day="2019-12-13")["items"]
    assert {one["kind"] for one in listed} == {"rectification", "report"}
    assert f"{len(listed)} duties and hazards are overdue" in cmd("schedule", "run", day="2019-12-13").err


def test_the_bundle_is_the_one_that_report_weekly_writes(cmd: Command, tmp_path: Path) -> None:
    cmd.add(day="2019-12-04")
    one = cmd.json("schedule", "run", day=THURSDAY)["written"][0]
    by_hand = cmd.json("report", "weekly", "--out", str(tmp_path / "hand"), day=THURSDAY)
    assert one["sha256"] == by_hand["sha256"]


def test_twice_changes_nothing(cmd: Command) -> None:
    cmd("schedule", "run", day="2019-12-20")
    before = stamps(outbox_of(cmd.ledger))
    assert len(before) == 4, "three weeks and the mobilisation materials"
    cmd.add(day="2019-12-20")
    assert cmd("schedule", "run", day="2019-12-21") == (0, "", "")
    assert stamps(outbox_of(cmd.ledger)) == before


def test_the_ledger_itself_is_not_touched(cmd: Command, tmp_path: Path) -> None:
    before = content(cmd.ledger)
    cmd("schedule", "run", "--backup", str(tmp_path / "kept"), day="2019-12-20")
    assert content(cmd.ledger) == before


def test_a_dry_run_shows_the_same_and_changes_nothing(cmd: Command, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    line = ("schedule", "run", "--outbox", str(folder / "out"), "--backup", str(folder / "kept"), "--json")
    tried = cmd(*line, "--dry-run", day="2019-12-12")
    assert "dry run" in tried.err
    assert not folder.exists()
    assert not place(cmd.ledger).exists()
    done = cmd(*line, day="2019-12-12")
    told, really = tried.json, done.json
    for one in (told, really):
        one["backup"] = one["backup"]["path"]
    assert told == really
    assert cmd(*line, "--dry-run", day="2019-12-12").json["written"] == []


def test_weeks_that_were_missed_are_made_up_for_each_as_of_its_day(cmd: Command) -> None:
    cmd.add(day="2019-12-03")
    cmd.add(day="2019-12-10")
    ran = cmd.json("schedule", "run", day="2019-12-25")
    assert [one["period"] for one in weeks(ran)] == ["2019-12-05", "2019-12-12", "2019-12-19"]
    for one in weeks(ran):
        manifest = read_bundle(Path(one["bundle"])).manifest
        assert manifest is not None
        assert manifest["as_of"] == one["period"]
    assert cmd("schedule", "run", day="2019-12-25").err == ""


def test_what_was_submitted_may_be_moved_away(cmd: Command) -> None:
    ran = cmd.json("schedule", "run", day=THURSDAY)
    bundle = ran["written"][0]["bundle"]
    cmd("report", "submit", bundle, "--channel", "e-mail", day=THURSDAY)
    Path(bundle).unlink()
    assert cmd.json("schedule", "run", day="2019-12-06")["written"] == []


def test_one_campus_that_has_not_handed_in_is_enough(cmd: Command) -> None:
    submitted(cmd, THURSDAY, *CAMPUSES[1:])
    assert len(cmd.json("schedule", "run", day=THURSDAY)["written"]) == 1


def test_what_is_waived_is_not_written(cmd: Command) -> None:
    for campus in CAMPUSES:
        cmd("waive", f"weekly-report/2019-12-05/{campus}", "--reason", "x", "--by", "李四", day="2019-12-04")
    assert cmd.json("schedule", "run", day=THURSDAY)["written"] == []


def test_a_damaged_bundle_is_written_again_and_the_others_are_not(cmd: Command) -> None:
    cmd("schedule", "run", day="2019-12-20")
    folder = outbox_of(cmd.ledger)
    before = stamps(folder)
    hurt = folder / "weekly_2019-12-12_group.zip"
    hurt.write_bytes(hurt.read_bytes()[:-100])
    cmd("schedule", "run", day="2019-12-20")
    after = stamps(folder)
    assert after[hurt.name][0] == before[hurt.name][0]
    assert {name for name in after if after[name] != before[name]} == {hurt.name}


def test_files_of_others_are_left_as_they_are(cmd: Command, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("x")
    (folder / "weekly_2019-12-05_group.zip.bak").write_text("y")
    (folder / "weekly_2019-12-12_group.zip").mkdir()
    told = cmd("schedule", "run", "--outbox", str(folder), "--backup", str(tmp_path / "kept"),
               day="2019-12-20", expect=1)  # fmt: skip
    assert "weekly_2019-12-12_group.zip" in told.lines[-2]
    assert "--outbox" in told.lines[-1]
    assert "3 reports" in told.lines[0], "the others are written, and that is said"
    assert (folder / "weekly_2019-12-19_group.zip").is_file()
    assert (folder / "notes.txt").read_text() == "x"
    assert (folder / "weekly_2019-12-05_group.zip.bak").read_text() == "y"
    assert len(list((tmp_path / "kept").iterdir())) == 1, "and the backup is made"


def test_a_report_that_cannot_be_written_keeps_no_other_from_it(
    cmd: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetyctl.reports.kinds import attaching

    monkeypatch.setattr(attaching, "MOST", 3)
    (tmp_path / "plan.docx").write_bytes(b"a plan")
    filed = ("--category", "implementation-plan", "--campus", "东校区", "--title", "实施方案")
    cmd("document", "add", str(tmp_path / "plan.docx"), *filed, day="2019-12-10")
    ran = cmd("schedule", "run", "--json", day="2019-12-21", expect=2)
    assert "larger than" in ran.err
    assert len(ran.json["written"]) == 3, "what was done is told all the same"
    assert len(noted(cmd)["written"]) == 3
    assert "larger than" in noted(cmd)["error"]
    assert bundles(outbox_of(cmd.ledger)) == ["2019-12-05", "2019-12-12", "2019-12-19"]


def test_an_outbox_of_its_own_is_for_this_user_only(cmd: Command) -> None:
    cmd("schedule", "run", day=THURSDAY)
    assert outbox_of(cmd.ledger).stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_written_to(cmd: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "not a folder" in cmd("schedule", "run", "--outbox", str(tmp_path / "file"), expect=2).err
    told = cmd("schedule", "run", "--outbox", str(tmp_path / "file" / "out"), day=THURSDAY, expect=2)
    assert len(told.lines) <= 2
    cmd("schedule", "run", "--outbox", str(tmp_path / "a" / "b" / "out"), day=THURSDAY)
    assert bundles(tmp_path / "a" / "b" / "out") == [THURSDAY]


def test_no_ledger_no_outbox(cmd: Command, tmp_path: Path) -> None:
    cmd.ledger = tmp_path / "none" / "ledger.db"
    told = cmd("schedule", "run", expect=1)
    assert "There is no ledger" in told.err
    assert not (tmp_path / "none").exists()


def test_a_day_before_the_campaign_has_nothing_due(cmd: Command) -> None:
    assert cmd.json("schedule", "run", day="2019-11-01")["written"] == []


# the backup


def test_one_backup_a_day_and_all_are_kept(cmd: Command, filled: Path, tmp_path: Path) -> None:
    cmd.ledger, kept = filled, tmp_path / "kept"
    for day in ("2020-03-09", "2020-03-09", "2020-03-10"):
        cmd("schedule", "run", "--backup", str(kept), day=day)
    names = sorted(path.name for path in kept.iterdir())
    assert names == ["filled.db.2020-03-09.zip", "filled.db.2020-03-10.zip"]
    for number, name in enumerate(names):
        again = tmp_path / f"again-{number}.db"
        cmd("ledger", "restore", str(kept / name), "--ledger", str(again))
        assert content(again) == content(filled)
        assert proved(again).faults == ()


def test_a_ledger_that_does_not_verify_is_not_backed_up(cmd: Command, tmp_path: Path) -> None:
    cmd.add(day="2019-12-04")
    raw = sqlite3.connect(cmd.ledger)
    raw.execute("UPDATE hazard SET title = 'x'")
    raw.commit()
    raw.close()
    told = cmd("schedule", "run", "--backup", str(tmp_path / "kept"), day=THURSDAY, expect=1)
    assert "does not verify" in told.err
    assert list((tmp_path / "kept").iterdir()) == []
    assert bundles(outbox_of(cmd.ledger)) == [THURSDAY], "the report is written all the same"


def test_a_backup_that_does_not_restore_gets_no_name(
    cmd: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetyctl.ledger import daily

    really = daily.restore
    monkeypatch.setattr(daily, "restore", lambda source, ledger: replaced(really(source, ledger)))

    def replaced(made: Any) -> Any:
        return daily.replace(made, head="0" * 64)

    told = cmd("schedule", "run", "--backup", str(tmp_path / "kept"), day=THURSDAY, expect=1)
    assert "does not restore" in told.err
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_disk_that_is_gone_is_told_and_not_made_up(cmd: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    cmd("schedule", "run", "--backup", str(kept), day=THURSDAY)
    kept.rename(tmp_path / "taken out")
    for _day in range(2):
        told = cmd("schedule", "run", "--backup", str(kept), day="2019-12-06", expect=1)
        assert "is not there" in told.err
        assert not kept.exists()
    kept.mkdir()
    cmd("schedule", "run", "--backup", str(kept), day="2019-12-06")
    assert len(list(kept.iterdir())) == 1


# what is seen of it


def test_status_shows_the_last_run_and_what_went_wrong_since(cmd: Command, tmp_path: Path) -> None:
    assert "cheduled" not in cmd("status", day=THURSDAY).out
    assert cmd.json("status", day=THURSDAY)["scheduled"] is None
    cmd("schedule", "run", day=THURSDAY)
    assert "Last scheduled run: 2019-12-05" in cmd("status", day="2019-12-06").out
    (outbox_of(cmd.ledger) / "weekly_2019-12-12_group.zip").mkdir()
    cmd("schedule", "run", "--outbox", str(outbox_of(cmd.ledger)), day="2019-12-12", expect=1)
    told = cmd("status", day="2019-12-12").out.splitlines()[-1]
    assert "2019-12-12 failed" in told
    assert "weekly_2019-12-12_group.zip" in told
    assert told.endswith("2019-12-05")
    assert "cheduled" not in cmd("status", day="2019-12-04").out, "not known on that day"
    found = cmd.json("status", day="2019-12-12")["scheduled"]
    assert list(found) == ["as_of", "at", "written", "error", "succeeded_on", "backup"]
    assert (found["as_of"], found["succeeded_on"]) == ("2019-12-12", THURSDAY)


def test_a_run_is_noted_with_its_moment_whatever_the_outbox(cmd: Command, tmp_path: Path) -> None:
    cmd(
        "schedule", "run", "--outbox", str(tmp_path / "out"), "--backup", str(tmp_path / "kept"), day=THURSDAY
    )
    found = noted(cmd)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["at"])
    assert found["written"] == [str(tmp_path / "out" / "weekly_2019-12-05_group.zip")]
    assert found["backup"] == str(tmp_path / "kept" / "ledger.db.2019-12-05.zip")
    cmd("schedule", "run", day="2019-12-06")
    assert noted(cmd)["backup"] == found["backup"], "the last one that was made"


def test_an_old_ledger_is_named_and_its_failure_noted(cmd: Command) -> None:
    raw = sqlite3.connect(cmd.ledger)
    raw.execute("UPDATE alembic_version SET version_num = '0000'")
    raw.commit()
    raw.close()
    told = cmd("schedule", "run", day=THURSDAY, expect=1)
    assert "ledger upgrade" in told.err
    run = last_run(cmd.ledger)
    assert run is not None
    assert "older schema" in str(run.error)
    assert run.succeeded_on is None


def test_a_ledger_that_went_missing_is_noted_where_runs_were(cmd: Command) -> None:
    cmd("schedule", "run", day=THURSDAY)
    cmd.ledger.rename(cmd.ledger.with_name("elsewhere.db"))
    cmd("schedule", "run", day="2019-12-06", expect=1)
    run = last_run(cmd.ledger)
    assert run is not None
    assert "no ledger" in str(run.error)
    assert run.succeeded_on == date(2019, 12, 5)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"as_of": 3}', '{"as_of": "2019-13-01"}', "\udcff"])
def test_a_note_that_cannot_be_read_is_none(cmd: Command, text: str) -> None:
    place(cmd.ledger).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert last_run(cmd.ledger) is None
    cmd("status", day=THURSDAY)
    cmd("schedule", "run", day=THURSDAY)
    assert last_run(cmd.ledger) is not None


# the day, and whose it is

ZONES = ("Etc/GMT+12", "UTC", "Asia/Shanghai", "Pacific/Kiritimati")
MOMENTS = [  # in UTC; China is eight hours ahead, and the day there is the one that counts
    ("2019-12-04T15:59:59", []),
    ("2019-12-04T16:00:00", ["2019-12-05"]),
    ("2019-12-05T15:59:59", ["2019-12-05"]),
    ("2019-12-11T23:59:59", ["2019-12-05", "2019-12-12"]),
    ("2019-12-18T15:59:59", ["2019-12-05", "2019-12-12"]),
    ("2019-12-25T16:00:00", ["2019-12-05", "2019-12-12", "2019-12-19", "2019-12-26"]),
]


@pytest.fixture
def clocked(monkeypatch: pytest.MonkeyPatch, ledger: Path) -> Callable[..., int]:
    """The program on a machine of a time zone, at a moment (UTC); the day is not told."""

    def run(moment: str, zone: str, *args: str) -> int:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC))
        return main([*args, "--ledger", str(ledger), "--lang", "en"])

    return run


@pytest.fixture(autouse=True)
def own_zone(monkeypatch: pytest.MonkeyPatch):
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_plans_in_every_zone(clocked: Callable[..., int], ledger: Path, zone: str) -> None:
    for moment, there in MOMENTS:
        assert clocked(moment, zone, "schedule", "run") == 0
        assert bundles(outbox_of(ledger)) == there, moment


def test_a_campaign_lived_under_cron(cmd: Command) -> None:
    """Every day from June to October, with a machine that is off now and then: no week is lost, none comes early."""
    off = {date(2020, 6, 24), date(2020, 6, 25), date(2020, 7, 2), date(2020, 9, 30)}
    off |= {date(2020, 8, 3) + timedelta(days=n) for n in range(18)}
    first: dict[str, str] = {}
    for thursday in (date(2019, 12, 5) + timedelta(days=7 * n) for n in range(27)):
        submitted(cmd, thursday.isoformat())
    day = date(2020, 6, 10)
    while day <= date(2020, 10, 9):
        if day not in off and (day.weekday() >= 2 or day.day == 24):
            for one in weeks(cmd.json("schedule", "run", day=day.isoformat())):
                assert one["period"] not in first, "none is written twice"
                first[one["period"]] = day.isoformat()
        day += timedelta(days=1)
    late = {"2020-06-25": "2020-06-26", "2020-07-02": "2020-07-03", "2020-08-06": "2020-08-21",
            "2020-08-13": "2020-08-21", "2020-08-20": "2020-08-21", "2020-10-01": "2020-10-01"}  # fmt: skip
    thursdays = [(date(2020, 6, 11) + timedelta(days=7 * n)).isoformat() for n in range(18)]
    assert first == {one: late.get(one, one) for one in thursdays}


# the environment

BARE: list[dict[str, str]] = [
    {},
    {"HOME": "/dev/null"},
    {"HOME": "/nonexistent", "LC_ALL": "C"},
    {"LANG": "C", "PATH": ""},
    {"LC_ALL": "POSIX", "TZ": "America/Los_Angeles"},
    {"LC_ALL": "zh_CN.GBK", "TZ": "Pacific/Kiritimati", "XDG_CONFIG_HOME": "relative"},
    {"TERM": "xterm-256color", "FORCE_COLOR": "1", "CI": "true"},
]


def test_the_same_bytes_in_every_environment(ledger: Path, tmp_path: Path) -> None:
    seen = set()
    for number, env in enumerate(BARE):
        out = tmp_path / f"out-{number}"
        ran = typed(
            "schedule", "run", "--ledger", str(ledger), "--outbox", str(out), "--as-of", "2019-12-06", "--json",
            env=env, cwd=Path("/"),
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["written"]
        assert "\x1b" not in ran.stdout + ran.stderr
        seen.add((out / "weekly_2019-12-05_group.zip").read_bytes())
    assert len(seen) == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(ledger: Path, closed: str) -> None:
    env = {"SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_AS_OF": THURSDAY, "PYTHONDONTWRITEBYTECODE": "1"}
    if "PYTHONPATH" in os.environ:
        env["PYTHONPATH"] = os.environ["PYTHONPATH"]
    line = f'"$0" -m {PROGRAM[2]} schedule run {closed}'
    ended = subprocess.run(["/bin/sh", "-c", line, sys.executable], check=False, env=env, timeout=60)
    assert ended.returncode == 0
    assert bundles(outbox_of(ledger)) == [THURSDAY]


# the entries

AWKWARD = "台 账/100% $HOME/it's"


@pytest.fixture
def awkward(cmd: Command, tmp_path: Path) -> Path:
    """A ledger in a folder of which the name means something to shell, cron and systemd; one report is missing."""
    with write(cmd.ledger, hand("2020-12-01")) as tx:
        places = campuses(tx)
        for owed in duties(plan_on(tx, date(2020, 12, 1)), CAMPUSES, until=date(2020, 11, 25)):
            if owed.code == "weekly-report":
                submit(tx, owed, places, owed.due, {})
    folder = tmp_path / AWKWARD
    folder.mkdir(parents=True)
    cmd.ledger.rename(folder / "台账.db")
    cmd.ledger = folder / "台账.db"
    return cmd.ledger


def entries(crontab: str) -> list[str]:
    """The commands of a crontab as cron runs them: comments and settings gone, ``\\%`` made ``%``."""
    lines = [line for line in crontab.splitlines() if line and not line.startswith("#")]
    jobs = [line for line in lines if not re.match(r"[A-Z_]+=", line)]
    commands = [line.split(maxsplit=5)[5] for line in jobs]
    assert not any(re.search(r"(?<!\\)%", command) for command in commands), "cron would cut it there"
    return [command.replace("\\%", "%") for command in commands]


def bare_shell(command: str) -> subprocess.CompletedProcess[str]:
    path = os.environ.get("PYTHONPATH")
    return subprocess.run(
        ["/usr/bin/env", "-i", *([f"PYTHONPATH={path}"] if path else []), "/bin/sh", "-c", command],
        check=False, capture_output=True, encoding="utf-8", cwd="/", stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


def test_the_line_of_the_crontab_runs_in_an_empty_environment(
    cmd: Command, awkward: Path, tmp_path: Path
) -> None:
    folders = {"--outbox": tmp_path / AWKWARD / "报送 50%", "--backup": tmp_path / AWKWARD / "备份"}
    options = [part for name, folder in folders.items() for part in (name, str(folder))]
    (command,) = entries(cmd("schedule", "crontab", *options, lang="zh").out)
    assert " SAFETYCTL_LANG=zh " in command
    ended = bare_shell(command)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 2, "what it did, and what the materials lack"
    assert len(list(folders["--backup"].iterdir())) == 1
    assert bundles(folders["--outbox"]) == ["2020-11-26"]
    run = last_run(awkward)
    assert run is not None
    assert run.error is None
    assert bare_shell(command).stderr == "", "nothing is left to do"


def test_a_crontab_is_comments_settings_and_one_line(cmd: Command) -> None:
    told = cmd("schedule", "crontab")
    assert told.err == ""
    lines = told.out.splitlines()
    rest = [line for line in lines if not line.startswith("# ")]
    assert rest[:2] == ["SHELL=/bin/sh", "CRON_TZ=Asia/Shanghai"]
    assert len(rest) == 3
    assert rest[2].startswith("30 15 * * * LANG=C.UTF-8 PATH=")
    assert f"SAFETYCTL_LEDGER={cmd.ledger} " in rest[2]
    assert "(crontab -l; safetyctl schedule crontab) | crontab -" in told.out
    found = cmd.json("schedule", "crontab", "--at", "7:05")
    assert found["line"].startswith("5 7 * * * ")
    assert found["zone"] == "Asia/Shanghai"


def test_paths_are_made_absolute(cmd: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = cmd("schedule", "crontab", "--ledger", "ledger.db", "--outbox", "out", "--backup", "../kept").out
    assert f"SAFETYCTL_LEDGER={tmp_path / 'ledger.db'}" in told
    assert f"--outbox {tmp_path / 'out'} --backup {tmp_path.parent / 'kept'}" in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("crontab", "--at", "25:00"), "25:00"),
        (("crontab", "--at", "7"), "15:30"),
        (("crontab", "--at", "07:60"), "07:60"),
        (("systemd", "--at", "noon"), "noon"),
        (("systemd", "--only", "socket"), "service"),
        (("crontab", "--outbox", "a\\b"), "backslash"),
        (("crontab", "--outbox", "x" * 1000), "too long"),
        (("crontab", "--outbox", "a\nb"), "line break"),
        (("systemd", "--backup", "a\nb"), "line break"),
    ],
)
def test_what_cannot_stand_in_an_entry(cmd: Command, line: tuple[str, ...], said: str) -> None:
    assert said in cmd.refused("schedule", *line).err


def test_without_a_ledger_no_entry(cmd: Command, tmp_path: Path) -> None:
    for verb in ("crontab", "systemd"):
        assert cmd("schedule", verb, "--ledger", str(tmp_path / "none.db"), expect=1).out == ""


def words(value: str) -> list[str]:
    """A setting's words as systemd reads them: quotes, backslashes, and ``%%`` for ``%``."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', value)
    assert " ".join(f'"{word}"' for word in found) == value
    plain = [re.sub(r"\\(.)", r"\1", word) for word in found]
    assert not any(re.search(r"(?<!%)(%%)*%(?!%)", word) for word in plain), "a specifier of systemd's"
    return [word.replace("%%", "%") for word in plain]


def test_the_units_run_in_an_empty_environment(cmd: Command, awkward: Path, tmp_path: Path) -> None:
    kept = tmp_path / AWKWARD / 'a"b\\c'
    units = cmd.json("schedule", "systemd", "--backup", str(kept))
    assert list(units) == ["safetyctl.service", "safetyctl.timer"]
    lines = units["safetyctl.service"].splitlines()
    env = dict(
        words(line.removeprefix("Environment="))[0].split("=", 1) for line in lines if "Environment=" in line
    )
    (command,) = (words(line.removeprefix("ExecStart=")) for line in lines if line.startswith("ExecStart="))
    program, *args = command
    if "PYTHONPATH" in os.environ:
        env["PYTHONPATH"] = os.environ["PYTHONPATH"]
    ended = subprocess.run(
        [program, *(word.replace("$$", "$") for word in args)],
        check=False, capture_output=True, encoding="utf-8", env=env, cwd="/", timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert bundles(outbox_of(awkward)) == ["2020-11-26"]
    assert len(list(kept.iterdir())) == 1


def test_the_timer_makes_up_for_what_was_missed(cmd: Command) -> None:
    timer = cmd("schedule", "systemd", "--only", "timer", "--at", "16:05").out
    assert "OnCalendar=*-*-* 16:05:00 Asia/Shanghai\n" in timer
    assert "Persistent=true\n" in timer
    both = cmd("schedule", "systemd", "--at", "16:05").out
    assert both.endswith(timer)
    assert "systemctl --user enable --now safetyctl.timer" in both


def test_systemd_takes_the_units(cmd: Command, awkward: Path, tmp_path: Path) -> None:
    units = cmd.json("schedule", "systemd", "--backup", str(tmp_path / AWKWARD / "备份"))
    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    try:
        looked = subprocess.run(
            ["systemd-analyze", "verify", "--user", *(str(tmp_path / name) for name in units)],
            check=False, capture_output=True, encoding="utf-8", timeout=60,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )  # fmt: skip
    except OSError:
        pytest.skip("there is no systemd")
    assert (looked.returncode, looked.stderr) == (0, "")
