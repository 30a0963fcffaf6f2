"""``meeting``: what was held and decided, who owes what by when, and the duties that a meeting shows."""

import csv
import io

import pytest

from office import Begun, Command

KEYS = [
    "id", "uid", "campus", "kind", "title", "on", "chair", "participants", "minutes", "decisions", "attachments",
    "voided_on", "void_reason", "created_at", "updated_at",
]  # fmt: skip
DECISION = [
    "id", "what", "person", "due", "state", "done_on", "done_by", "note", "dropped_on", "drop_reason",
]  # fmt: skip


def decided(cmd: Command) -> None:
    """A risk study of the East with three decisions, and a mobilisation of the group."""
    cmd(
        "meeting",
        "add",
        "--campus",
        "东校区",
        "--kind",
        "risk-study",
        "--title",
        "风险研判",
        "--on",
        "2020-03-02",
    )
    for what, person, by in (
        ("更换应急灯", "李四", "2020-03-20"),
        ("疏导校门", "王五", "2020-03-05"),
        ("巡查", "李四", ""),
    ):
        options = ("--by", by) if by else ()
        cmd("meeting", "decide", "M0001", "--what", what, "--person", person, *options)
    cmd("meeting", "add", "--group", "--kind", "mobilisation", "--title", "动员会", "--on", "2019-12-05")


@pytest.fixture
def some(begun: Begun) -> Command:
    return begun(decided)


def owed(cmd: Command, *options: str, **how: str) -> list[tuple[str, str, int]]:
    """What ``due`` has of meetings' decisions: reference, state, days overdue."""
    items = cmd.json("due", "--kind", "meeting", "--within", "30", *options, **how)["items"]
    return [(one["ref"], one["state"], one["days_overdue"]) for one in items if one["ref"].startswith("M")]


def states(cmd: Command, duty: str, **how: str) -> dict[str, str]:
    check = cmd.json("campaign", "check", **how)
    return {one["id"].partition("/")[2]: one["state"] for one in check["duties"] if one["code"] == duty}


def test_a_meeting_is_kept_with_all_that_was_said(cmd: Command) -> None:
    (cmd.ledger.parent / "签到表.jpg").write_bytes(b"names")
    made = cmd.json(
        "meeting", "add", "--campus", "东校区", "--kind", "leading-group", "--title", "例会", "--on", "3月2日",
        "--chair", "王五", "--participants", "张三、李四", "--minutes", "第一项\n第二项", "--photo", "签到表.jpg",
    )  # fmt: skip
    assert list(made) == KEYS
    assert [made[key] for key in KEYS[2:10]] == [
        "东校区", "leading-group", "例会", "2020-03-02", "王五", "张三、李四", "第一项\n第二项", [],
    ]  # fmt: skip
    assert [one["name"] for one in made["attachments"]] == ["签到表.jpg"]
    assert cmd.json("meeting", "show", made["uid"][:24]) == cmd.json("meeting", "show", "m1") == made
    assert cmd.json("ledger", "verify")["ok"]


def test_the_list_is_narrowed_by_owner_kind_and_day(some: Command) -> None:
    def ids(*options: str, **how: str) -> list[str]:
        return [one["id"] for one in some.json("meeting", "list", *options, **how)]

    assert ids() == ["M0002", "M0001"]
    assert (ids("--campus", "*"), ids("--campus", "东"), ids("--campus", "西校区")) == (
        ["M0002"],
        ["M0001"],
        [],
    )
    assert (ids("--kind", "risk"), ids("--from", "2020-01-01"), ids("--to", "2020-03-01")) == (
        ["M0001"],
        ["M0001"],
        ["M0002"],
    )
    assert ids(day="2020-01-01") == ["M0002"]
    table = list(csv.reader(io.StringIO(some("meeting", "list", "--csv").out)))
    assert table[0] == KEYS
    assert "the group" in some("meeting", "list").out


