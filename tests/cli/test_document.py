"""Documents typed in as a clerk would: filed, found, replaced, handed back, corrected, made void."""

import os
from pathlib import Path

import pytest

from office import PROGRAM, SOURCE, Command, at_a_terminal

KEYS = [
    "id", "uid", "campus", "category", "title", "filed_on", "version", "state", "effective_from", "superseded_on",
    "replaces", "replaced_by", "number", "issuer", "issued_on", "keywords", "note", "file", "size", "sha256",
    "attachments", "voided_on", "void_reason", "created_at", "updated_at",
]  # fmt: skip
REGULATION = ("--category", "regulation", "--campus", "东校区", "--title", "消防安全管理制度")


def written(name: str = "制度.docx", content: bytes = b"a regulation") -> str:
    Path(name).write_bytes(content)
    return name


def filed(cmd: Command, *more: str, **how: str) -> str:
    return str(cmd.json("document", "add", written(), *(more or REGULATION), **how)["id"])


def test_what_is_filed_is_found_and_handed_back(cmd: Command) -> None:
    told = (
        "--number",
        "8号",
        "--issuer",
        "教育处",
        "--issued-on",
        "2020-02-28",
        "--keywords",
        "消防",
        "--note",
        "初稿",
    )
    made = cmd.json("document", "add", written(), *REGULATION, *told, "--on", "2020-03-02")
    assert list(made) == KEYS
    assert made["id"] == "K0001"
    assert (made["campus"], made["state"], made["effective_from"], made["version"]) == (
        "东校区", "in-force", "2020-03-02", 1,
    )  # fmt: skip
    assert (made["file"], made["size"]) == ("制度.docx", 12)
    assert cmd.json("document", "show", "k1") == made
    assert cmd("document", "show", "K1").out.splitlines()[0] == "No.\tK0001"
    back = cmd.json("document", "get", "1", "--out", "back.docx")
    assert back == {"id": "K0001", "file": "back.docx", "size": 12, "sha256": made["sha256"]}
    assert Path("back.docx").read_bytes() == b"a regulation"
    assert "exists already" in cmd.refused("document", "get", "1", "--out", "back.docx").err
    Path("link").symlink_to("nowhere")
    assert "exists already" in cmd.refused("document", "get", "1", "--out", "link").err
    assert cmd.json("ledger", "verify")["ok"]


def test_lists(cmd: Command) -> None:
    filed(cmd)
    filed(cmd, "--category", "上级文件", "--group", "--title", "专项整治通知", "--keywords", "Plan")
    filed(cmd, "--category", "minutes", "--campus", "西校区", "--title", "例会", day="2020-03-05")

    def ids(*asked: str, **how: str) -> list[str]:
        return [one["id"] for one in cmd.json("document", "list", *asked, **how)]

    assert ids() == ["K0003", "K0001", "K0002"]
    assert ids("--campus", "东校区") == ["K0001"]
    assert ids("--group") == ["K0002"]
    assert ids("--category", "minutes") == ["K0003"]
    assert ids("--search", "plan") == ids("--search", "通知") == ["K0002"]
    assert ids("--from", "2020-03-06", "--category", "regulation") == ["K0001"]
    assert ids(day="2020-03-05") == ["K0003"]
    assert cmd.json("document", "list")[2]["campus"] == "*"
    heading = cmd("document", "list", "--csv").out.splitlines()[0]
    assert heading == ",".join(KEYS)
    assert "Nothing on file is like that" in cmd("document", "list", "--search", "没有").err
    assert "two answers" in cmd.refused("document", "list", "--group", "--campus", "东校区").err


