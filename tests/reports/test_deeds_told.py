"""What was done, in the words of an official letter."""

import json
import zipfile

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


def test_what_is_of_no_kind_of_its_own_has_no_other_in_its_name(cmd: Command) -> None:
    cmd("meeting", "add", "--group", "--kind", "other", "--title", "开学准备会", day=DAY)
    moments = ("--occurred", f"{DAY} 09:00", "--known", f"{DAY} 09:10")
    cmd("incident", "add", "--campus", "东校区", "--kind", "other", *moments, day=DAY)
    incident, meeting = sorted(_told(cmd))
    assert meeting == "3月11日集团召开会议：开学准备会"
    assert incident.startswith("3月11日东校区发生安全事故，")


def test_authorities_were_told_at_their_hours(cmd: Command) -> None:
    moments = ("--occurred", f"{DAY} 12:40", "--known", f"{DAY} 13:05")
    cmd("incident", "add", "--campus", "东校区", "--kind", "food-poisoning", *moments, day=DAY)
    for office, at, day in (("bureau", f"{DAY} 13:40", DAY), ("health", f"{THURSDAY} 09:30", THURSDAY)):
        cmd("incident", "report", "1", "--to", office, "--at", at, day=day)
    assert _told(cmd) == [
        "3月11日东校区发生食物中毒，已于13:40向区社会事业局、3月12日09:30向卫生部门（超过时限）报告，"
        "尚未向公安部门报告，已超过时限"
    ]
