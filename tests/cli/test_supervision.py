"""``supervision`` and ``accountability``: what the group found, what is to be corrected, who answered for it."""

import csv
import io
import shlex

import pytest

from office import Begun, Command

VISIT = [
    "id", "uid", "campus", "aspect", "on", "finding", "score", "visitors", "correction", "due", "person", "state",
    "corrected_on", "corrected_note", "attachments", "voided_on", "void_reason", "created_at", "updated_at",
]  # fmt: skip
ACCOUNT = [
    "id", "uid", "campus", "person", "what", "measure", "on", "attachments", "voided_on", "void_reason", "created_at",
    "updated_at",
]  # fmt: skip
AUTUMN = "2020-10-20"


def visited(cmd: Command) -> None:
    """The East supervised in two aspects, one with a correction by the 25th; the West in one."""
    for line in (
        "--campus 东校区 --aspect regulations --finding 制度齐全 --score 95 --on 2020-10-12",
        "--campus 东校区 --aspect mechanism --finding 例会不定期 --score 80 --on 2020-10-12"
        " --by 张三、李四 --correction 每月一次例会 --due 2020-10-25 --person 王五",
        "--campus 西校区 --aspect mechanism --finding 良好 --score 90 --on 2020-10-14",
    ):
        cmd("supervision", "add", *shlex.split(line), day=AUTUMN)


@pytest.fixture
def some(begun: Begun) -> Command:
    return begun(visited)


def owed(cmd: Command, *options: str, day: str = AUTUMN) -> list[tuple[str, str]]:
    items = cmd.json("due", "--kind", "supervision", "--within", "10", *options, day=day)["items"]
    return [(one["ref"], one["state"]) for one in items if one["ref"].startswith("V")]


def group_supervision(cmd: Command, day: str) -> tuple[str, str | None]:
    duties = cmd.json("campaign", "check", "--campus", "*", day=day)["duties"]
    (one,) = [one for one in duties if one["code"] == "group-supervision"]
    return one["state"], one["met_on"]


def accounts(cmd: Command, day: str) -> list[tuple[str, int]]:
    running = cmd.json("campaign", "check", day=day)["running"]
    return [(one["campus"], one["count"]) for one in running if one["code"] == "accountability"]


def test_what_was_found_is_kept(some: Command) -> None:
    made = some.json("supervision", "show", "v2", day=AUTUMN)
    assert list(made) == VISIT
    assert [made[key] for key in VISIT[2:14]] == [
        "东校区", "mechanism", "2020-10-12", "例会不定期", 80, "张三、李四", "每月一次例会", "2020-10-25", "王五",
        "open", None, None,
    ]  # fmt: skip
    listed = some.json("supervision", "list", day=AUTUMN)
    assert [(one["id"], one["state"]) for one in listed] == [
        ("V0001", None),
        ("V0002", "open"),
        ("V0003", None),
    ]
    for options, ids in (
        ("--open", ["V0002"]),
        ("--campus 西校区", ["V0003"]),
        ("--aspect mech --to 2020-10-13", ["V0002"]),
        ("--from 2020-10-13", ["V0003"]),
    ):
        assert [one["id"] for one in some.json("supervision", "list", *options.split(), day=AUTUMN)] == ids
    assert [one["id"] for one in some.json("supervision", "list", day="2020-10-12")] == ["V0001", "V0002"]
    assert next(csv.reader(io.StringIO(some("supervision", "list", "--csv", day=AUTUMN).out))) == VISIT


def test_a_correction_is_due_until_it_is_made(some: Command) -> None:
    assert owed(some) == owed(some, "--campus", "东校区") == [("V0002", "upcoming")]
    assert owed(some, "--campus", "西校区") == owed(some, "--overdue") == []
    assert owed(some, "--overdue", day="2020-10-26") == [("V0002", "overdue")]
    item = some.json("due", "--kind", "supervision", "--why", day="2020-10-25")["items"][0]
    assert [item[key] for key in ("ref", "title", "campus", "who", "due", "state", "clause")] == [
        "V0002", "每月一次例会", "东校区", "王五", "2020-10-25", "due", "2.4(2)",
    ]  # fmt: skip
    assert "supervision" in item["why"]
    done = some.json(
        "supervision", "corrected", "V0002", "--on", "2020-10-22", "--note", "已定", day="2020-10-23"
    )
    assert (done["state"], done["corrected_on"], done["corrected_note"]) == (
        "corrected",
        "2020-10-22",
        "已定",
    )
    assert owed(some, day="2020-10-23") == []
    assert owed(some, day="2020-10-21") == [("V0002", "upcoming")]
    assert "already" in some.refused("supervision", "corrected", "V0002", day="2020-10-24").err


def test_the_table_names_what_is_missing(some: Command) -> None:
    cells = some.json("supervision", "table", day=AUTUMN)
    assert list(cells[0]) == ["campus", "aspect", "visits", "last_on", "score", "id", "open"]
    assert [(one["campus"], one["aspect"], one["score"]) for one in cells if one["visits"]] == [
        ("东校区", "regulations", 95),
        ("东校区", "mechanism", 80),
        ("西校区", "mechanism", 90),
    ]
    shown = some("supervision", "table", "--campus", "西校区", day=AUTUMN)
    assert "90" in shown.out
    assert "regulations" in shown.err
    assert "mechanism" not in shown.err
    assert not any(
        one["visits"] for one in some.json("supervision", "table", "--from", "2020-10-15", day=AUTUMN)
    )


