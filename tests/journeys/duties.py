"""For every duty of the plan: what shows it, typed in time, typed late, and not at all.

A table of what is typed and what must follow, counted by hand from the plan's clauses.
"""

from typing import NamedTuple


class Dated(NamedTuple):
    """One thing owed: its id, its last day in time, the lines that show it, and what these make of it later.

    ``given`` is typed on ``opens``; ``lines`` on the day that counts. ``then`` is what becomes of it where they are
    typed on ``after``: overdue where nothing later makes up for it. ``refs`` show it.
    """

    owed: str
    due: str
    after: str
    then: str
    lines: str
    refs: tuple[str, ...] = ("S0001",)
    given: str = ""
    opens: str = "2019-12-02"

    @property
    def code(self) -> str:
        return self.owed.partition("/")[0]


class Counting(NamedTuple):
    """One duty without a day: whose it is, the lines that show it once, and on which day."""

    code: str
    campus: str
    lines: str
    day: str = "2020-03-12"
    given: str = ""


def _handed_in(owed: str, due: str, after: str, given: str = "") -> Dated:
    return Dated(owed, due, after, "late", f"report submit {owed} --channel e-mail", given=given)


_LOOKED_AT = """inspection start --campus 东校区 --kind special --person 李四
inspection record I1 --rest pass
inspection finish I1"""
_VISITED = "\n".join(
    f"supervision add --campus {campus} --aspect {aspect} --finding 良好 --score 90"
    for campus in ("东校区", "西校区", "南校区")
    for aspect in ("responsibility", "regulations", "rectification", "mechanism")
)
_AREAS = ("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education")
_RESPONSIBLE = "\n".join(
    f"responsibility assign --area {area} --campus 东校区 --person 李四" for area in _AREAS
)
_OUTING = (
    "activity add --campus 东校区 --title 春游 --on 2020-04-10 --place 植物园 --participants 320"
    " --leader 李四 --teachers 周八"
)
_INCIDENT = (
    "incident add --campus 东校区 --kind injury --occurred '2020-03-02 08:40' --known '2020-03-02 09:00'"
)
_TOLD = "\n".join(
    [
        _INCIDENT,
        *(
            f"incident report E1 --to {whom} --at '2020-03-02 10:00'"
            for whom in ("bureau", "health", "police")
        ),
    ]
)
_MONTH_END = "campaign use --reading A18=month-end"
_HAZARD = "hazard add --campus 东校区 --area fire --title 灭火器压力不足"

