"""Reports made up for the tests: none, one and many hazards, and what a hostile hand would type."""

from dataclasses import replace
from datetime import date, timedelta

from safetyctl.reports.facts.period import Flow, GroupLine, HeldReading, ReportHazard, SoFar, WeeklyReport

START, END = date(2020, 3, 6), date(2020, 3, 12)
AREAS = (
    ("lab", "实验室及危化品"),
    ("fire", "消防"),
    ("security", "治安防控"),
    ("traffic", "校车及交通"),
    ("food", "食品"),
    ("disease", "传染病防控"),
    ("building", "建筑与施工"),
    ("risk", "风险防范"),
    ("education", "安全教育"),
    ("practice", "实习实训"),
)
CAMPUSES = ("东校区", "西校区", "南校区")

_KINDS = (
    ("fire", "教学楼二楼东侧安全出口", "安全出口堆放课桌椅，影响疏散", "清理堆放物，恢复通道畅通"),
    ("fire", "食堂后厨", "灭火器压力不足2具", "更换灭火器，建立月检记录卡"),
    ("building", "操场南侧围墙", "围墙砖块松动，局部开裂", "设置警戒线，委托有资质单位加固"),
    ("lab", "化学实验室", "危化品柜未落实双人双锁", "配齐双锁，明确保管人"),
    ("food", "食堂仓库", "食材留样不足48小时", "按规定留样，专人登记"),
    ("traffic", "校门口", "上下学时段车辆停放混乱", "划定临时停车区，安排值守"),
    ("security", "北门传达室", "访客登记簿信息不全", "规范登记，核对证件"),
    ("disease", "医务室", "晨午检记录缺两天", "补充晨午检制度，专人负责"),
)
_PEOPLE = ("张三", "李四", "王五", "赵六")

HOSTILE = (
    "=cmd()",
    "<script>alert(1)</script>",
    "[/a]",
    "\x01\x1b[31m",
    "\u202egnp.exe",
    "@SUM(A1)",
    "😀" * 30,
    "很长" * 20_000,
    "\ufffe{{ 7*7 }}{x}",
    "第一行\n第二行\t制表",
    'http://例子.invalid/"><img src=x onerror=1>',
    "\ud800",
)


