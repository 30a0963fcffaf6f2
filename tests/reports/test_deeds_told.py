"""What was done, in the words of an official letter."""

import json
import zipfile

import pytest

from office import Command

DAY, THURSDAY = "2020-03-11", "2020-03-12"


def _told(cmd: Command) -> list[str]:
    """The sentences on what was done in the week."""
    made = cmd("report", "weekly", "--json", day=THURSDAY).json
    with zipfile.ZipFile(made["bundle"]) as bundle:
        return ["，".join(one["said"]) for one in json.loads(bundle.read("data.json"))["deeds"]]


def _inspected(cmd: Command, *areas: str) -> None:
    named = (word for area in areas for word in ("--area", area))
    one = cmd.json(
        *("inspection", "start", "--campus", "东校区", "--kind", "special", "--person", "李四", *named),
        day=DAY,
    )
    cmd("inspection", "record", one["id"], "--rest", "pass", day=DAY)
    cmd("inspection", "finish", one["id"], day=DAY)


def test_an_inspection_names_its_areas(cmd: Command) -> None:
    _inspected(cmd, "fire")
    _inspected(cmd, "fire", "food")
    first, second = _told(cmd)
    assert first.startswith("3月11日东校区完成专项排查，排查消防安全领域，排查人李四，共查")
    assert second.startswith("3月11日东校区完成专项排查，排查消防安全、食品安全2个领域，排查人李四，共查")


def test_an_activity_is_organised_under_its_title(cmd: Command) -> None:
    cmd(
        *("activity", "add", "--campus", "西校区", "--kind", "outing", "--title", "参观博物馆", "--on", DAY),
        *("--place", "市博物馆", "--participants", "40"),
        day=DAY,
    )
    assert _told(cmd) == ["3月11日西校区在市博物馆组织“参观博物馆”外出活动，40人参加"]


def test_an_activity_of_several_days_has_both_ends(cmd: Command) -> None:
    said = (
        "--title",
        "冬令营",
        "--on",
        DAY,
        "--until",
        "2020-03-13",
        "--place",
        "南京",
        "--participants",
        "30",
    )
    cmd("activity", "add", "--campus", "西校区", "--kind", "outing", *said, day=DAY)
    assert _told(cmd) == ["3月11日至3月13日西校区在南京组织“冬令营”外出活动，30人参加"]


def test_what_is_of_no_kind_of_its_own_has_no_other_in_its_name(cmd: Command) -> None:
    cmd("meeting", "add", "--group", "--kind", "other", "--title", "开学准备会", day=DAY)
    moments = ("--occurred", f"{DAY} 09:00", "--known", f"{DAY} 09:10")
    cmd("incident", "add", "--campus", "东校区", "--kind", "other", *moments, day=DAY)
    incident, meeting = sorted(_told(cmd))
    assert meeting == "3月11日集团召开会议：开学准备会"
    assert incident.startswith("3月11日东校区发生安全事故，")


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        ("mobilisation", "专项整治动员会", "集团召开专项整治动员会"),
        ("special", "专项整治工作会", "集团召开专项整治工作会"),
        ("mobilisation", "全体教职工动员大会", "集团召开全体教职工动员大会"),
        ("mobilisation", "全体教职工动员", "集团召开动员会：全体教职工动员"),
        ("leading-group", "第二次领导小组会议", "集团召开第二次领导小组会议"),
        ("risk-study", "三月风险分析", "集团召开风险研判会：三月风险分析"),
    ],
)
def test_a_meeting_says_once_what_it_is(cmd: Command, kind: str, title: str, words: str) -> None:
    cmd("meeting", "add", "--group", "--kind", kind, "--title", title, day=DAY)
    assert _told(cmd) == [f"3月11日{words}"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("--topic", "fire", "--form", "lesson"), "开展消防安全教育（课堂教学），受教育30人次"),
        (
            ("--topic", "fire", "--form", "lesson", "--title", "火场逃生"),
            "开展消防安全教育（课堂教学），主题“火场逃生”，受教育30人次",
        ),
        (
            ("--topic", "other", "--form", "lesson", "--title", "防拐"),
            "开展防拐教育（课堂教学），受教育30人次",
        ),
        (("--topic", "other", "--form", "other", "--title", "防拐骗教育"), "开展防拐骗教育，受教育30人次"),
    ],
)
def test_a_lesson_has_its_subject(cmd: Command, said: tuple[str, ...], words: str) -> None:
    cmd("education", "add", "--campus", "东校区", "--reached", "30", *said, day=DAY)
    assert _told(cmd) == [f"3月11日东校区{words}"]


@pytest.mark.parametrize(
    ("theme", "problems", "words"),
    [
        ("火灾疏散演练", "无", "开展火灾疏散演练，30人参加，未发现问题"),
        ("防震演习", "三楼拥挤", "开展防震演练，30人参加，发现问题：三楼拥挤"),
    ],
)
def test_a_drill_is_called_so_once(cmd: Command, theme: str, problems: str, words: str) -> None:
    more = ("--problems", problems) if problems else ()
    cmd("drill", "add", "--campus", "东校区", "--theme", theme, "--participants", "30", *more, day=DAY)
    assert _told(cmd) == [f"3月11日东校区{words}"]


def test_an_incident_is_of_the_day_on_which_it_occurred(cmd: Command) -> None:
    moments = ("--occurred", "2020-03-10 23:50", "--known", f"{DAY} 00:05")
    cmd("incident", "add", "--campus", "西校区", "--kind", "death", *moments, day=DAY)
    cmd("incident", "report", "1", "--to", "bureau", "--at", f"{DAY} 01:05", day=DAY)
    (said,) = _told(cmd)
    assert said.startswith("3月10日西校区发生非正常死亡，已于3月11日01:05向区社会事业局报告，")


def test_the_group_inspects_a_campus_and_not_the_campus_itself(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "西校区", "--kind", "group", "--area", "food", day=DAY)
    cmd("inspection", "record", "1", "--rest", "pass", day=DAY)
    cmd("inspection", "finish", "1", day=DAY)
    assert _told(cmd)[0].startswith("3月11日集团对西校区完成排查，排查食品安全领域，")


def test_words_that_people_end_with_a_full_stop_stand_in_a_sentence(cmd: Command) -> None:
    said = ("--person", "李四", "--what", "迟报。", "--measure", "约谈。")
    cmd("accountability", "add", "--campus", "西校区", *said, day=DAY)
    assert _told(cmd) == ["3月11日对西校区李四问责（迟报）：约谈"]


def test_authorities_were_told_at_their_hours(cmd: Command) -> None:
    moments = ("--occurred", f"{DAY} 12:40", "--known", f"{DAY} 13:05")
    cmd("incident", "add", "--campus", "东校区", "--kind", "food-poisoning", *moments, day=DAY)
    for office, at, day in (("bureau", f"{DAY} 13:40", DAY), ("health", f"{THURSDAY} 09:30", THURSDAY)):
        cmd("incident", "report", "1", "--to", office, "--at", at, day=day)
    assert _told(cmd) == [
        "3月11日东校区发生食物中毒，已于13:40向区社会事业局、3月12日09:30向卫生部门（超过时限）报告，"
        "尚未向公安部门报告，已超过时限"
    ]