def test_a_regulation_and_its_versions(cmd: Command) -> None:
    filed(cmd)
    new = written("新制度.docx", b"a better one")
    made = cmd.json("document", "add", new, *REGULATION, "--replaces", "K1", "--effective-from", "2020-04-01")
    assert (made["version"], made["state"], made["replaces"]) == (2, "pending", "K0001")
    chain = cmd.json("document", "versions", "K2", day="2020-04-01")
    assert [(one["id"], one["state"], one["superseded_on"]) for one in chain] == [
        ("K0001", "superseded", "2020-04-01"),
        ("K0002", "in-force", None),
    ]
    assert "superseded on 2020-04-01" in cmd("document", "versions", "1", day="2020-04-01").out
    assert "in force from 2020-04-01" in cmd("document", "versions", "1").out
    listed = cmd.json("document", "list", "--in-force")
    assert [one["id"] for one in listed] == ["K0001"]
    assert [one["id"] for one in cmd.json("document", "list", "--in-force", day="2020-04-01")] == ["K0002"]
    assert (
        "replaced already, by K0002"
        in cmd.refused("document", "add", new, *REGULATION, "--replaces", "1").err
    )
    cmd("document", "void", "2", "--reason", "误传")
    assert cmd.json("document", "show", "1", day="2020-04-01")["state"] == "in-force"
    assert "is void" in cmd.refused("document", "add", new, *REGULATION, "--replaces", "2").err
    assert filed(cmd, *REGULATION, "--replaces", "1") == "K0003"


def test_a_law_may_be_older_than_anything_else(cmd: Command) -> None:
    made = cmd.json("document", "add", written(), *REGULATION, "--issued-on", "1990-06-04")
    assert made["issued_on"] == "1990-06-04"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (("--title", " "), "must not be empty"),
        (("--title", "制\u202e度"), "U+202E"),
        (("--title", "制\x07度"), "U+0007"),
        (("--title", "长" * 201), "at most 200"),
        (("--category", "regulaton"), "regulation"),
        (("--campus", "东校"), None),
        (("--campus", "北校区"), "北校区"),
        (("--on", "1999-12-31"), "1999"),
        (("--issued-on", "1948-12-31"), "1949 to 2099"),
        (("--on", "2020-03-07"), "after the day in force"),
        (("--effective-from", "2150-01-01"), "2150"),
        (("--issued-on", "2020-03-07"), "after the day in force"),
        (("--replaces", "K7"), "K0007"),
        (("--replaces", "H1"), "another kind"),
        (("--replaces", "2"), "category"),
        (("--group",), "two answers"),
    ],
)
def test_what_is_refused(cmd: Command, told: tuple[str, ...], why: str | None) -> None:
    filed(cmd)
    filed(cmd, "--category", "minutes", "--campus", "东校区", "--title", "例会")
    written("另一个.docx", b"another file")
    if why is None:  # the beginning of a name is enough
        cmd("document", "add", "另一个.docx", *REGULATION, *told)
    else:
        assert why in cmd.refused("document", "add", "另一个.docx", *REGULATION, *told).err


def test_what_is_no_file_to_keep(cmd: Command, tmp_path: Path) -> None:
    os.mkfifo("pipe")
    Path("folder").mkdir()
    written("empty.docx", b"")
    with open("huge.bin", "wb") as file:
        file.truncate(200 * 1024 * 1024 + 1)
    for name, why in (
        ("nowhere.docx", "no file"),
        ("folder", "not a file"),
        ("pipe", "pipe, not an ordinary file"),
        ("/dev/null", "device"),
        ("empty.docx", "empty"),
        ("huge.bin", "too large"),
        ("nul\0byte", "no file"),
    ):
        assert why in cmd.refused("document", "add", name, *REGULATION).err, name
    missing = cmd.refused("document", "add", "nowhere.docx").err
    assert "--category" in missing
    assert "--title" in missing
    assert "--group" in cmd.refused("document", "add", "x", "--category", "other", "--title", "x").err


def test_a_dry_run_keeps_nothing(cmd: Command) -> None:
    made = cmd.json("document", "add", written(), *REGULATION, "--dry-run")
    assert made["id"] == "K0001"
    assert cmd.json("document", "list") == []
    assert not list(Path().rglob("*.files"))


