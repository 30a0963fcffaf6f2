"""``education`` and ``training``: what was taught, whom it reached, what is missing, and the duties without a day."""

import csv
import io
import shlex

import pytest

from office import Begun, Command

LESSON = [
    "id", "uid", "campus", "topic", "form", "on", "reached", "of", "title", "grade", "note", "attachments",
    "voided_on", "void_reason", "created_at", "updated_at",
]  # fmt: skip
TRAINING = [
    "id", "uid", "campus", "title", "on", "attended", "of", "rate", "trainer", "hours", "note", "attachments",
    "voided_on", "void_reason", "created_at", "updated_at",
]  # fmt: skip


def taught(cmd: Command) -> None:
    """Two lessons and two figures of the East, one lesson of the West; a training of the East, one of the group."""
    given = (
        ("东校区", "drowning", "class-meeting", "420", "2020-02-20"),
        ("东校区", "fire", "family", "96", "2020-03-02"),
        ("西校区", "fire", "broadcast", "700", "2020-03-03"),
    )
    for campus, topic, form, reached, on in given:
        cmd(
            "education",
            "add",
            "--campus",
            campus,
            "--topic",
            topic,
            "--form",
            form,
            "--reached",
            reached,
            "--on",
            on,
        )
    for completed, on in (("40", "2020-03-01"), ("43", "2020-03-05")):
        figure = ("--class", "三(2)班", "--completed", completed, "--of", "45", "--on", on)
        cmd("education", "platform", "--campus", "东校区", *figure)
    cmd(
        "training",
        "add",
        "--campus",
        "东校区",
        "--title",
        "灭火器使用",
        "--attended",
        "58",
        "--of",
        "61",
        "--on",
        "3月2日",
    )
    cmd("training", "add", "--group", "--title", "安全员培训", "--attended", "6", "--of", "6")


@pytest.fixture
def some(begun: Begun) -> Command:
    return begun(taught)


def head(table: str) -> list[str]:
    return next(csv.reader(io.StringIO(table)))


def counts(cmd: Command, duty: str, **how: str) -> dict[str, int]:
    running = cmd.json("campaign", "check", **how)["running"]
    return {one["campus"]: one["count"] for one in running if one["code"] == duty}


def test_a_lesson_is_kept_with_all_that_was_said(cmd: Command) -> None:
    (cmd.ledger.parent / "家长会.jpg").write_bytes(b"photo")
    made = cmd.json(
        "education", "add", "--campus", "东", "--topic", "fire", "--form", "family", "--reached", "96", "--of", "100",
        "--on", "3月2日", "--title", "家庭用电", "--grade", "四年级", "--note", "雨天", "--photo", "家长会.jpg",
    )  # fmt: skip
    assert list(made) == LESSON
    assert [made[key] for key in LESSON[2:11]] == [
        "东校区", "fire", "family", "2020-03-02", 96, 100, "家庭用电", "四年级", "雨天",
    ]  # fmt: skip
    assert [one["name"] for one in made["attachments"]] == ["家长会.jpg"]
    assert cmd.json("education", "show", "L1") == made
    edited = cmd.json("education", "edit", "l1", "--topic", "life", "--reached", "97", "--on", "2020-03-01")
    assert (edited["topic"], edited["reached"], edited["on"]) == ("life", 97, "2020-03-01")
    assert cmd.json("ledger", "verify")["ok"]


def test_the_list_is_narrowed(some: Command) -> None:
    def ids(*options: str, **how: str) -> list[str]:
        return [one["id"] for one in some.json("education", "list", *options, **how)]

    assert ids() == ["L0001", "L0004", "L0002", "L0003", "L0005"]
    assert (ids("--topic", "fire"), ids("--form", "platform")) == (["L0002", "L0003"], ["L0004", "L0005"])
    assert ids("--campus", "东", "--from", "2020-03-02", "--to", "2020-03-04") == ["L0002"]
    assert ids(day="2020-03-01") == ["L0001", "L0004"]
    assert head(some("education", "list", "--csv").out) == LESSON


def test_coverage_names_what_is_missing(some: Command) -> None:
    cells = some.json("education", "coverage")
    assert list(cells[0]) == ["topic", "campus", "times", "reached", "last_on"]
    assert len(cells) == 11 * 3
    assert [tuple(one.values()) for one in cells if one["times"]] == [
        ("fire", "东校区", 1, 96, "2020-03-02"),
        ("fire", "西校区", 1, 700, "2020-03-03"),
        ("drowning", "东校区", 1, 420, "2020-02-20"),
    ]
    shown = some("education", "coverage", "--campus", "东校区", "--from", "2020-03-01")
    assert "drowning" in shown.err
    assert "fire" not in shown.err
    assert "西校区" not in shown.out + shown.err
    table = list(csv.reader(io.StringIO(some("education", "coverage", "--csv").out)))
    assert (table[0], len(table)) == (list(cells[0]), 34)
    assert not any(one["times"] for one in some.json("education", "coverage", day="2020-02-19"))


def test_the_platforms_figures_by_class(some: Command) -> None:
    assert some.json("education", "completion") == [
        {
            "campus": "东校区", "grade": "三(2)班", "completed": 43, "of": 45, "rate": "43/45", "on": "2020-03-05",
            "id": "L0005",
        }
    ]  # fmt: skip
    assert some.json("education", "completion", "--to", "2020-03-04")[0]["rate"] == "40/45"
    some("education", "platform", "--campus", "西校区", "--class", "一(1)班", "--completed", "0", "--of", "0")
    assert some.json("education", "completion", "--campus", "西校区")[0]["rate"] == "/"
    assert "43/45" in some("education", "completion").err
    assert some.json("education", "show", "L5")["topic"] is None