def test_the_groups_duty_is_met_late_or_absent(some: Command) -> None:
    assert group_supervision(some, "2020-12-31") == ("open", None)
    assert group_supervision(some, "2021-01-01") == ("overdue", None)
    for campus, aspects in (
        ("东校区", ("responsibility", "rectification")),
        ("西校区", ("responsibility", "regulations", "rectification")),
        ("南校区", ("responsibility", "rectification", "mechanism")),
    ):
        for aspect in aspects:
            one = ("--campus", campus, "--aspect", aspect, "--finding", "良好", "--score", "90")
            some("supervision", "add", *one, day="2020-11-02")
    assert group_supervision(some, "2021-01-01") == ("overdue", None)
    last = ("--campus", "南校区", "--aspect", "regulations", "--finding", "良好", "--score", "88")
    some("supervision", "add", *last, day="2020-12-31")
    assert group_supervision(some, "2021-01-01") == ("met", "2020-12-31")
    assert group_supervision(some, "2020-12-30") == ("open", None)
    some("undo", "--yes", day="2020-12-31")
    some("supervision", "add", *last, day="2021-01-04")
    assert group_supervision(some, "2021-01-04") == ("late", "2021-01-04")
    some("supervision", "void", "V0003", "--reason", "重复登记", day="2021-01-05")
    assert group_supervision(some, "2021-01-05") == ("overdue", None)


def test_who_is_held_to_account_is_no_visit(some: Command) -> None:
    told = ("--campus", "南校区", "--person", "李四", "--what", "隐患两次逾期", "--measure", "约谈")
    made = some.json("accountability", "add", *told, "--on", "2020-10-19", day=AUTUMN)
    assert list(made) == ACCOUNT
    assert [made[key] for key in ("id", "campus", "person", "what", "measure", "on")] == [
        "Q0001", "南校区", "李四", "隐患两次逾期", "约谈", "2020-10-19",
    ]  # fmt: skip
    assert group_supervision(some, "2021-01-01") == ("overdue", None)
    assert accounts(some, AUTUMN) == [("*", 1)]
    assert accounts(some, "2020-10-18") == [("*", 0)]
    assert some.json("accountability", "list", "--campus", "*", day=AUTUMN) == []
    assert some.json("accountability", "edit", "q1", "--measure", "通报", day=AUTUMN)["measure"] == "通报"
    some("accountability", "void", "Q0001", "--reason", "重复登记", day="2020-10-21")
    assert accounts(some, "2020-10-21") == [("*", 0)]
    assert accounts(some, AUTUMN) == [("*", 1)]
    assert [one["id"] for one in some.json("accountability", "list", "--void", day="2020-10-21")] == ["Q0001"]


ADD = "supervision add --campus 东校区 --aspect mechanism --finding x"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("supervision add --campus 东校区", "--aspect, --finding, --score"),
        ("supervision add --campus 东校区 --aspect x --finding x --score 1", "aspect"),
        (f"{ADD} --score 101", "score"),
        (f"{ADD} --score -1", "score"),
        (f"{ADD} --score 9.5", "--score"),
        (f"{ADD} --score 90 --on 2020-10-21", "2020-10-21"),
        (f"{ADD} --score 90 --on 1999-10-21", "2000"),
        (f"{ADD} --score 90 --correction x", "--due"),
        (f"{ADD} --score 90 --due 2020-11-01", "--correction"),
        (f"{ADD} --score 90 --person 王五", "--correction"),
        (f"{ADD} --score 90 --correction ' ' --due 2020-11-01", "--correction"),
        (f"{ADD} --score 90 --correction x --due 2020-10-19", "before the visit"),
        ("supervision add --campus 东校区 --aspect mechanism --finding ' ' --score 1", "finding"),
        ("supervision edit V0002 --on 2020-10-20 --due 2020-10-19", "before the visit"),
        ("supervision edit V0001 --due 2020-10-30", "--correction"),
        ("supervision edit V0001", "Nothing to change"),
        ("supervision corrected V0001", "no correction"),
        ("supervision corrected V0002 --on 2020-10-11", "before the visit"),
        ("supervision corrected V0002 --on 2020-10-21", "2020-10-21"),
        ("supervision corrected V0009", "V0009"),
        ("supervision corrected Q0001", "another kind"),
        ("accountability add --campus 东校区 --person 李四", "--what, --measure"),
        ("accountability add --group --person ' ' --what x --measure x", "person"),
        ("accountability add --group --person 李四 --what x --measure x --on 2020-10-21", "2020-10-21"),
        ("accountability show Q0001", "safetyctl accountability add"),
    ],
)
def test_what_is_refused(some: Command, line: str, said: str) -> None:
    assert said in some.refused(*shlex.split(line), day=AUTUMN).err


def test_every_change_is_taken_back(some: Command) -> None:
    def every() -> list[object]:
        return [
            [one | {"updated_at": ""} for one in some.json(noun, "list", "--void", day=AUTUMN)]
            for noun in ("supervision", "accountability")
        ]

    (some.ledger.parent / "a.jpg").write_bytes(b"a")
    some("accountability", "add", "--group", "--person", "李四", "--what", "x", "--measure", "x", day=AUTUMN)
    before = every()
    for line in (
        "supervision edit 1 --score 1",
        "supervision edit 1 --correction x --due 2020-11-01",
        "supervision corrected 2 --photo a.jpg",
        "supervision void 2 --reason x",
        f"{ADD} --score 1",
        "accountability edit 1 --what y",
        "accountability attach 1 a.jpg",
        "accountability void 1 --reason x",
    ):
        some(*shlex.split(line), day=AUTUMN)
        assert every() != before
        some("undo", "--yes", day=AUTUMN)
        assert every() == before
    assert some.json("ledger", "verify")["ok"]