def hazard(number: int, **changes: object) -> ReportHazard:
    """An ordinary hazard that is being rectified and due in a fortnight."""
    area, location, title, measure = _KINDS[number % len(_KINDS)]
    found = START - timedelta(days=number % 9)
    made = ReportHazard(
        number=f"H{number:04d}",
        campus=CAMPUSES[number % 3],
        found_on=found,
        source=("self-check", "inspection", "supervision")[number % 3],
        area=area,
        title=title,
        level="general",
        status="assigned",
        found_by=_PEOPLE[number % 4],
        location=location,
        measure=measure,
        department="总务处",
        responsible=_PEOPLE[(number + 1) % 4],
        funds=(0.3, None, 1.25, 0.0)[number % 4],
        due=found + timedelta(days=15),
        due_first=found + timedelta(days=15),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def overdue(number: int, days: int, **changes: object) -> ReportHazard:
    """A hazard whose deadline passed ``days`` ago."""
    due = END - timedelta(days=days)
    return hazard(
        number,
        found_on=due - timedelta(days=15),
        due=due,
        due_first=due,
        days_overdue=days,
        why=("配件未到货，供应商春节后复工推迟", None, "施工队尚未进场")[number % 3],
        **changes,
    )


def closed(number: int, **changes: object) -> ReportHazard:
    """A hazard that was closed in the week, in time."""
    return hazard(
        number,
        status="closed",
        rectified_on=END - timedelta(days=3),
        rectify_note="已按措施整改完成",
        verified_by="王五",
        verified_on=END - timedelta(days=2),
        verify_note="现场复查合格",
        closed_on=END - timedelta(days=2),
        on_time=True,
        photos_before=1,
        photos_after=2,
        province_uploaded_on=END - timedelta(days=1),
        **changes,
    )


def report(**changes: object) -> WeeklyReport:
    """A quiet week of the whole group, with no hazard at all."""
    made = WeeklyReport(
        title="安全生产专项整治",
        organisation="示例实验小学教育集团",
        recipient="教育处",
        mailbox="safety@example.invalid",
        telephone="0513-00000000",
        period_start=START,
        period_end=END,
        due=END,
        as_of=END,
        plan_code="special-rectification-2020",
        head="3f9ac2d41b7e86050a1d" + "c" * 44,
        seq=128,
        software="0.1.0",
        total=Flow(),
        general=Flow(),
        major=Flow(),
        by_campus=tuple(GroupLine(name, name, Flow()) for name in CAMPUSES),
        by_area=tuple(GroupLine(code, name, Flow()) for code, name in AREAS),
        areas=AREAS,
        readings=(
            HeldReading("A3", "friday-to-thursday", "周报涵盖上周五至本周四"),
            HeldReading("A4", "date-stands", "周四逢节假日，日期不变，提前提醒"),
        ),
        duties=tuple(f"weekly-report/{END}/{name}" for name in CAMPUSES),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def nil() -> WeeklyReport:
    """Nothing happened, nothing is open, and no more than that is to be said."""
    return report(nil=True)


def one() -> WeeklyReport:
    """A campus whose only hazard is a major one, found this week."""
    only = hazard(
        2, campus="东校区", level="major", status="open", found_on=START, missing=("funds", "contingency")
    )
    flow = Flow(0, 1, 0, 0, 0, 1)
    return report(
        campus="东校区",
        total=flow,
        major=flow,
        by_campus=(GroupLine("东校区", "东校区", flow, 0, 0, 1),),
        by_area=tuple(
            GroupLine(code, name, flow if code == only.area else Flow(), 0, 0, int(code == only.area))
            for code, name in AREAS
        ),
        so_far=SoFar(1, 0, 0, 0, 0, 0),
        majors=(only,),
        open_hazards=(only,),
        changed=(only,),
        duties=(f"weekly-report/{END}/东校区",),
    )


def of(
    standing: list[ReportHazard], gone: list[ReportHazard], new: set[str], **changes: object
) -> WeeklyReport:
    """A report whose figures follow from the hazards that are open and those that left in the week."""

    def flow(chosen: list[ReportHazard]) -> Flow:
        fresh = sum(one.number in new for one in chosen)
        struck = sum(one.status == "closed" for one in chosen)
        void = sum(one.status == "void" for one in chosen)
        return Flow(len(chosen) - fresh, fresh, 0, struck, void, len(chosen) - struck - void)

    every = standing + gone

    def line(code: str, name: str, chosen: list[ReportHazard]) -> GroupLine:
        return GroupLine(
            code,
            name,
            flow(chosen),
            rectified=sum(one.rectified_on is not None for one in chosen),
            overdue=sum(one.overdue for one in chosen),
            major_remaining=sum(one.major for one in chosen if one in standing),
        )

    base = report(
        total=flow(every),
        general=flow([one for one in every if not one.major]),
        major=flow([one for one in every if one.major]),
        so_far=SoFar(len(every) + 40, len(gone) + 40, 1, 38, 36, 33),
        rectified_this_week=sum(one.rectified_on is not None for one in every),
        by_campus=tuple(line(name, name, [one for one in every if one.campus == name]) for name in CAMPUSES),
        by_area=tuple(line(code, name, [one for one in every if one.area == code]) for code, name in AREAS),
        majors=tuple(one for one in every if one.major),
        overdue=tuple(sorted((one for one in standing if one.overdue), key=lambda one: -one.days_overdue)),
        needs_help=tuple(one for one in standing if one.needs_help),
        next_week=tuple(
            one
            for one in standing
            if one.due and one.status in ("open", "assigned") and END <= one.due <= END + timedelta(days=7)
        ),
        open_hazards=tuple(standing),
        changed=(*gone, *(one for one in standing if one.number in new)),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def many() -> WeeklyReport:
    """An ordinary busy week of the group."""
    standing = [hazard(number) for number in range(1, 9)]
    standing += [overdue(number, days) for number, days in ((9, 3), (10, 12), (11, 1), (12, 26))]
    standing += [
        hazard(13, status="rectified", rectified_on=END - timedelta(days=1), rectify_note="已更换"),
        overdue(
            14,
            20,
            level="major",
            campus="西校区",
            area="building",
            location="综合楼外墙",
            title="外墙面砖空鼓脱落，下方为学生通道",
            measure="封闭下方通道，委托鉴定并整体加固",
            interim="设置硬质围挡和警示标志，专人值守",
            escalated_on=date(2020, 3, 5),
            escalated_to="区教育局",
            funds=46.8,
            contingency="外墙脱落应急处置预案",
        ),
        hazard(15, level="major", status="open", missing=("funds", "contingency"), area="lab", location="化学实验室",
               title="通风橱排风管道老化，排风量不达标", due=None, due_first=None, responsible=None),
    ]  # fmt: skip
    gone = [closed(number) for number in range(16, 21)]
    gone.append(hazard(21, status="void", void_reason="与 H0003 重复登记"))
    return of(standing, gone, {"H0004", "H0005", "H0011", "H0015", "H0018", "H0021"})


def hostile() -> WeeklyReport:
    """Every text is one that would like to be something else."""
    wicked = [
        overdue(
            number,
            number,
            title=text,
            detail=text,
            location=text,
            measure=text,
            responsible=text,
            remarks=text,
            interim=text,
            level="major" if number % 2 else "general",
            escalated_on=END,
            escalated_to=text,
            campus=text,
        )
        for number, text in enumerate(HOSTILE, start=1)
    ]
    lines = tuple(GroupLine(text, text, Flow(0, 1, 0, 0, 0, 1), 0, 1, 0) for text in HOSTILE)
    return of(
        wicked,
        [],
        {one.number for one in wicked},
        by_campus=lines,
        organisation="=1+1<b>",
        recipient="<i>处</i>",
        telephone="=HYPERLINK(1)",
    )