def test_what_was_decided_is_due_by_name_and_day_until_it_is_done(some: Command) -> None:
    assert owed(some) == [("M0001/2", "overdue", 1), ("M0001/1", "upcoming", 0)]
    assert owed(some, "--overdue") == [("M0001/2", "overdue", 1)]
    assert owed(some, "--within", "13") == [("M0001/2", "overdue", 1)]
    assert (owed(some, "--campus", "西校区"), owed(some, "--campus", "东校区", "--overdue")) == (
        [],
        [("M0001/2", "overdue", 1)],
    )
    item = some.json("due", "--kind", "meeting", "--campus", "东校区", "--why")["items"][-1]
    assert [item[key] for key in ("ref", "title", "campus", "who", "due", "clause")] == [
        "M0001/2", "疏导校门", "东校区", "王五", "2020-03-05", "2.1(3)",
    ]  # fmt: skip
    assert "meeting" in item["why"]
    done = some.json("meeting", "done", "m1/2", "--on", "2020-03-04", "--note", "已疏导", day="2020-03-07")
    assert list(done["decisions"][1].values()) == [
        "M0001/2", "疏导校门", "王五", "2020-03-05", "done", "2020-03-04", "王五", "已疏导", None, None,
    ]  # fmt: skip
    assert list(done["decisions"][0]) == DECISION
    assert [ref for ref, *_ in owed(some, day="2020-03-07")] == ["M0001/1"]
    assert owed(some, day="2020-03-03") == [("M0001/2", "upcoming", 0), ("M0001/1", "upcoming", 0)]
    assert (
        "2 overdue"
        in some("due", "--check", "--kind", "meeting", "--campus", "东校区", day="2020-03-21", expect=3).err
    )


def test_a_decision_that_was_dropped_is_not_owed_but_stays(some: Command) -> None:
    some("meeting", "drop", "M0001/2", "--reason", "已改道")
    assert [ref for ref, *_ in owed(some)] == ["M0001/1"]
    found = some.json("meeting", "decisions")
    assert [(one["id"], one["state"]) for one in found] == [
        ("M0001/1", "open"),
        ("M0001/2", "dropped"),
        ("M0001/3", "open"),
    ]
    assert [one["id"] for one in some.json("meeting", "decisions", "--open", "--person", "李四")] == [
        "M0001/1",
        "M0001/3",
    ]
    assert "dropped" in some.refused("meeting", "done", "M0001/2").err


def test_a_meeting_and_its_decisions_are_corrected(some: Command) -> None:
    some("meeting", "edit", "M0001", "--title", "三月研判", "--on", "2020-03-01", "--kind", "special")
    made = some.json("meeting", "edit", "M0001/1", "--person", "赵六", "--by", "2020-03-10")
    assert (made["title"], made["on"], made["kind"]) == ("三月研判", "2020-03-01", "special")
    assert (made["decisions"][0]["person"], made["decisions"][0]["due"]) == ("赵六", "2020-03-10")
    assert made["decisions"][0]["what"] == "更换应急灯"
    log = some.json("audit", "log", "--ref", "M0001/1")
    assert [one["verb"] for one in log] == ["meeting.redecide", "meeting.decide"]
    whole = some.json("audit", "log", "--ref", "m1")
    assert [one["verb"] for one in whole if one["ref"] == "M0001"] == [
        "meeting.edit",
        "meeting.add",
    ]


