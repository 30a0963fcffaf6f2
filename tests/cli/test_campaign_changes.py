"""``campaign new`` lays the plan over another year; everything that changes the plan in force is ``campaign use``."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from office import Command, at_a_terminal, content, typed
from safetyctl.ground.files import shipped
from safetyctl.plan.source import plan_at

NAMES = re.compile(r"names = \[[^]]+\]")
NEXT = "special-rectification-2027"
NOW = "special-rectification-2020"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A school group's folder: the plan with its own organisation and days beside it."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(shipped("plan.toml"), folder)
    theirs = NAMES.sub('names = ["张三"]', shipped("organisation.toml").read_text("utf-8"))
    (folder / "organisation.toml").write_text(theirs, "utf-8")
    (folder / "days.toml").write_text('[[off]]\nname = "校运会"\ndays = [2020-04-20, 2020-04-20]\n', "utf-8")
    return folder / "plan.toml"


# new


def test_a_plan_for_the_next_year_is_written_and_taken(cmd: Command, tmp_path: Path) -> None:
    made = cmd("campaign", "new", "--start", "2026-12", "--out", "next.toml", "--json")
    keys = "file campaign title start end duties unannounced look_at days_dropped"
    assert list(made.json) == keys.split()
    assert made.json["campaign"] == NEXT
    assert (made.json["start"], made.json["end"]) == ("2026-12-01", "2027-12-31")
    assert made.json["unannounced"] == [2027]
    assert made.json["look_at"] == []
    assert "2027 are not announced yet" in made.err
    assert "campaign use next.toml" in made.err
    plan = plan_at(tmp_path / "next.toml")
    campus_duties = {duty.code for duty in plan.duties if "campus" in duty.owed_by}
    assert made.json["duties"] == len([slot for slot in plan.slots if slot.duty in campus_duties])

    taken = cmd.json("campaign", "use", "next.toml")
    keys = (
        "campaign start end edition readings added removed moved unannounced campuses_added campuses_unknown"
    )
    assert list(taken) == [*keys.split(), "overlaps", "events"]
    assert (taken["campaign"], taken["edition"]) == (NEXT, "new")
    assert f"weekly-report/2026-12-03/{'东校区'}" in taken["added"]

    shown = {day: cmd.json("campaign", "show", day=day)["campaign"] for day in ("2020-03-01", "2027-03-01")}
    assert shown == {"2020-03-01": NOW, "2027-03-01": NEXT}
    assert cmd.json("ledger", "verify")["ok"]


def test_a_person_reads_the_first_and_the_last_weekly_report(cmd: Command) -> None:
    made = cmd("campaign", "new", "--start", "2026年12月", "--out", "next.toml")
    assert "52, from 2026-12-03 to 2027-11-25" in made.out


def test_no_ledger_is_needed(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "SAFETYCTL_AS_OF": "2026-10-01"}
    made = typed("campaign", "new", "--start", "2026-12", "--out", "next.toml", env=env, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "the built-in plan" in made.stderr
    assert "safetyctl init --plan next.toml" in made.stderr
    begun = typed(
        "init", "--plan", "next.toml", "--campus", "东校区", "--json",
        env=env | {"SAFETYCTL_LEDGER": str(tmp_path / "l.db")}, cwd=tmp_path,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    assert NEXT in begun.stdout


def test_the_organisation_and_days_of_a_folder_live_on_in_the_ledger(
    cmd: Command, own: Path, tmp_path: Path
) -> None:
    cmd.ledger.unlink()
    cmd("init", "--plan", str(own), "--campus", "东校区")
    assert cmd.json("campaign", "use", str(own))["edition"] == "same"
    shutil.rmtree(own.parent)
    assert cmd.json("campaign", "use")["edition"] == "same"
    made = cmd.json("campaign", "new", "--start", "2026-12", "--out", "next.toml")
    assert made["days_dropped"]
    plan = plan_at(tmp_path / "next.toml")
    assert [role.names for role in plan.organisation.roles if role.code == "group-safety-officer"] == [
        ("张三",)
    ]


def test_texts_that_name_a_year_are_pointed_at(cmd: Command, own: Path) -> None:
    text = own.read_text("utf-8").replace('zh = "每周专项整治进展"', 'zh = "2020年每周进展"')
    own.write_text(text, "utf-8")
    told = ("campaign", "new", "--start", "2026-12", "--plan", str(own))
    made = cmd(*told, "--out", "next.toml", "--json")
    line = text[: text.index("2020年每周进展")].count("\n") + 1
    assert made.json["look_at"] == [{"line": line, "text": "2020年每周进展"}]
    assert f"line {line}: 2020年每周进展" in made.err
    assert f"line {line}" in cmd(*told, "--out", "again.toml", "--quiet").err


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026", "2026-12-01", "soon", "1066-12", "2099-12", ""]
)
def test_a_month_that_cannot_be_is_refused(cmd: Command, month: str, tmp_path: Path) -> None:
    ended = cmd("campaign", "new", "--start", month, "--out", "next.toml", expect=2)
    assert ended.out == ""
    assert 1 <= len(ended.lines) <= 2
    assert not (tmp_path / "next.toml").exists()


def test_nothing_is_overwritten(cmd: Command, tmp_path: Path, own: Path) -> None:
    (tmp_path / "next.toml").write_text("precious", "utf-8")
    for target in ("next.toml", str(own.parent)):
        ended = cmd("campaign", "new", "--start", "2026-12", "--out", target, expect=2)
        assert ended.out == ""
        assert ended.lines[0].startswith(f"error: {target}")
    assert (tmp_path / "next.toml").read_text("utf-8") == "precious"
    assert "no such file or folder" in cmd(
        "campaign", "new", "--start", "2026-12", "--out", "none/next.toml", expect=1
    ).err  # fmt: skip
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_plan_that_cannot_be_read_is_refused_for_both(cmd: Command, tmp_path: Path, own: Path) -> None:
    (tmp_path / "broken.toml").write_text("code = ", "utf-8")
    overlapping = own.read_text("utf-8").replace("start = 2020-10-01", "start = 2020-09-30", 1)
    (tmp_path / "overlapping.toml").write_text(overlapping, "utf-8")
    reasons = {
        "broken.toml": "broken.toml, line 1: This is not TOML",
        "overlapping.toml": "Phase 3 begins before phase 2 has ended",
        "none.toml": "There is no file none.toml",
        str(own.parent): "is a folder, not a file",
        str(cmd.ledger): "not UTF-8",
    }
    for file, reason in reasons.items():
        assert reason in cmd.refused("campaign", "use", file).err
        assert reason in cmd.refused(
            "campaign", "new", "--start", "2026-12", "--out", "next.toml", "--plan", file
        ).err  # fmt: skip


# use


def test_a_reading_is_taken_another_way_and_back(cmd: Command) -> None:
    done = cmd.json("campaign", "use", "--reading", " a4 = Previous-Workday")
    assert (done["edition"], done["readings"]) == ("changed", {"A4": "previous-workday"})
    assert {"id": "weekly-report/2020-01-30/东校区", "due": "2020-01-23", "was": "2020-01-30"} in done[
        "moved"
    ]
    assert len(done["moved"]) == 4 * 3
    before = content(cmd.ledger)
    again = cmd("campaign", "use", "--reading", "A4=previous-workday", "--json")
    assert again.json["edition"] == "same"
    assert "Nothing changes" in again.err
    assert content(cmd.ledger) == before
    cmd("undo", "--yes")
    assert cmd.json("campaign", "use")["edition"] == "same"
    held = {one["id"]: one["holds"] for one in cmd.json("campaign", "show")["readings"]}
    assert held["A4"] == "stands"
    assert cmd.json("ledger", "verify")["ok"]


def test_a_dry_run_says_the_same_and_changes_nothing(cmd: Command) -> None:
    before = content(cmd.ledger)
    dry = cmd("campaign", "use", "--reading", "A2=exclusive", "--campus", "北校区", "--dry-run", "--json")
    assert content(cmd.ledger) == before
    assert "nothing was changed" in dry.err
    assert cmd.json("campaign", "use", "--reading", "A2=exclusive", "--campus", "北校区") == dry.json


def test_a_campus_that_only_the_plan_names_is_said_and_not_added(cmd: Command, own: Path) -> None:
    text = own.read_text("utf-8").replace("campuses = []", 'campuses = ["东校区", "北校区"]', 1)
    own.write_text(text, "utf-8")
    done = cmd("campaign", "use", str(own), "--json")
    assert done.json["campuses_unknown"] == ["北校区"]
    assert "--campus 北校区" in done.err
    added = cmd.json("campaign", "use", "--campus", "北校区")
    assert (added["edition"], added["campuses_added"]) == ("same", ["北校区"])
    assert cmd.add(campus="北校区")["campus"] == "北校区"
    assert "already" in cmd.refused("campaign", "use", "--campus", "北校区").err


def test_days_are_taken_and_a_plan_without_them_says_so(cmd: Command, own: Path, tmp_path: Path) -> None:
    days = own.with_name("days.toml")
    assert cmd.json("campaign", "use", "--days", str(days))["edition"] == "changed"
    assert cmd.json("campaign", "use", "--days", str(days))["edition"] == "same"
    days.unlink()
    assert "--days" in cmd("campaign", "use", str(own)).err


@pytest.mark.parametrize(
    ("content_", "where"),
    [
        ("x = 1\n", "days.toml, line 1"),
        ("# 校历\n[[off]]\nname = 'a'\ndays = [2020-02-30, 2020-03-01]\n", "days.toml, line 4"),
        ("[[off]]\nname = 'a'\ndays = [2020-03-02, 2020-03-01]\n", "days.toml, line 3"),
        ("[[holiday]]\nholiday = 'christmas'\ndays = [2020-12-25, 2020-12-25]\n", "days.toml, line 2"),
    ],
)
def test_a_bad_day_is_refused_with_its_line(cmd: Command, tmp_path: Path, content_: str, where: str) -> None:
    (tmp_path / "days.toml").write_text(content_, "utf-8")
    assert where in cmd.refused("campaign", "use", "--days", "days.toml").err


@pytest.mark.parametrize(
    ("typed_", "said"),
    [
        (["A99=stands"], "There are: A1, A2"),
        (["A4=later"], "There are: stands, previous-workday"),
        (["A4"], "--reading A4=previous-workday"),
        (["=stands"], "--reading A4=previous-workday"),
        (["A4=stands", "a4=previous-workday"], "A4 is named twice"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(cmd: Command, typed_: list[str], said: str) -> None:
    options = [part for one in typed_ for part in ("--reading", one)]
    assert said in cmd.refused("campaign", "use", *options).err


def test_a_plan_without_an_area_in_use_is_refused(cmd: Command, own: Path) -> None:
    cmd.add(area="practice")
    text = own.read_text("utf-8").replace('code = "practice"', 'code = "workshop"', 1)
    own.write_text(text, "utf-8")
    assert "practice" in cmd.refused("campaign", "use", str(own)).err


def test_a_person_is_shown_what_moves_and_asked(cmd: Command) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    env |= {"SAFETYCTL_LEDGER": str(cmd.ledger), "SAFETYCTL_AS_OF": "2020-03-06", "SAFETYCTL_LANG": "en"}
    command = [sys.executable, "-m", "safetyctl.cli", "campaign", "use", "--reading", "A4=previous-workday"]
    before = content(cmd.ledger)
    code, seen = at_a_terminal(command, "n\n", env)
    assert code == 1
    assert "weekly-report/2020-01-30/东校区: 2020-01-30 → 2020-01-23" in seen
    assert content(cmd.ledger) == before
    code, seen = at_a_terminal(command, "y\n", env)
    assert code == 0
    assert seen.count("weekly-report/2020-01-30/东校区") == 1
    assert cmd.json("campaign", "use", "--reading", "A4=previous-workday")["edition"] == "same"


def test_a_ledger_older_than_the_plans_text_goes_on_with_it(cmd: Command) -> None:
    shutil.copy(Path(__file__).parents[1] / "ledger" / "ledgers" / "0001.db", cmd.ledger)
    cmd("ledger", "upgrade")
    taken = cmd.json("campaign", "use")
    assert (taken["edition"], taken["added"], taken["removed"], taken["moved"]) == ("changed", [], [], [])
    assert cmd.json("campaign", "use")["edition"] == "same"
    assert cmd.json("campaign", "new", "--start", "2026-12", "--out", "next.toml")["campaign"] == NEXT


# the journal


def changes_told(cmd: Command, *args: str) -> dict[str, tuple[object, object]]:
    """What the newest entry says of the plan: field → before, after."""
    entry = cmd.json("audit", "log", "--limit", "1", *args)[0]
    return {name: (before, after) for name, before, after in entry["changes"]}


def test_the_journal_says_which_days_and_which_parts_changed(cmd: Command, own: Path, tmp_path: Path) -> None:
    days = tmp_path / "own.toml"
    days.write_text('[[vacation]]\nname = "暑假"\ndays = [2020-07-10, 2020-08-31]\n', "utf-8")
    cmd("campaign", "use", "--days", str(days))
    assert changes_told(cmd) == {"vacations": ("", "暑假 2020-07-10/2020-08-31")}
    assert "vacations: 暑假 2020-07-10/2020-08-31" in cmd("audit", "log").out
    assert "暑假 2020-07-10/2020-08-31 → none" in "".join(cmd("undo", "--yes")[1:])
    text = own.read_text("utf-8").replace("每周专项整治进展", "每周进展")
    own.write_text(text, "utf-8")
    cmd("campaign", "use", str(own))
    assert changes_told(cmd) == {
        "days_off": ("", "校运会 2020-04-20"),
        "plan_text": (None, ["organisation", "duties"]),
    }
    assert "plan text: organisation, duties" in cmd("audit", "log").out.lower()


def test_another_campaign_under_the_same_code_is_refused(cmd: Command, tmp_path: Path) -> None:
    for start, code in (("2020-02", "2020-02"), ("2020-12", "2021")):
        made = cmd.json("campaign", "new", "--start", start, "--out", f"{start}.toml")
        assert made["campaign"] == f"special-rectification-{code}"
    text = (tmp_path / "2020-12.toml").read_text("utf-8")
    for code in ("2020", "2021"):
        (tmp_path / f"{code}.toml").write_text(
            text.replace("special-rectification-2021", f"special-rectification-{code}", 1), "utf-8"
        )
    ended = cmd.refused("campaign", "use", "2020.toml", code=2)
    assert "another campaign" in ended.err
    assert cmd.json("campaign", "use", "2021.toml")["edition"] == "new"


# what has no fixed day


@pytest.mark.parametrize("typed_", ["A8=occurred", "A13=under-two", "A19=no-allowance"])
def test_a_reading_that_moves_no_fixed_day_says_what_it_counts_anew(cmd: Command, typed_: str) -> None:
    shown = cmd("campaign", "use", "--reading", typed_)
    assert "no deadline with a fixed day changes" in shown.err
    assert cmd.json("campaign", "use", "--reading", "A4=previous-workday")["events"] == []


def test_the_readings_say_what_becomes_of_incidents_and_hazards(cmd: Command) -> None:
    def words() -> dict[str, list[str]]:
        found = cmd.json("campaign", "show", "--readings")["readings"]
        return {f"{one['id']}={way['choice']}": way["words"] for one in found for way in one["moves"]}

    assert "by 11:50, not 12:00" in "".join(words()["A8=occurred"])
    assert "15 days" in "".join(words()["A19=no-allowance"])
    assert "late" in "".join(words()["A13=under-two"])
    cmd("campaign", "use", "--reading", "A8=occurred")
    assert "by 12:00, not 11:50" in "".join(words()["A8=school-knew"])


def test_a_list_in_a_pipe_has_its_separators(cmd: Command) -> None:
    shown = cmd("campaign", "use", "--reading", "A4=previous-workday", "--dry-run").out
    [moved] = [line for line in shown.splitlines() if line.startswith("deadlines moved")]
    assert moved.count(" → ") == moved.count(", ") == 5


def test_a_campaign_taken_back_is_told_without_its_text(cmd: Command) -> None:
    cmd("campaign", "new", "--start", "2026-12", "--out", "next.toml")
    cmd("campaign", "use", "next.toml")
    told = cmd("undo", "--yes")
    assert len(told.out + told.err) < 500
    assert "[[duty]]" not in told.out + told.err
