"""A campaign's year at two campuses, line by line as a safety officer types it.

东校区 does everything in its time; 西校区 is late, forgets, is excused. What follows from that is counted by hand
below the lines: ``LATE``, ``NEVER`` and ``WAIVED`` by the ids of what is owed, everything else is met.
"""

import shlex
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

EAST, WEST, GROUP = "东校区", "西校区", "*"
FIRST, LAST = date(2019, 12, 1), date(2020, 12, 31)

DIARY = """
== 2019-12-02
people add 李四 --campus 东校区 --role 校区安全员 --telephone 83590001
people add 王五 --campus 西校区 --role 校区安全员 --telephone 83590002
people add 赵六 --role 集团安全员 --telephone 83590003
people add 孙七 --campus 东校区 --role 总务主任 --telephone 83590004
hazard add --campus 东校区 --area fire.07 --title 疏散通道堆放杂物 --found 2019-03-15 --due 2019-12-20
hazard add --campus 西校区 --area building --title 围墙局部开裂 --found 2019-11-20 --due 2019-12-25
hazard upload H1 --receipt P-2019-0315
== 2019-12-03
meeting add --group --kind mobilisation --title 专项整治动员会 --chair 张三 --participants 32人 --photo 签到表.jpg
document add 领导小组.docx --category leading-group --group --title 集团安全工作领导小组 --number 12号
document add 方案.docx --category implementation-plan --group --title 专项整治实施方案
document add 值班制度.docx --category regulation --group --title 节假日值班制度
hazard assign H1 --responsible 孙七 --measure 清理并划线
== 2019-12-04
meeting add --campus 东校区 --kind special --title 专项整治工作会 --chair 李四 --minutes 先查后改
meeting decide M2 --what 配齐应急灯 --person 孙七 --by 2019-12-20
meeting decide M2 --what 校门口划停车线 --person 孙七 --by 2020-02-10
document add 领导小组.docx --category leading-group --campus 东校区 --title 东校区领导小组
document add 领导小组.docx --category leading-group --campus 西校区 --title 西校区领导小组
document add 方案.docx --category implementation-plan --campus 东校区 --title 东校区实施方案
document add 消防制度.docx --category regulation --campus 东校区 --title 消防安全管理制度
document add 通知.pdf --category superior-document --campus 东校区 --title 专项整治通知 --issuer 教育处
== 2019-12-09
inspection start --campus 东校区 --kind dragnet --zone 教学楼 --zone 食堂 --person 李四 --person 孙七
inspection record I1 --item fire.03 --result fail --title 灭火器压力不足 --location 二号楼 --due +10d --photo 现场.jpg
inspection record I1 --rest pass
inspection finish I1
inspection feedback I1 --out 反馈.docx
hazard assign H3 --responsible 李四 --measure 更换4具灭火器
education add --campus 东校区 --topic fire --form flag-ceremony --reached 960 --title 消防第一课
== 2019-12-10
hazard rectify H1 --note 已清理
meeting done M2/1 --note 已换12盏
== 2019-12-11
hazard verify H1 --by 赵六 --pass
hazard rectify H3 --note 已更换 --photo 整改后.jpg
drill add --campus 东校区 --theme 火灾疏散 --participants 960 --evacuated-in 185 --leader 李四 --photo 集合.jpg
== 2019-12-12
hazard verify H3 --by 赵六 --pass
training add --group --title 校区安全员培训 --attended 6 --of 6 --trainer 张三 --hours 2
== 2019-12-18
report submit mobilisation-materials/2019-12-20/* --channel paper
== 2019-12-19
report submit mobilisation-materials/2019-12-20/东校区 --channel paper --receipt 12
== 2019-12-21
report submit mobilisation-materials/2019-12-20/西校区 --channel paper
== 2019-12-24
inspection start --campus 东校区 --kind group --area food --area fire --person 赵六
inspection record I2 --rest pass
inspection finish I2
inspection start --campus 西校区 --kind group --area building --person 赵六
inspection record I3 --item building.01 --result fail --title 外墙砖松动 --level major --due 2020-03-31
inspection record I3 --rest pass
inspection finish I3
== 2019-12-30
hazard assign H4 --responsible 王五 --measure 拆除重贴 --funds 3.5 --contingency 围挡并专人看守
report submit monthly-safety-report/2019-12-30/* --channel e-mail
== 2020-01-05
hazard assign H2 --responsible 王五 --measure 加固
hazard rectify H2 --note 已加固
== 2020-01-06
hazard verify H2 --by 赵六 --pass
== 2020-01-08
meeting add --campus 西校区 --kind mobilisation --title 动员会 --chair 王五
inspection start --campus 东校区 --kind special --area lab --area fire --area security --area traffic --person 李四
inspection record I4 --rest pass
inspection finish I4
meeting add --campus 东校区 --kind risk-study --title 岁末年初风险研判 --participants 12人
== 2020-01-15
document add 制度汇编.docx --category regulation --campus 西校区 --title 安全制度汇编
training add --campus 东校区 --title 灭火器使用 --attended 58 --of 61 --trainer 赵六 --hours 1.5
== 2020-02-03
waive monthly-drill/2020-02-29/西校区 --reason 延期开学 --by 赵六
waive weekly-report/2020-02-06/西校区 --reason 延期开学 --by 赵六
== 2020-03-05
inspection start --campus 东校区 --kind holiday --area food --area disease --area building --area risk \
--area education
inspection record I5 --item food.02 --result fail --title 留样不足 --due 2020-03-12 --responsible 孙七 --measure 补齐
inspection record I5 --rest pass
inspection finish I5
hazard assign H5
== 2020-03-06
hazard rectify H5 --note 已补齐 --by 孙七
== 2020-03-09
hazard verify H5 --by 赵六 --pass
report submit safety-information/2020-03-09/* --channel e-mail
== 2020-03-16
inspection start --campus 西校区 --kind special --person 王五
inspection record I6 --rest pass --area lab
inspection record I6 --rest pass --area fire
inspection record I6 --rest pass --area security
inspection record I6 --rest pass --area traffic
inspection record I6 --rest pass --area food
inspection record I6 --rest pass --area disease
inspection record I6 --rest pass --area building
inspection record I6 --rest pass --area risk
inspection finish I6 --partial
== 2020-03-20
hazard defer H4 --until 2020-05-31 --reason 施工单位未复工 --interim 封闭通道 --approved-by 张三
hazard escalate H4 --to 教育处 --note 请协调施工队
report submit major-event-report/2020-03-20/* --channel e-mail
== 2020-04-02
inspection start --campus 西校区 --kind routine --area education --person 王五
inspection record I7 --rest pass
inspection finish I7
== 2020-04-08
activity add --campus 东校区 --title 春游 --on 2020-04-17 --place 植物园 --participants 320 --leader 李四 \
--teachers 周八
activity edit A1 --plan 预案.docx
activity report A1 --channel e-mail --receipt 31
activity check A1
== 2020-04-27
activity add --campus 西校区 --kind gathering --title 运动会 --on 2020-04-29 --place 操场 --participants 800 \
--leader 王五
== 2020-05-20
inspection start --campus 东校区 --kind dragnet --person 李四 --person 孙七
inspection record I8 --item traffic.02 --result fail --title 护栏松动 --due 2020-05-27 --responsible 孙七 \
--measure 加固
inspection record I8 --rest pass
inspection finish I8
hazard assign H6
== 2020-05-25
hazard rectify H4 --note 已重贴 --by 王五
hazard verify H4 --by 赵六 --pass
hazard close H4 --by 张三
activity add --campus 西校区 --title 研学 --on 2020-05-28 --place 博物馆 --participants 90 --leader 王五 \
--teachers 吴九
activity edit A3 --plan 预案.docx
== 2020-05-29
activity report A3 --channel e-mail
== 2020-06-01
hazard rectify H6 --note 已加固
== 2020-06-02
hazard verify H6 --by 赵六 --pass
incident add --campus 东校区 --kind food-poisoning --occurred 12:40 --class-told 13:00 --known 13:05 \
--place 食堂 --people 5
incident report E1 --to bureau --at 13:20 --by 李四 --how 电话
incident report E1 --to health --at 15:05 --by 李四 --how 电话
incident report E1 --to police --at 16:30 --by 李四 --how 电话
== 2020-06-09
incident close E1 --cause 食材存放不当 --aftermath 家长已沟通，食堂停业整改
== 2020-06-15
education platform --campus 东校区 --class '三(2)班' --completed 43 --of 45
education platform --campus 西校区 --class '三(1)班' --completed 40 --of 41
meeting add --campus 西校区 --kind risk-study --title 汛期风险研判
== 2020-06-20
training add --campus 西校区 --title 防汛演训 --attended 40 --of 44
education add --campus 西校区 --topic drowning --form family --reached 380 --title 致家长一封信
== 2020-09-15
inspection start --campus 西校区 --kind dragnet --person 王五
inspection record I9 --rest pass
inspection finish I9
== 2020-10-20
supervision add --campus 东校区 --aspect responsibility --finding 责任到人 --score 96 --by 张三、赵六
supervision add --campus 东校区 --aspect regulations --finding 制度齐全 --score 95
supervision add --campus 东校区 --aspect rectification --finding 闭环完整 --score 94
supervision add --campus 东校区 --aspect mechanism --finding 例会按月 --score 93
== 2020-10-21
supervision add --campus 西校区 --aspect responsibility --finding 清单滞后 --score 80
supervision add --campus 西校区 --aspect regulations --finding 修订不及时 --score 82
supervision add --campus 西校区 --aspect rectification --finding 闭环完整 --score 88
supervision add --campus 西校区 --aspect mechanism --finding 例会不定期 --score 75 --correction 每月一次例会 \
--due 2020-11-20 --person 王五
== 2020-11-10
accountability add --campus 西校区 --person 王五 --what 演练缺月 --measure 约谈
== 2020-11-18
supervision corrected V8 --note 已建立例会制度
== 2020-11-27
report submit final-summary/2020-12-01/东校区 --channel e-mail
== 2020-12-03
report submit final-summary/2020-12-01/西校区 --channel e-mail
== 2020-12-18
document add 总结.docx --category evaluation --group --title 专项整治总结与成效评估
"""