def test_the_duties_without_a_day_are_counted(some: Command) -> None:
    assert counts(some, "safety-education") == {"东校区": 2, "西校区": 1, "南校区": 0}
    assert counts(some, "home-school-education") == {"东校区": 1, "西校区": 0, "南校区": 0}
    assert counts(some, "education-platform") == {"东校区": 2, "西校区": 0, "南校区": 0}
    assert counts(some, "staff-training") == {"东校区": 1, "西校区": 0, "南校区": 0}
    assert counts(some, "safety-education", day="2020-03-02") == {"东校区": 2, "西校区": 0, "南校区": 0}
    some("education", "void", "L0002", "--reason", "重复登记", day="2020-03-07")
    assert counts(some, "home-school-education", day="2020-03-07")["东校区"] == 0
    assert counts(some, "home-school-education")["东校区"] == 1


def test_a_training_is_kept_with_its_attendance(some: Command) -> None:
    made = some.json(
        "training", "add", "--campus", "东校区", "--title", "急救", "--attended", "30", "--of", "40",
        "--hours", "1.5", "--trainer", "王五", "--note", "实操",
    )  # fmt: skip
    assert list(made) == TRAINING
    assert [made[key] for key in TRAINING[2:11]] == [
        "东校区", "急救", "2020-03-06", 30, 40, "30/40", "王五", 1.5, "实操",
    ]  # fmt: skip
    assert some.json("training", "show", "t3") == made
    assert [one["id"] for one in some.json("training", "list", "--campus", "*")] == ["T0002"]
    assert [one["id"] for one in some.json("training", "list", day="2020-03-02")] == ["T0001"]
    assert some.json("training", "edit", "3", "--attended", "40", "--hours", "2")["rate"] == "40/40"
    assert "more than the 39" in some.refused("training", "edit", "3", "--of", "39").err
    some("training", "void", "3", "--reason", "重复登记")
    assert "void" in some.refused("training", "edit", "3", "--of", "50").err
    assert head(some("training", "list", "--csv").out) == TRAINING


LESSON_OF_THE_EAST = "education add --campus 东校区 --topic fire --form lesson"
FIGURE = "education platform --campus 东校区 --class 一(1)班"
ONE = "training add --campus 东校区 --title x --attended 1 --of 1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("education add", "--campus, --topic, --form, --reached"),
        ("education add --campus 东校区 --topic magic --form lesson --reached 1", "topic"),
        ("education add --campus 东校区 --topic fire --form platform --reached 1", "form"),
        (f"{LESSON_OF_THE_EAST} --reached 0", "at least 1"),
        (f"{LESSON_OF_THE_EAST} --reached -5", "at least 1"),
        (f"{LESSON_OF_THE_EAST} --reached 100001", "people reached"),
        (f"{LESSON_OF_THE_EAST} --reached x", "--reached"),
        (f"{LESSON_OF_THE_EAST} --reached 9 --of 8", "more than"),
        (f"{LESSON_OF_THE_EAST} --reached 9 --on 明天", "2020-03-07"),
        (f"{LESSON_OF_THE_EAST} --reached 9 --on 1990-01-01", "2000"),
        (f"{FIGURE} --completed 46 --of 45", "more than"),
        (f"{FIGURE} --completed -1 --of 45", "people reached"),
        (f"{FIGURE} --completed 1", "--of"),
        ("education platform --campus 东校区 --class ' ' --completed 1 --of 45", "of a class"),
        ("education edit L0004 --topic fire", "no topic"),
        ("education edit L0004 --reached 46", "more than"),
        ("education edit L0001 --form platform", "form"),
        ("education edit L0001", "Nothing to change"),
        ("education show L0009", "L0009"),
        ("education show M0001", "another kind"),
        ("education coverage --campus 北校区", "北校区"),
        ("training add --campus 东校区 --title x --attended 2 --of 1", "more than"),
        ("training add --campus 东校区 --title x --attended 0 --of 1", "attended"),
        ("training add --title x --attended 1 --of 1", "--campus"),
        (f"{ONE} --hours nan", "hours"),
        (f"{ONE} --hours 0", "hours"),
        (f"{ONE} --on 2020-03-07", "2020-03-07"),
    ],
)
def test_what_is_refused(some: Command, line: str, said: str) -> None:
    assert said in some.refused(*shlex.split(line)).err


def test_every_change_is_taken_back(some: Command) -> None:
    def every() -> list[object]:
        return [
            [one | {"updated_at": ""} for one in some.json(noun, "list", "--void")]
            for noun in ("education", "training")
        ]

    before = every()
    (some.ledger.parent / "a.jpg").write_bytes(b"a")
    for args in (
        ("education", "edit", "1", "--reached", "1"),
        ("education", "void", "1", "--reason", "x"),
        ("education", "attach", "1", "a.jpg"),
        ("education", "platform", "--campus", "东校区", "--class", "x", "--completed", "1", "--of", "1"),
        ("training", "edit", "1", "--title", "x"),
        ("training", "void", "1", "--reason", "x"),
        ("training", "attach", "1", "a.jpg"),
        ("training", "add", "--group", "--title", "x", "--attended", "1", "--of", "1"),
    ):
        some(*args)
        assert every() != before
        some("undo", "--yes")
        assert every() == before
    assert [one["verb"] for one in some.json("audit", "log", "--ref", "t1", "--limit", "2")] == [
        "undo",
        "training.attach",
    ]
    assert some.json("ledger", "verify")["ok"]
