"""A school's own check list, one inspection a sheet: the lines around its table say when it was, and who looked.

Its rows are what was looked at, with a verdict (合格, 是 | 否, √); together they are the note of one inspection.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.intake.tables.around import Given
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.passed import verdicts_of
from safetyctl.intake.tables.reading import Found, Opened, Unclear, tables_at
from safetyctl.intake.words import days
from safetyctl.intake.words.cells import cell_at, is_filled, said
from safetyctl.intake.words.forms import HAZARDS, INSPECTIONS
from safetyctl.intake.words.heads import HeadDay, day_in, inspectors_in
from safetyctl.intake.words.synonyms import synonyms

_SCORE = re.compile("得分|评分|扣分|落实情况|完成情况")
_ABOVE, _BELOW = "表头", "表尾"  # what stands in the record is the same in every language
_PAPERS = replace(INSPECTIONS, title="zones", needed=(), enough=1)


class Paper(NamedTuple):
    """What the lines around a check list say of its inspection; ``around`` are those lines, for the record."""

    day: HeadDay
    persons: str | None
    around: tuple[str, ...]


def papers_at(path: Path, sheet: str | None, use: Map) -> Opened | None:
    """The check lists of a file in which something was written, each on a sheet of its own; None where it has none.

    Raises as ``tables_at`` does.
    """
    try:
        file, every, found = tables_at(path, sheet, replace(synonyms(INSPECTIONS), form=_PAPERS), use)
    except Unclear:
        return None
    papers = [one for one in found if "started_on" not in one.layout.columns() and _is_filled_in(one)]
    return Opened(file, every, papers) if papers else None


def _is_filled_in(one: Found) -> bool:
    """Whether a table asks for verdicts, and some of its rows have one."""
    verdicts = verdicts_of(one.layout)
    told = [each.place for each in one.layout.headings if each.field == "note" or _SCORE.search(each.text)]
    places = {*verdicts.words, *verdicts.ticks, *verdicts.against, *verdicts.asked, *told}
    return any(is_filled(cell_at(row.cells, place)) for row in one.body.rows for place in places)


def paper(one: Found, by: Given, on: date | None) -> Paper:
    """What the lines around a check list say; ``on`` serves one that says no day. Raises Unclear."""
    layout = one.layout
    known = synonyms(HAZARDS)
    foot = _foot(one)
    lines = (*layout.head, *foot)
    years = days.years_in(lines, (layout.sheet, PurePath(by.file).stem))
    found = day_in(lines, known, years) or day_in((f"日期：{layout.sheet}",), known, years)
    if found is None and on is not None:
        found = HeadDay(on, "", sure=True, ranged=False)
    if found is None:
        raise Unclear(
            _(
                "{file}, sheet {sheet}: no line around the check list says on which day, with its year, it was."
            ).format(file=by.file, sheet=layout.sheet),
            _("Say the day: --on DAY"),
            (layout,),
        )
    if found.day > by.as_of:
        raise Unclear(
            _("{file}, sheet {sheet}: {words} lies after {day}.").format(
                file=by.file, sheet=layout.sheet, words=found.words, day=by.as_of
            ),
            _("Say the day on which all is judged: --as-of DAY"),
            (layout,),
        )
    around = [f"{name}：{'；'.join(each)}" for name, each in ((_ABOVE, layout.head), (_BELOW, foot)) if each]
    return Paper(found, inspectors_in(lines, known), tuple(around))


def _foot(one: Found) -> Sequence[str]:
    """The lines below the rows of a table."""
    last = one.body.rows[-1].number
    rows = [one.sheet.rows[number - 1] for number in one.body.left_out.get("note", ()) if number > last]
    return [said(cell) for row in rows for cell in row if is_filled(cell)]