AREAS = ("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education")
TOPICS = {
    "lab": "lesson", "traffic": "class-meeting", "life": "lecture", "food": "broadcast", "stampede": "class-meeting",
    "drowning": "family", "drugs": "board", "health": "lesson", "bullying": "class-meeting", "fraud": "lecture",
    "other": "other",
}  # fmt: skip
HOLIDAYS = {
    "new-year": ("2019-12-31", "2020-01-01", 1),
    "spring-festival": ("2020-01-23", "2020-01-24", 10),
    "qingming": ("2020-04-03", "2020-04-04", 3),
    "labour-day": ("2020-04-30", "2020-05-01", 5),
    "dragon-boat": ("2020-06-24", "2020-06-25", 3),
    "national-day": ("2020-09-30", "2020-10-01", 8),
}
"""Each with the day that its roster is due on, the first day off, and how many there are."""

LATE = {
    # id: the day on which it was done after all
    "mobilisation-meeting/2019-12-31/西校区": "2020-01-08",
    "mobilisation-materials/2019-12-20/西校区": "2019-12-21",
    "responsibility-list/2019-12-31/西校区": "2020-01-10",
    "regulations/2019-12-31/西校区": "2020-01-15",
    "year-hazards/2019-12-31/西校区": "2020-05-25",
    "weekly-report/2020-03-12/西校区": "2020-03-13",
    "monthly-upload/2020-05-01/西校区": "2020-05-06",
    "holiday-roster/2020-09-30/西校区": "2020-10-09",
    "final-summary/2020-12-01/西校区": "2020-12-03",
    "outing-report/A0003/西校区": "2020-05-29",
    "incident-report/E0001/police": "2020-06-02",
}
NEVER = {
    "weekly-report/2020-07-16/西校区",
    "monthly-drill/2020-08-31/西校区",
    "holiday-roster/2020-06-24/西校区",
    "new-round-inspection/2020-03-31/西校区",
    "activity-plan/A0002/西校区",
}
"""What nothing ever showed: a drill of September is none of August's, a gathering went without its plan."""
WAIVED = {"monthly-drill/2020-02-29/西校区": "W0001", "weekly-report/2020-02-06/西校区": "W0002"}