def test_correcting_making_void_and_taking_back(cmd: Command) -> None:
    filed(cmd)
    edited = cmd.json(
        "document", "edit", "1", "--title", "消防制度", "--category", "other", "--on", "2020-03-05"
    )
    assert (edited["title"], edited["category"], edited["filed_on"]) == ("消防制度", "other", "2020-03-05")
    assert edited["file"] == "制度.docx"
    cmd("undo", "--yes")
    assert cmd.json("document", "show", "1")["title"] == "消防安全管理制度"
    assert "Nothing to change" in cmd.refused("document", "edit", "1").err
    cmd("document", "attach", "1", written("附件.pdf", b"annex"))
    assert [one["name"] for one in cmd.json("document", "show", "1")["attachments"]] == ["附件.pdf"]
    cmd("document", "void", "1", "--reason", "重复")
    shown = cmd.json("document", "show", "1")
    assert (shown["state"], shown["void_reason"]) == ("void", "重复")
    assert cmd.json("document", "list") == []
    assert [one["id"] for one in cmd.json("document", "list", "--void")] == ["K0001"]
    assert "is void" in cmd.refused("document", "edit", "1", "--title", "x").err
    cmd("undo", "--yes")
    assert cmd.json("document", "show", "1")["state"] == "in-force"
    cmd("undo", "--yes")
    cmd("undo", "--yes")
    assert cmd.json("document", "list") == []
    assert filed(cmd) == "K0002"
    assert {one["ref"] for one in cmd.json("audit", "log", "--ref", "K0001")} == {"K0001"}
    assert cmd.json("ledger", "verify")["ok"]


def test_the_duties_that_documents_show(cmd: Command) -> None:
    def duty(code: str, campus: str, day: str) -> tuple[str, str | None, list[str]]:
        found = cmd.json("campaign", "check", day=day)["duties"]
        one = next(one for one in found if one["code"] == code and one["campus"] == campus)
        return one["state"], one["met_on"], one["evidence"]

    assert duty("leading-group", "东校区", "2020-01-01")[0] == "overdue"
    group = ("--category", "leading-group", "--title", "领导小组")
    filed(cmd, *group, "--campus", "东校区", "--on", "2019-12-10")
    filed(cmd, *group, "--group", "--on", "2020-01-08")
    assert duty("leading-group", "东校区", "2020-03-06") == ("met", "2019-12-10", ["K0001"])
    assert duty("leading-group", "*", "2020-03-06") == ("late", "2020-01-08", ["K0002"])
    assert duty("leading-group", "西校区", "2020-03-06")[0] == "overdue"
    assert duty("leading-group", "东校区", "2019-12-09")[0] == "open"
    assert duty("regulations", "东校区", "2020-03-06")[0] == "overdue"
    filed(cmd, *REGULATION, "--on", "2019-12-20")
    assert duty("regulations", "东校区", "2020-03-06")[0] == "met"
    cmd("document", "void", "K3", "--reason", "误传")
    assert duty("regulations", "东校区", "2020-03-06")[0] == "overdue"
    assert duty("regulations", "东校区", "2020-03-05")[0] == "met"
    filed(cmd, "--category", "evaluation", "--group", "--title", "成效评估", day="2020-12-01")
    assert duty("campaign-evaluation", "*", "2020-12-31") == ("met", "2020-12-01", ["K0004"])


def test_a_person_is_asked_for_category_title_and_campus(cmd: Command) -> None:
    told = {"SAFETYCTL_LEDGER": str(cmd.ledger), "SAFETYCTL_AS_OF": "2020-03-06", "SAFETYCTL_LANG": "en"}
    env = {**os.environ, "PYTHONPATH": str(SOURCE), **told}
    line = [*PROGRAM, "document", "add", written()]
    code, seen = at_a_terminal(line, "2\n消防制度\n4\n", env, columns=100)
    assert code == 0, seen
    assert "Regulations  (regulation)" in seen
    made = cmd.json("document", "show", "1")
    assert (made["category"], made["title"], made["campus"]) == ("regulation", "消防制度", "*")