DATED = (
    _handed_in("weekly-report/2020-03-12/东校区", "2020-03-12", "2020-03-13"),
    _handed_in("weekly-report/2020-11-26/东校区", "2020-11-26", "2020-11-27"),
    _handed_in("monthly-upload/2020-03-01/东校区", "2020-03-01", "2020-03-02"),
    _handed_in("mobilisation-materials/2019-12-20/*", "2019-12-20", "2019-12-21"),
    _handed_in("mobilisation-materials/2019-12-20/东校区", "2019-12-20", "2019-12-21"),
    _handed_in("holiday-roster/2020-01-23/东校区", "2020-01-23", "2020-01-24"),
    _handed_in("final-summary/2020-12-01/东校区", "2020-12-01", "2020-12-02"),
    # R6, where the reading gives the monthly report its month
    _handed_in("monthly-safety-report/2020-03-31/*", "2020-03-31", "2020-04-01", _MONTH_END),
    Dated(
        "risk-study/2020-03-31/东校区", "2020-03-31", "2020-04-01", "overdue",
        "meeting add --campus 东校区 --kind risk-study --title 风险研判", ("M0001",), _MONTH_END,
    ),
    Dated(
        "outing-report/A0001/东校区", "2020-04-10", "2020-04-11", "late", "activity report A1 --channel e-mail",
        ("A0001",), _OUTING, "2020-04-01",
    ),
    Dated(
        "activity-plan/A0001/东校区", "2020-04-10", "2020-04-11", "late", "activity edit A1 --plan 文件.docx",
        ("A0001",), _OUTING, "2020-04-01",
    ),
    # R11: two hours, of the same day; what is told on the next is late
    *(
        Dated(
            f"incident-report/E0001/{whom}", "2020-03-02", "2020-03-03", "late",
            f"incident report E1 --to {whom} --at 10:59 --by 李四", ("E0001",), _INCIDENT, "2020-03-02",
        )
        for whom in ("bureau", "health", "police")
    ),
    Dated(
        "year-hazards/2019-12-31/东校区", "2019-12-31", "2020-01-02", "late", "hazard rectify H1 --note 已更换", (),
        f"{_HAZARD} --found 2019-03-15\nhazard assign H1 --responsible 李四 --measure 更换",
    ),
    # R18, R19: a round belongs to its days
    Dated("new-round-inspection/2020-03-31/东校区", "2020-03-31", "2020-04-01", "overdue", _LOOKED_AT, ("I0001",)),
    Dated("sustained-inspection/2020-09-30/东校区", "2020-09-30", "2020-10-01", "overdue", _LOOKED_AT, ("I0001",)),
    # R8: every campus in all four aspects
    Dated(
        "group-supervision/2020-12-31/*", "2020-12-31", "2021-01-04", "late", _VISITED,
        tuple(f"V{number:04}" for number in range(1, 13)),
    ),
    Dated(
        "campaign-evaluation/2020-12-31/*", "2020-12-31", "2021-01-04", "late",
        "document add 文件.docx --category evaluation --group --title 总结", ("K0001",),
    ),
    # R3: each month its own
    Dated(
        "monthly-drill/2020-02-29/东校区", "2020-02-29", "2020-03-01", "overdue",
        "drill add --campus 东校区 --theme 火灾疏散 --participants 960", ("D0001",),
    ),
    *(
        Dated(
            f"mobilisation-meeting/2019-12-31/{whose}", "2019-12-31", "2020-01-08", "late",
            f"meeting add {option} --kind {kind} --title 动员会", ("M0001",),
        )
        for whose, option, kind in (("*", "--group", "mobilisation"), ("东校区", "--campus 东校区", "special"))
    ),
    *(
        Dated(
            f"{code}/2019-12-31/{whose}", "2019-12-31", "2020-01-08", "late",
            f"document add 文件.docx --category {category} {option} --title 文件", ("K0001",),
        )
        for code, category in (("leading-group", "leading-group"), ("regulations", "regulation"))
        for whose, option in (("*", "--group"), ("东校区", "--campus 东校区"))
    ),
    Dated(
        "responsibility-list/2019-12-31/东校区", "2019-12-31", "2020-01-08", "late", _RESPONSIBLE, ("P0009",),
        "people add 李四 --campus 东校区",
    ),
    Dated("hazard-ledger/2019-12-31/东校区", "2019-12-31", "2020-01-08", "late", _HAZARD, ("H0001",)),
)  # fmt: skip

COUNTING = (
    *(
        Counting(code, "*", f"report submit {code}/2020-03-12/* --channel paper")
        for code in ("monthly-safety-report", "major-event-report", "safety-information")
    ),
    Counting("electronic-copy", "东校区", "report submit weekly-report/2020-03-12/东校区 --channel e-mail"),
    Counting("electronic-copy", "*", "report submit safety-information/2020-03-12/* --channel e-mail"),
    *(
        Counting(code, campus, _HAZARD)
        for code, campus in (("hazard-rectification", "东校区"), ("follow-up", "*"), ("problem-list", "东校区"))
    ),
    Counting(
        "major-hazard-escalation", "东校区",
        f"{_HAZARD} --level major --due 2020-03-20\nhazard escalate H1 --to 教育处",
    ),
    Counting("dragnet-inspection", "东校区", _LOOKED_AT.replace("special", "dragnet")),
    Counting("group-inspection", "*", _LOOKED_AT.replace("special", "group")),
    Counting("accountability", "*", "accountability add --campus 东校区 --person 李四 --what 逾期 --measure 约谈"),
    Counting("safety-education", "东校区", "education add --campus 东校区 --topic fire --form lesson --reached 40"),
    Counting(
        "home-school-education", "东校区", "education add --campus 东校区 --topic fire --form family --reached 40"
    ),
    Counting(
        "education-platform", "东校区", "education platform --campus 东校区 --class 三班 --completed 43 --of 45"
    ),
    Counting("staff-training", "东校区", "training add --campus 东校区 --title 灭火器使用 --attended 58 --of 61"),
    Counting("risk-study", "东校区", "meeting add --campus 东校区 --kind risk-study --title 研判"),
    Counting("archive", "东校区", "document add 文件.docx --category minutes --campus 东校区 --title 例会记录"),
    Counting(
        "incident-aftermath", "东校区", "incident close E1 --cause 存放不当 --aftermath 已沟通", given=_TOLD
    ),
)  # fmt: skip