def lines() -> list[tuple[str, list[str]]]:
    """Every line with the day on which it is typed, in order."""
    typed = [*_diary(), *_responsibilities(), *_lessons(), *_drills(), *_rosters(), *_handed_in()]
    return sorted(
        ((day, shlex.split(line)) for day, line in typed),
        key=lambda one: one[0],
    )


def papers(folder: Path) -> None:
    """The files that the lines speak of: photographs, documents, the rosters that a campus hands in."""
    words = {
        word
        for _day, line in lines()
        for word in (line if "--out" not in line else ())
        if Path(word).suffix in (".jpg", ".docx", ".pdf")
    }
    for word in words:
        (folder / word).write_bytes(f"{word}的内容".encode())
    for holiday, (_due, first, number) in HOLIDAYS.items():
        days = [date.fromisoformat(first) + timedelta(more) for more in range(number)]
        rows = [f"{day},值班,李四,83590001" for day in days]
        (folder / f"{holiday}.csv").write_text("\n".join(["日期,班次,值班人员,联系电话", *rows]), "utf-8")


def _diary() -> Iterator[tuple[str, str]]:
    day = ""
    for line in DIARY.strip().splitlines():
        if line.startswith("== "):
            day = line[3:]
        else:
            yield day, line


def _responsibilities() -> Iterator[tuple[str, str]]:
    """The East's list is whole on 10 December, the West's when the last area has somebody in January."""
    for area in AREAS:
        yield "2019-12-10", f"responsibility assign --area {area} --campus 东校区 --person 孙七"
        day = "2020-01-10" if area == "risk" else "2019-12-12"
        yield day, f"responsibility assign --area {area} --campus 西校区 --person 王五"


