"""Which tables of a workbook are ledgers of hazards: no statistics, and no list of risks or drills beside one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import Found
from safetyctl.intake.words.cells import Cell, cell_at, is_filled, said
from safetyctl.intake.words.composed import only_of_risks
from safetyctl.intake.words.synonyms import heading_key

_COUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:条|项|个|处|件|起)?")
_OF_EVENTS = re.compile(r"(?:演练|培训|学习|会议|活动|值班)(?:时间|日期|内容|主题|名称)")


def ledgers_among(found: Sequence[Found], use: Map) -> list[Found]:
    """The tables that list hazards. What a map says of the hazard's column is not doubted.

    The rows of another table in the sheet of one are told there.
    """
    if use.columns.get("title"):
        return list(found)
    lists = [one for one in found if not _only_counts(one)]
    ledgers = [one for one in lists if not _lists_other_things(one)] or lists
    dropped = [one for one in found if not any(one is each for each in ledgers)]
    return [
        _with_rows_of(one, [each for each in dropped if each.sheet is one.sheet], ledgers) for one in ledgers
    ]


def _titles(one: Found) -> list[Cell]:
    place = one.layout.columns().get("title", 0)
    return [cell for row in one.body.rows if is_filled(cell := cell_at(row.cells, place))]


def _only_counts(one: Found) -> bool:
    """Whether what should be hazards are numbers of them: 存在问题（项） 3, 5."""
    titles = _titles(one)
    return bool(titles) and all(_COUNT.fullmatch(said(cell)) for cell in titles)


def _lists_other_things(one: Found) -> bool:
    """Whether it lists what was found on no day: risks with their controls, drills with what went wrong in them."""
    if "found_on" in one.layout.columns():
        return False
    keys = [(each.field, heading_key(each.text)) for each in one.layout.headings]
    return any(_OF_EVENTS.fullmatch(key) or (field == "title" and only_of_risks(key)) for field, key in keys)


def _with_rows_of(one: Found, dropped: Sequence[Found], ledgers: Sequence[Found]) -> Found:
    """The table with the rows of those left out of its sheet, told with the first ledger of it."""
    first = next(each for each in ledgers if each.sheet is one.sheet)
    if not dropped or one is not first:
        return one
    others = [row.number for each in dropped for row in each.body.rows]
    rows = [*one.body.left_out.get("other", ()), *others]
    return one._replace(body=replace(one.body, left_out={**one.body.left_out, "other": sorted(rows)}))
