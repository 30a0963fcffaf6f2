"""Lines between the rows that say on which day those below were found: 3月2日排查, 检查时间：3月2日.

Only a line that plainly names one day says it; of a range, or of two days, nobody knows which is meant.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.words import days
from safetyctl.intake.words.asides import numbered_section, section_rank
from safetyctl.intake.words.days import Short
from safetyctl.intake.words.heads import HeadDay, part_day
from safetyctl.intake.words.synonyms import Synonyms
from safetyctl.intake.words.values import campus_called

_A_DAY = re.compile(r"[0-9]\s*[月日号]")


class DatedParts:
    """The days that the parts of one table say, each with the line that says it.

    ``with_year``: the day without its year of a part that has these rows, where what stands around says the year.
    """

    def __init__(
        self,
        rows: Sequence[BodyRow],
        known: Synonyms,
        campuses: Mapping[str, str],
        with_year: Callable[[Short, Sequence[BodyRow]], date | None],
    ) -> None:
        self._known = known
        self._campuses = campuses
        self._of_row: dict[int, HeadDay] = {}
        said = list(self._said(rows))
        whole = [(part[0].number, day) for part, _line, day in said if isinstance(day, date)]
        for part, line, day in said:
            meant = day if isinstance(day, date) else with_year(day, part) or _nearest(day, part, whole)
            if meant is not None:
                head = HeadDay(meant, line, sure=False, ranged=False, of_part=True)
                self._of_row.update((row.number, head) for row in part)

    def __bool__(self) -> bool:
        return bool(self._of_row)

    def day(self, row: BodyRow) -> HeadDay | None:
        """The day that the part of a row says."""
        return self._of_row.get(row.number)

    def _said(self, rows: Sequence[BodyRow]) -> Iterator[tuple[list[BodyRow], str, date | Short]]:
        """The parts that a day is said of, the line that says it, and the day."""
        line, day = "", None
        for part in _parts(rows):
            for section in part[0].opened:
                if (here := part_day(section, self._known)) is not None:
                    line, day = section, here
                elif not self._is_within(section, line):
                    day = None
            if day is not None:
                yield part, line, day

    def _is_within(self, section: str, line: str) -> bool:
        """Whether a part lies within the one that a line with a day opened: 一、教学楼 under 3月2日排查."""
        if _A_DAY.search(section):
            return False
        if numbered_section(line):
            return numbered_section(section) and section_rank(section) == 2 != section_rank(line)
        named = campus_called(section, self._campuses) or section in self._known.area_names
        return bool(named) or section.endswith("安全") or numbered_section(section)


def _parts(rows: Sequence[BodyRow]) -> Iterator[list[BodyRow]]:
    """The rows that follow each other without a line between them."""
    starts = [at for at, row in enumerate(rows) if at == 0 or row.opened]
    for start, end in pairwise([*starts, len(rows)]):
        yield list(rows[start:end])


def _nearest(short: Short, part: Sequence[BodyRow], whole: Sequence[tuple[int, date]]) -> date | None:
    if not whole:
        return None
    return days.nearest(short, min(whole, key=lambda each: abs(each[0] - part[0].number))[1])