def test_a_void_meeting_owes_nothing_from_that_day_on(some: Command) -> None:
    some("meeting", "void", "M0001", "--reason", "重复登记", day="2020-03-07")
    assert owed(some, day="2020-03-07") == []
    assert len(owed(some, day="2020-03-06")) == 2
    assert [one["id"] for one in some.json("meeting", "list", day="2020-03-07")] == ["M0002"]
    assert len(some.json("meeting", "list", "--void", day="2020-03-07")) == 2
    for args in (
        ("edit", "M0001", "--title", "x"),
        ("decide", "1", "--what", "x", "--person", "x"),
        ("done", "1/1"),
    ):
        assert "void" in some.refused("meeting", *args, day="2020-03-07").err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "--title", "x"), "--campus, --kind"),
        (("add", "--group", "--campus", "东校区", "--kind", "other", "--title", "x"), "--group"),
        (("add", "--group", "--kind", "party", "--title", "x"), "kind of meeting"),
        (("add", "--group", "--kind", "other", "--title", " "), "subject"),
        (("add", "--group", "--kind", "other", "--title", "x\u202e"), "subject"),
        (("add", "--group", "--kind", "other", "--title", "x", "--on", "2020-03-07"), "2020-03-07"),
        (("add", "--group", "--kind", "other", "--title", "x", "--on", "1999-12-31"), "2000"),
        (("add", "--group", "--kind", "other", "--title", "x", "--on", "2020-02-30"), "29 days"),
        (("add", "--group", "--kind", "other", "--title", "x", "--photo", "none.jpg"), "none.jpg"),
        (("add", "--campus", "北校区", "--kind", "other", "--title", "x"), "北校区"),
        (("decide", "M0001", "--what", "x"), "--person"),
        (("decide", "M0009", "--what", "x", "--person", "李四"), "M0009"),
        (("decide", "H0001", "--what", "x", "--person", "李四"), "another kind"),
        (("decide", "M0001", "--what", "x", "--person", "李四", "--by", "2020-03-01"), "before the meeting"),
        (("decide", "M0001", "--what", "x", "--person", "李四", "--by", "2120-03-01"), "2099"),
        (("done", "M0001/2", "--on", "2020-03-07"), "2020-03-07"),
        (("done", "M0001/2", "--on", "2020-03-01"), "before the meeting"),
        (("done", "M0002/1"), "M0002/1"),
        (("done", "M0001/4"), "M0001/4"),
        (("done", "M0001/x"), "names no decision"),
        (("done", "M0001"), "not a decision"),
        (("drop", "M0001/1", "--reason", " "), "dropped because"),
        (("edit", "M0001"), "Nothing to change"),
        (("edit", "M0001/1"), "--what"),
        (("edit", "M0001", "--what", "x"), "M0003/2"),
        (("edit", "M0001/1", "--title", "x"), "only --what"),
        (("edit", "M0001", "--on", "2020-03-06"), "2020-03-05"),
        (("show", "M0007"), "M0007"),
        (("list", "--kind", "party"), "kind of meeting"),
    ],
)
def test_what_is_refused(some: Command, args: tuple[str, ...], said: str) -> None:
    assert said in some.refused("meeting", *args).err


def test_a_decision_is_done_once(some: Command) -> None:
    some("meeting", "done", "M0001/1")
    assert "already" in some.refused("meeting", "done", "M0001/1").err
    assert "already" in some.refused("meeting", "drop", "M0001/1", "--reason", "x").err


def test_every_change_is_taken_back(some: Command) -> None:
    before = some.json("meeting", "list")
    for args in (
        ("decide", "M0001", "--what", "x", "--person", "李四"),
        ("done", "M0001/1"),
        ("drop", "M0001/1", "--reason", "x"),
        ("edit", "M0001/1", "--what", "x"),
        ("edit", "M0001", "--title", "x"),
        ("void", "M0001", "--reason", "x"),
        ("add", "--group", "--kind", "other", "--title", "x"),
    ):
        some("meeting", *args)
        assert some.json("meeting", "list", "--void") != before
        some("undo", "--yes")
        now = some.json("meeting", "list", "--void")
        assert [one | {"updated_at": ""} for one in now] == [one | {"updated_at": ""} for one in before]
    assert some.json("meeting", "add", "--group", "--kind", "other", "--title", "x")["id"] == "M0004"
    assert some.json("ledger", "verify")["ok"]


def test_the_mobilisation_is_met_late_or_absent(some: Command) -> None:
    duty = "mobilisation-meeting"
    assert states(some, duty, day="2019-12-06")["2019-12-31/*"] == "met"
    assert states(some, duty, day="2019-12-04")["2019-12-31/*"] == "open"
    some(
        "meeting", "add", "--campus", "东校区", "--kind", "special", "--title", "工作会", "--on", "2020-01-02"
    )
    found = states(some, duty, day="2020-01-02")
    assert (found["2019-12-31/东校区"], found["2019-12-31/西校区"]) == ("late", "overdue")
    assert states(some, duty, day="2020-01-01")["2019-12-31/东校区"] == "overdue"


def test_risk_studies_are_counted_by_campus(some: Command) -> None:
    running = some.json("campaign", "check")["running"]
    counts = {one["campus"]: (one["count"], one["last_on"]) for one in running if one["code"] == "risk-study"}
    assert counts == {"东校区": (1, "2020-03-02"), "西校区": (0, None), "南校区": (0, None)}


def test_a_dry_run_changes_nothing(some: Command) -> None:
    before = some.json("meeting", "show", "1")
    for args in (
        ("done", "1/1"),
        ("decide", "1", "--what", "x", "--person", "x"),
        ("void", "1", "--reason", "x"),
    ):
        assert "dry run" in some("meeting", *args, "--dry-run").err
    assert some.json("meeting", "show", "1") == before
