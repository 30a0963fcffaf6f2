"""The page: one self-contained file for a telephone, a screen and a printer. It loads nothing from anywhere."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _, language, listed, using
from safetyctl.ground.text import visible
from safetyctl.ledger.words import Status
from safetyctl.reports.facts.blocks import Table, Value, value_words
from safetyctl.reports.facts.period import ReportHazard, WeekLine, WeeklyReport
from safetyctl.reports.facts.wording import (
    COMMITMENTS,
    NOTHING_DONE,
    content,
    equation,
    equation_words,
    foreword,
    heading,
    level_word,
    long_day,
    more_pictures,
    period_words,
    phrase,
    produced_by,
    rate_words,
    reason_words,
    request_words,
    sentence,
    status_word,
    total_line,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_BAR = 100
_LONGEST = 600


def write_page(report: WeeklyReport) -> bytes:
    """The page as HTML in UTF-8; always Chinese."""
    with using("zh"):
        return paged(
            "page.html.j2",
            report=report,
            total=total_line(report),
            stands=report.standing(),
            widest=max((line.flow.remaining for line in (*report.by_campus, *report.by_area)), default=0),
            area_name=report.area_name,
            nothing_done=NOTHING_DONE,
        )


def paged(template: str, **values: object) -> bytes:
    """A page of this house by its template, with the style and the script that all of them share."""
    style, script = _asset("page.css"), _asset("page.js")
    page = _environment().get_template(template)
    return page.render(
        **values,
        lang="zh-CN" if language() == "zh" else "en",
        style=style,
        script=script,
        policy=_policy(style, script),
    ).encode()


def _environment() -> "Environment":
    """Every value is escaped, and shows what is hidden in it; the words of this house come in by name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("safetyctl.reports.drawn", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    words: dict[str, Callable[..., object]] = {
        function.__name__: function
        for function in (
            content, foreword, equation, equation_words, heading, level_word, long_day, more_pictures, period_words,
            phrase, produced_by, rate_words, reason_words, request_words, sentence, status_word, lacking, tone, bar,
            the_others, embedded, course, highest, drawn,
        )
    }  # fmt: skip
    environment.globals.update(words, _=_)
    return environment


def _shown(value: object) -> object:
    """A value as the page prints it: nothing hidden, nothing endless (the workbook has it in full)."""
    if type(value) is str:
        return visible(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
    return "" if value is None else value


def lacking(hazard: ReportHazard) -> str:
    """The commitments that a hazard still lacks, in words."""
    return listed([_(COMMITMENTS[key]) for key in hazard.missing if key in COMMITMENTS])


def tone(hazard: ReportHazard) -> str:
    """The class that colours a hazard's state; the state is always a word too."""
    if hazard.overdue:
        return "late"
    match hazard.status:
        case Status.CLOSED | Status.VERIFIED:
            return "done"
        case Status.RECTIFIED:
            return "waiting"
        case Status.VOID:
            return "void"
    return "going"


def bar(overdue: int, remaining: int, widest: int) -> tuple[float, float]:
    """How long the overdue part and the rest of a group's bar are, in per cent."""
    if not widest:
        return 0.0, 0.0
    late = round(_BAR * overdue / widest, 2)
    return late, round(_BAR * (remaining - overdue) / widest, 2)


def the_others(hazards: Sequence[ReportHazard], shown: int) -> str:
    """That the hazards after the first ``shown`` are in the workbook."""
    return _("The other {n} are in the attached ledger.").format(n=len(hazards) - shown)


def highest(weeks: Sequence[WeekLine]) -> int:
    """The largest figure of any week: where the lines through them end above; 1 where all are 0."""
    return (
        max((figure for week in weeks for figure in (week.new, week.closed, week.remaining)), default=0) or 1
    )


def course(weeks: Sequence[WeekLine], key: str) -> str:
    """The points of a line through the figures of the weeks, in a picture 100 wide and 30 high."""
    most = highest(weeks)
    step = 100 / max(1, len(weeks) - 1)
    return " ".join(
        f"{round(place * step, 2)},{round(29 - 28 * getattr(week, key) / most, 2)}"
        for place, week in enumerate(weeks)
    )


def drawn(table: Table, row: Sequence[Value]) -> str:
    """What the bars of a row say, in words."""
    return listed(
        [
            _("{label} {value}").format(label=table.headings[place], value=value_words(row[place]))
            for place in table.bars
        ]
    )


def embedded(picture: bytes) -> str:
    """A picture (JPEG) as the page carries it in itself."""
    return "data:image/jpeg;base64," + base64.b64encode(picture).decode()


def _asset(name: str) -> str:
    return files("safetyctl.reports.drawn").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """The page's own style and script run, by their hashes, and nothing else does or loads."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    return "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'".format(*hashes)
