"""The contract of the command line: keys in their order, exit codes, dry runs, the environment."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from office import CAMPUSES, DAY, Begun, Command, content, every_stage, typed
from safetyctl.ground.files import shipped

HAZARD = [
    "id", "uid", "campus", "area", "item", "title", "detail", "location", "level", "source", "inspection",
    "found_on", "found_by", "responsible", "measure", "funds", "contingency", "due", "due_first", "extensions",
    "status", "overdue", "days_overdue", "interim", "deferred_to", "escalated_on", "supervised_by", "closed_on",
    "closed_by", "on_time", "rectified_on", "rectified_by", "verified_on", "verified_by", "province_receipt",
    "province_uploaded_on", "attachments", "created_at", "updated_at",
]  # fmt: skip
DUE = ["kind", "ref", "title", "campus", "area", "level", "who", "due", "days_overdue", "state", "clause"]


def keys(found: object) -> list[str]:
    assert isinstance(found, dict)
    return list(found)


def test_a_hazards_keys_are_those_of_the_contract_in_their_order(cmd: Command) -> None:
    made = cmd.add()
    assert keys(made)[: len(HAZARD)] == HAZARD
    assert keys(cmd.json("hazard", "show", "1"))[: len(HAZARD)] == HAZARD
    assert keys(cmd.json("hazard", "list")[0])[: len(HAZARD)] == HAZARD
    table = list(csv.reader(io.StringIO(cmd("hazard", "list", "--csv").out)))
    assert table[0][: len(HAZARD)] == HAZARD
    cmd("hazard", "export", "all.json")
    assert keys(json.loads(Path("all.json").read_text("utf-8"))[0])[: len(HAZARD)] == HAZARD


def test_what_is_not_known_is_null_and_the_types_hold(cmd: Command) -> None:
    made = cmd.add()
    empty = (
        "item", "detail", "location", "inspection", "found_by", "responsible", "measure", "funds", "contingency",
        "interim", "deferred_to", "escalated_on", "supervised_by", "closed_on", "closed_by", "on_time",
        "rectified_on", "rectified_by", "verified_on", "verified_by", "province_receipt", "province_uploaded_on",
    )  # fmt: skip
    assert {name: made[name] for name in empty} == dict.fromkeys(empty)
    assert (made["id"], made["level"], made["source"], made["status"]) == (
        "H0001",
        "general",
        "self-check",
        "open",
    )
    assert (made["overdue"], made["days_overdue"], made["extensions"], made["attachments"]) == (
        False,
        0,
        0,
        [],
    )
    assert made["created_at"].endswith("Z")


def test_due_campaign_and_report_have_the_keys_of_the_contract(cmd: Command) -> None:
    cmd.add()
    owed = cmd.json("due", day="2020-03-30")
    assert keys(owed) == ["as_of", "items"]
    assert keys(owed["items"][0])[: len(DUE)] == DUE
    plan = cmd.json("campaign", "show")
    assert keys(plan) == [
        "campaign",
        "title",
        "start",
        "end",
        "phases",
        "milestones",
        "duties",
        "readings",
        "areas",
    ]
    assert keys(plan["phases"][0]) == ["number", "name", "start", "end"]
    duty = ["code", "kind", "title", "owed_by", "recipient", "channel", "rule", "clause"]
    assert keys(plan["duties"][0])[:8] == duty
    assert keys(plan["readings"][0])[:4] == ["id", "holds", "others", "clause"]
    assert keys(plan["areas"][0]) == ["code", "name", "clause", "items"]
    assert keys(plan["areas"][0]["items"][0])[:3] == ["code", "title", "clause"]
    report = cmd.json("report", "weekly", day="2020-03-12")
    assert keys(report)[:7] == ["bundle", "kind", "period", "campus", "files", "sha256", "head"]
    read = cmd.json("hazard", "import", str(shipped("sample-ledger.xlsx")), "--dry-run",
                    day="2020-05-14")  # fmt: skip
    assert keys(read)[:6] == ["read", "added", "updated", "skipped", "rejected", "errors"]


def test_json_is_one_document_in_utf8_whatever_the_locale(ledger: Path) -> None:
    for locale in ("C", "POSIX", "zh_CN.GBK", "en_US.ISO-8859-1"):
        ended = typed("campaign", "show", "--json", "--ledger", str(ledger), env={"LC_ALL": locale})
        assert ended.returncode == 0
        assert "消防" in json.dumps(json.loads(ended.stdout), ensure_ascii=False) or "Fire" in ended.stdout


# exit codes and errors


def test_exit_codes(cmd: Command, tmp_path: Path) -> None:
    assert cmd.json("hazard", "list") == []
    cmd("hazard", "list", "--overdue")
    cmd.add(day="2020-01-01")
    assert cmd("due", "--check", "--kind", "rectification", expect=3).lines[-1].startswith("1 overdue")
    assert cmd("due", "--check", "--kind", "rectification", day="2020-01-02").code == 0
    assert cmd("ledger", "verify", "--head", "0" * 64, expect=3).out
    assert cmd("due", "--ledger", str(tmp_path / "none.db"), expect=1).out == ""


MISSING = [
    ("hazard add", ["--title", "--campus", "--area"]),
    ("hazard add --campus 东校区", ["--title", "--area"]),
    ("hazard rectify 1", ["--note"]),
    ("hazard rectify", ["ID", "--note"]),
    ("hazard verify 1", ["--by", "--pass"]),
    ("hazard extend 1", ["--until", "--reason", "--approved-by"]),
    ("hazard defer", ["ID", "--until", "--reason", "--interim", "--approved-by"]),
    ("hazard close 1", ["--by"]),
    ("hazard reopen 1", ["--reason"]),
    ("hazard void 1", ["--reason"]),
    ("hazard escalate 1", ["--to"]),
    ("hazard upload 1", ["--receipt"]),
    ("hazard attach 1", ["FILE"]),
    ("people add", ["NAME"]),
]


@pytest.mark.parametrize(("line", "names"), MISSING)
def test_all_that_is_missing_is_named_at_once(cmd: Command, line: str, names: list[str]) -> None:
    cmd.add()
    told = cmd.refused(*line.split()).err
    assert all(name in told for name in names), told
    assert "Missing" in told


def test_a_missing_argument_is_named_as_its_help_page_names_it(cmd: Command) -> None:
    assert "缺少：文件\n" in cmd("hazard", "import", lang="zh", expect=2).err


BAD = [
    (("--campus", "东校"), 0, ""),
    (("--campus", "北校区"), 2, "东校区"),
    (("--campus", "校区"), 2, "东校区"),
    (("--area", "fier"), 2, "fire"),
    (("--area", "fire.99"), 2, "fire"),
    (("--area", "xyz"), 2, "There are"),
    (("--found", "2020-02-30"), 2, "29 days"),
    (("--found", "2020-13-01"), 2, "12 months"),
    (("--found", "soon"), 2, "not a day"),
    (("--due", "2020-02-30"), 2, "29 days"),
    (("--level", "grave"), 2, "general"),
    (("--source", "rumour"), 2, "report"),
    (("--funds", "-1"), 2, "amount"),
    (("--funds", "much"), 2, "amount"),
    (("--funds", "0.00001"), 2, "amount"),
    (("--funds", "nan"), 2, "amount"),
    (("--title", "a\u202eb"), 2, "U+202E"),
    (("--title", " "), 2, ""),
    (("--title", "长" * 4001), 2, "4000"),
    (("--responsible", "一\n二"), 2, "U+000A"),
    (("--photo", "none.jpg"), 2, "none.jpg"),
    (("--photo", "."), 2, "not a file"),
    (("--campuss", "x"), 2, "--campus"),
]


@pytest.mark.parametrize(("options", "code", "said"), BAD, ids=[" ".join(one[0])[:30] for one in BAD])
def test_what_is_typed_wrongly_is_told_plainly(
    cmd: Command, options: tuple[str, ...], code: int, said: str
) -> None:
    given = {"--campus": "东校区", "--area": "fire", "--title": "缺灭火器"} | {options[0]: options[1]}
    args = ("hazard", "add", *(part for pair in given.items() for part in pair))
    if code == 0:
        cmd(*args)
        return
    assert said in cmd.refused(*args).err
    dry = cmd(*args, "--dry-run", expect=2)
    assert said in dry.err


@pytest.mark.parametrize(
    "ref", ["H0099", "99", "h99", "0", "S1", "x", "", "H", "-1", "ffffffff", "H0001x", "１x"]
)
def test_an_id_that_names_nothing(cmd: Command, ref: str) -> None:
    cmd.add()
    for verb in (("show",), ("history",), ("void", "--reason", "x")):
        ended = cmd.either("hazard", verb[0], ref, *verb[1:])
        assert ended.code == 2
        assert ended.out == ""
        assert len(ended.lines) <= 2


@pytest.mark.parametrize("ref", ["H1", "h0001", "1", "0001", "#1", "Ｈ１", " H0001 "])
def test_every_way_to_name_a_hazard(cmd: Command, ref: str) -> None:
    cmd.add()
    assert cmd.json("hazard", "show", ref)["id"] == "H0001"


def test_a_hazard_by_the_beginning_of_its_uid(cmd: Command) -> None:
    one = cmd.add()
    assert cmd.json("hazard", "show", one["uid"])["id"] == "H0001"
    assert cmd.json("hazard", "show", one["uid"][:13].upper())["id"] == "H0001"
    cmd.add()
    told = cmd("hazard", "show", one["uid"][:8], expect=2).err
    assert "H0001" in told
    assert "H0002" in told


# dry runs

CHANGES = {
    "add": "hazard add --campus 东校区 --area fire --title 缺灭火器 --photo photo.jpg",
    "edit": "hazard edit 1 --title 灭火器过期",
    "attach": "hazard attach 1 photo.jpg --kind after",
    "assign": "hazard assign 1 --responsible 李四 --measure 更换",
    "rectify": "hazard rectify 2 --note 已更换 --photo photo.jpg",
    "verify": "hazard verify 3 --by 王五 --pass",
    "fail": "hazard verify 3 --by 王五 --fail",
    "close": "hazard close 4 --by 赵六",
    "extend": "hazard extend 1 --until +60d --reason 缺货 --approved-by 赵六",
    "defer": "hazard defer 5 --until +60d --reason 未复工 --interim 封闭 --approved-by 赵六",
    "escalate": "hazard escalate 1 --to 教育处",
    "reopen": "hazard reopen 6 --reason 复发",
    "void": "hazard void 1 --reason 重复",
    "upload": "hazard upload 1 2 3 --receipt 07",
    "import": "hazard import sample.xlsx",
    "people add": "people add 赵六 --campus 西校区",
    "people retire": "people retire 李四",
    "submit": "report submit weekly-report/2020-03-05/东校区 --channel e-mail",
    "undo": "undo",
}


@pytest.fixture
def lives(begun: Begun) -> Command:
    Path("photo.jpg").write_bytes(b"photo")
    Path("sample.xlsx").write_bytes(shipped("sample-ledger.xlsx").read_bytes())
    return begun(every_stage)


@pytest.mark.parametrize("change", CHANGES)
def test_a_dry_run_says_the_same_and_changes_nothing(lives: Command, change: str) -> None:
    before = content(lives.ledger)
    line = [*CHANGES[change].split(), "--json", "--yes"]
    day = "2020-05-14" if change == "import" else DAY
    tried = lives(*line, "--dry-run", day=day)
    assert content(lives.ledger) == before
    done = lives(*line, day=day)
    assert content(lives.ledger) != before
    told, really = tried.json, done.json
    for one in [told, really] if isinstance(told, dict) else [*told, *really]:
        for fleeting in ("uid", "created_at", "updated_at", "sha256", "bundle"):
            one.pop(fleeting, None)
    assert told == really
    assert lives.json("ledger", "verify")["ok"]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_said_and_quiet_says_nothing(lives: Command, change: str) -> None:
    day = "2020-05-14" if change == "import" else DAY
    assert "dry run" in lives(*CHANGES[change].split(), "--yes", "--dry-run", day=day).err
    loud = lives(*CHANGES[change].split(), "--yes", "--dry-run", "--quiet", day=day)
    assert loud.err == "" if change != "people retire" else loud.err.startswith("warning: 李四 still owes")


def test_what_usually_comes_next_is_said(cmd: Command) -> None:
    assert (
        "hazard assign H0001"
        in cmd("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "x").err
    )
    said = cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换").err
    assert "hazard rectify H0001" in said
    assert "hazard verify H0001" in cmd("hazard", "rectify", "1", "--note", "已更换").err


# words and codes


@pytest.mark.parametrize(
    ("option", "said", "code"),
    [
        ("--level", "重大", "major"),
        ("--level", "一般", "general"),
        ("--level", "MAJOR", "major"),
        ("--area", "消防", "fire"),
        ("--area", "Fire", "fire"),
        ("--area", "食品", "food"),
    ],
)
def test_labels_of_either_language_are_taken(cmd: Command, option: str, said: str, code: str) -> None:
    given = {"--campus": "东校区", "--area": "fire", "--title": "缺灭火器"} | {option: said}
    made = cmd.json("hazard", "add", *(part for pair in given.items() for part in pair))
    assert made[option.removeprefix("--")] == code


def test_an_item_names_its_area(cmd: Command) -> None:
    made = cmd.add(area="fire.07")
    assert (made["area"], made["item"]) == ("fire", "fire.07")
    moved = cmd.json("hazard", "edit", "1", "--area", "food")
    assert (moved["area"], moved["item"]) == ("food", None)


@pytest.mark.parametrize(
    ("said", "day"),
    [("today", DAY), ("今天", DAY), ("-2d", "2020-03-04"), ("昨天", "2020-03-05"), ("3月1日", "2020-03-01"),
     ("2020/3/5", "2020-03-05"), ("2020年3月5日", "2020-03-05")],
)  # fmt: skip
def test_days_as_people_write_them(cmd: Command, said: str, day: str) -> None:
    assert cmd.add(f"--found={said}")["found_on"] == day


def test_money_is_in_wan_to_the_yuan(cmd: Command) -> None:
    for said, wan in (("3.5", 3.5), ("35000元", 3.5), ("0.0001", 0.0001), ("１２", 12), ("0", 0)):
        assert cmd.add("--funds", said)["funds"] == wan


def test_chinese_throughout(cmd: Command) -> None:
    cmd.add()
    said = cmd("hazard", "show", "1", lang="zh")
    assert "缺" not in said.err
    assert "登记" in said.out
    refused = cmd("hazard", "verify", "1", "--by", "王五", "--pass", lang="zh", expect=2)
    assert refused.err.startswith("错误：")
    assert "整改" in refused.err
    assert cmd.json("hazard", "show", "1", lang="zh")["status"] == "open", "codes whatever the language"
    assert cmd("hazard", "list", "--csv", lang="zh").out == cmd("hazard", "list", "--csv").out


# the environment


def test_flags_beat_the_environment(cmd: Command, tmp_path: Path) -> None:
    cmd("init", "--campus", "北校区", "--ledger", str(tmp_path / "other.db"))
    info = cmd.json("ledger", "info", "--ledger", str(tmp_path / "other.db"))
    assert (info["campuses"], info["from"]) == (["北校区"], "--ledger")
    assert cmd.json("ledger", "info")["from"] == "SAFETYCTL_LEDGER"
    assert cmd.json("due", "--as-of", "2020-04-01")["as_of"] == "2020-04-01"
    cmd.add("--actor", "赵六")
    assert cmd.json("hazard", "history", "1")[0]["actor"] == "赵六"


def test_an_empty_environment_is_enough(ledger: Path) -> None:
    for env in ({}, {"HOME": "/dev/null"}, {"HOME": "/nonexistent", "LC_ALL": "C"}):
        made = typed(
            "hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器", "--as-of", DAY,
            "--ledger", str(ledger), "--json", env=env,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        assert json.loads(made.stdout)["title"] == "缺灭火器"
    bare = typed("due", "--ledger", str(ledger), "--as-of", "2020-04-01", env={"SAFETYCTL_LANG": ""})
    assert "灭火器" in bare.stdout
    assert "\x1b" not in bare.stdout + bare.stderr


def test_no_colour_into_a_pipe_whatever_is_forced(ledger: Path) -> None:
    for env in ({"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"GITHUB_ACTIONS": "true"}, {"NO_COLOR": "1"}):
        ended = typed("status", "--ledger", str(ledger), "--as-of", DAY, env=env)
        assert ended.returncode == 0
        assert "\x1b" not in ended.stdout + ended.stderr


def test_today_is_the_plans_whatever_the_machines_zone(ledger: Path) -> None:
    days = {
        json.loads(typed("due", "--json", "--ledger", str(ledger), env={"TZ": zone}).stdout)["as_of"]
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai")
    }
    assert len(days) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors as on Linux")
def test_a_ledger_by_url(cmd: Command) -> None:
    cmd.add()
    assert len(cmd.json("hazard", "list", "--ledger", f"sqlite:///{cmd.ledger}")) == 1
    assert "yet" in cmd("due", "--ledger", "postgresql://x/y", expect=2).err


def test_init_names_its_campuses_and_plan(cmd: Command, tmp_path: Path) -> None:
    where = ("--ledger", str(tmp_path / "new" / "other.db"))
    made = cmd.json("init", *(part for name in CAMPUSES for part in ("--campus", name)), *where)
    assert keys(made) == ["ledger", "campaign", "campuses"]
    assert made["campuses"] == list(CAMPUSES)
    assert "exists already" in cmd("init", "--campus", "东校区", *where, expect=2).err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "at least one campus"),
        (("--campus", "东校区", "--campus", "东校区"), "twice"),
        (("--campus", "东校区", "--campus", " 东校区 "), "twice"),
        (("--campus", " "), "--campus"),
        (("--campus", "a\tb"), "U+0009"),
        (("--campus", "*"), "the group"),
        (("--campus", "长" * 61), "60"),
        (("--campus", "东校区", "--plan", "none.toml"), "none.toml"),
        (("--campus", "东校区", "--plan", "broken.toml"), "broken.toml"),
    ],
)
def test_a_refused_init_makes_nothing(cmd: Command, tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    Path("broken.toml").write_text("[campaign\ncode = 1\n", encoding="utf-8")
    told = cmd("init", *args, "--ledger", str(tmp_path / "new" / "other.db"), expect=2)
    assert said in told.err
    assert not (tmp_path / "new").exists()
