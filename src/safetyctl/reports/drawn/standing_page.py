"""The page of ``status``: where the campaign stands, for whoever opens a file rather than a terminal."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from safetyctl.ground.catalogue import language
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campus_word
from safetyctl.records.due import DueItem, due_by, state_words, to_whom
from safetyctl.records.incidents import wall
from safetyctl.records.mailings import open_mail_line
from safetyctl.records.standing import Clock, Standing, clock_line, phase_line, run_line
from safetyctl.reports.drawn.page import paged


def write_standing_page(
    now: Standing, late: Sequence[DueItem], plan: Plan, moment: datetime | None = None
) -> bytes:
    """The page as HTML in UTF-8, in the language in use.

    ``late`` is all that is overdue, ``moment`` is when the incidents' clocks were read.
    """

    def area_name(code: str) -> str:
        area = plan.area(code)
        return area.name.said(language()) if area else code

    def running(clock: Clock) -> str:
        return clock_line(plan, clock)

    def what(item: DueItem) -> str:
        return to_whom(plan, item.title, item.authority)

    return paged(
        "standing.html.j2",
        now=now,
        late_hazards=[item for item in late if item.is_hazard],
        late_duties=[item for item in late if not item.is_hazard],
        read_at=wall(moment.astimezone(ZoneInfo(plan.zone)).replace(second=0)) if moment else None,
        widest=max((line.open for line in (*now.by_campus, *now.by_area)), default=0),
        area_name=area_name,
        running=running,
        what=what,
        due_by=due_by,
        campus_word=campus_word,
        state_words=state_words,
        phase_line=phase_line,
        run_line=run_line,
        mail_line=partial(open_mail_line, plan),
        most=_MOST,
    )


_MOST = 200  # lines of a table; the rest is counted