def _lessons() -> Iterator[tuple[str, str]]:
    for month, (topic, form) in enumerate(TOPICS.items(), 1):
        yield (
            f"2020-{month:02}-14",
            f"education add --campus 东校区 --topic {topic} --form {form} --reached {400 + month}",
        )


def _drills() -> Iterator[tuple[str, str]]:
    """One in each month up to November; the East's first stands in the diary."""
    for month in range(1, 12):
        yield (
            f"2020-{month:02}-11",
            "drill add --campus 东校区 --theme 地震避险 --participants 950 --evacuated-in 190",
        )
    yield "2019-12-13", "drill add --campus 西校区 --theme 火灾疏散 --participants 640"
    for month in range(1, 12):
        if month not in (2, 8):
            yield (
                f"2020-{month:02}-25",
                "drill add --campus 西校区 --theme 火灾疏散 --participants 640 --problems 集合偏慢",
            )


def _rosters() -> Iterator[tuple[str, str]]:
    for holiday, (due, _first, _days) in HOLIDAYS.items():
        for campus in (EAST, WEST):
            owed = f"holiday-roster/{due}/{campus}"
            day = LATE.get(owed, due)
            if owed not in NEVER:
                yield day, f"roster import {holiday}.csv --holiday {holiday} --campus {campus}"
                yield day, f"report submit {owed} --channel e-mail"


def _handed_in() -> Iterator[tuple[str, str]]:
    """Each Thursday's report and each month's upload."""
    thursdays = [date(2019, 12, 5) + timedelta(7 * week) for week in range(52)]
    firsts = [date(2020, month, 1) for month in range(1, 13)]
    for code, days in (("weekly-report", thursdays), ("monthly-upload", firsts)):
        channel = "e-mail" if code == "weekly-report" else "platform"
        for due in days:
            for campus in (EAST, WEST):
                owed = f"{code}/{due}/{campus}"
                if owed not in NEVER and owed not in WAIVED:
                    yield LATE.get(owed, str(due)), f"report submit {owed} --channel {channel}"
