"""The days of one row: when it was found, when it is due, when each step was taken, with the year that is meant.

A day found that cannot be read is a problem; any other is kept as it stands.
"""

import re
from datetime import date, timedelta

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake.hazards.asked import Around, Asked
from safetyctl.intake.tables.line import Line
from safetyctl.intake.tables.parts import DATE_PARTS, is_moved
from safetyctl.intake.words import cells, days, deadlines, outcomes, spans
from safetyctl.intake.words.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.words.days import Short
from safetyctl.intake.words.outcomes import Outcome
from safetyctl.intake.words.spans import Span
from safetyctl.intake.words.synonyms import heading_key
from safetyctl.intake.workbook.table import Table

_SLASHED = re.compile(r"[0-9]{1,2}([-./])[0-9]{1,2}\1[0-9]{1,4}")
_LATER_DEADLINE = re.compile(
    "(?:整改)?(?:延期|展期|延长|顺延)(?:[至到后]|整改|完成|申请)*(?:的?(?:时间|日期|时限|期限))?|(?:调整|变更|延期)后.*(?:时间|日期|时限|期限)"
)
"""A column beside that of the deadline for one to which it was put off: 延期至."""
_TO_COME = re.compile(r"(?:[下明]个?(?:周|月|学期|年|天)|[寒暑]假|假期)[^,;，；。]{0,6}")


class Dating:
    """Reads the days of the rows of one table; what a cell means is remembered."""

    def __init__(self, table: Table, asked: Asked, around: Around) -> None:
        self._asked = asked
        self.around = around
        """What stands around the table, which reading its days may take."""
        self._days: dict[Cell, date | Short | Span | str | None] = {}
        self._apart = {
            key
            for key, places in table.joined.items()
            if not all(part in DATE_PARTS for _place, part in places)
        }
        self._put_off = is_moved(table.joined.get("due", ()))
        self._later = [
            place
            for place in table.others
            if _LATER_DEADLINE.fullmatch(heading_key(table.headings.get(place, "")))
        ]
        self._due_in_days = _counts_days(table.headings.get(table.columns.get("due", 0), ""))

    def of(self, cell: Cell) -> date | Short | Span | None:
        """The day in a cell, or the range of days. Raises Unreadable."""
        if cell not in self._days:
            try:
                self._days[cell] = self._read(cell)
            except Unreadable as unreadable:
                span = spans.read(cell, self._asked.orders) if isinstance(cell, str) else None
                self._days[cell] = span or str(unreadable)
        found = self._days[cell]
        if isinstance(found, str):
            raise Unreadable(found)
        return found

    def _read(self, cell: Cell) -> date | Short | None:
        return days.read(cell, self._asked.orders, self._asked.from_1904)

    def found_on(self, line: Line, number: int) -> date | None:
        """The day found, which a row cannot be without; of a range the first."""
        asked = self._asked
        if "found_on" in self._apart:
            line.keep("found_on")

        def read(cell: Cell) -> date | None:
            listed = spans.listed(cell, asked.orders) if isinstance(cell, str) else None
            value = listed or self.of(cell)
            if isinstance(value, Span):
                value = self._first_of(value, line, number)
            elif isinstance(value, Short):
                line.keep("found_on")
                value = self._with_year(value, number)
            elif self._is_doubted(cell):
                line.keep("found_on")
            if value is not None and value > asked.as_of:
                raise Unreadable(_("it lies after {day}").format(day=asked.as_of))
            return value

        if line.shows_month("found_on"):
            self._note_month(line, "found_on", line.cell("found_on"))
        if not is_filled(line.cell("found_on")):
            told = None if self.around.of_part else asked.map.found_on
            day = told or self.around.found_on
            if day is not None and day <= asked.as_of:
                return day
        return line.take("found_on", read, needed=True)

    @staticmethod
    def _note_month(line: Line, key: str, day: Cell) -> None:
        """Note as which day it was taken of which only the month is to be seen; Excel has the first of it."""
        line.keep(key)
        line.note(key, lambda: _("it shows only the month; it was taken as {day}").format(day=said(day)))

    def _first_of(self, span: Span, line: Line, number: int) -> date:
        """The first day of a range, which it was found in; all of it is kept."""
        line.keep("found_on")
        first = self._with_year(span.first, number) if isinstance(span.first, Short) else span.first
        line.note("found_on", lambda: _("it is a range of days; it was taken as {day}").format(day=first))
        return first

    def _with_year(self, short: Short, number: int) -> date:
        year = self._asked.map.year
        found = short.in_year(year) if year else self.around.years.of(short)
        near = self.around.near.get(number)
        found = found or (days.nearest(short, near) if near else None)
        if found is None:
            raise days.needs_year(short)
        return found

    def day(self, line: Line, key: str, after: date, past: bool = True, written: Cell = None) -> date | None:
        """A day that may be missing; of a range the last. What is none is kept as it stands.

        ``written``: what the cell says without the words around it.
        """
        cell = line.cell(key) if written is None else written
        if not is_filled(cell):
            return None
        if key in self._apart:
            line.keep(key)
        if line.shows_month(key):
            self._note_month(line, key, cell)
        try:
            value = self.of(cell)
        except Unreadable:
            told = self._outcome(cell)
            line.keep(key)
            if told.day is not None and written is None:
                return self.day(line, key, after, past, written=told.day)
            if told.state is None or _is_time(cell):
                line.note(key, lambda: cells.why_not(self._read, cell))
            return None
        if isinstance(value, Span):
            value = self._last_of(value, line, key, after)
        elif isinstance(value, Short):
            line.keep(key)
            value = self._following(value, line, key, after)
        elif self._is_doubted(cell):
            line.keep(key)
        if past and value is not None and value > self._asked.as_of:
            line.keep(key)
            line.note(key, lambda: _("it lies after {day}").format(day=self._asked.as_of))
            return None
        return value

    def _last_of(self, span: Span, line: Line, key: str, after: date) -> date | None:
        """The last day of a range, by which it is to be done, or was; all of it is kept."""
        line.keep(key)
        last = self._following(span.last, line, key, after) if isinstance(span.last, Short) else span.last
        if last is not None:
            line.note(key, lambda: _("it is a range of days; it was taken as {day}").format(day=last))
        return last

    def _following(self, short: Short, line: Line, key: str, after: date) -> date | None:
        """The day in the year that is meant after ``after``; noted where that is not certain."""
        found = days.following(short, after) or self._in_year_said(short, after)
        if found is None:
            line.note(key, lambda: str(days.needs_year(short)))
        return found

    def _in_year_said(self, short: Short, after: date) -> date | None:
        """The day in the year that a map or the head of the form says, where it lies after ``after``."""
        year = self._asked.map.year
        day = short.in_year(year) if year else self.around.years.of(short)
        return day if day is not None and day >= after else None

    def _is_doubted(self, cell: Cell) -> bool:
        if not self._asked.doubted or not isinstance(cell, str):
            return False
        found = _SLASHED.fullmatch(cell.strip())
        return found is not None and found[1] in self._asked.doubted

    def due(self, line: Line, found_on: date) -> tuple[date | None, bool]:
        """The deadline, and whether the cell says that there is none."""
        cell = line.cell("due")
        words = bare = None
        if isinstance(cell, date) and line.shows_month("due"):
            self._note_month(line, "due", end := deadlines.month_end(cell))
            return end, False
        if self._due_in_days and (count := _few_days(cell)):
            words = deadlines.Deadline(found_on + timedelta(days=count), False, True)
        elif isinstance(cell, str) and is_filled(cell) and not self._is_day(cell):
            words = deadlines.deadline(cell, found_on, self._asked.known, self._asked.plan.calendar)
            bare = deadlines.day_within(cell)
            bare = bare if self._is_day(bare) else None
        if words is not None:
            due, open_ended, sure = words
            line.keep("due")
            if not sure:
                line.note("due", lambda: _("it was taken as {day}").format(day=due))
        elif self._due_in_days and isinstance(cell, float):
            line.keep("due")  # half a day more or less is no date
            line.note("due", lambda: _("it is not a date; write it as 2020-03-05"))
            return None, True
        else:
            if bare is not None:
                line.keep("due")
            due, open_ended = self.day(line, "due", found_on, past=False, written=bare), False
            if due is None and self._is_progress(cell):
                line.note("due", lambda: _("it says how far it has come, not a day"))
        if due is None and is_filled(cell) and not cells.is_nothing(cell):
            open_ended = True  # a deadline is written there: it is not the plan's, though nobody knows which
        beside = self._put_off and sum(not cells.is_nothing(part) for _part, part in line.parts("due")) > 1
        later = [cell for place in self._later if not cells.is_nothing(cell := line.at(place))]
        if beside or any(map(self._is_day, later)):
            line.note("due", lambda: _("a later deadline stands beside it; it is kept in the detail"))
        if due is not None and due < found_on:
            line.note("due", lambda: _("the deadline lies before the day found"))
        return due, open_ended

    def _is_progress(self, cell: Cell) -> bool:
        return isinstance(cell, str) and self._outcome(cell).state is not None and not _is_time(cell)

    def _outcome(self, cell: Cell) -> Outcome:
        return outcomes.outcome(said(cell), self._asked.known, self._asked.map.states)

    def _is_day(self, cell: Cell) -> bool:
        try:
            self.of(cell)
        except Unreadable:
            return False
        return True


def _is_time(cell: Cell) -> bool:
    """Whether it is a time to come that no day is known of, and says nothing of how far it has come."""
    return isinstance(cell, str) and _TO_COME.fullmatch(fold(cell)) is not None


def _counts_days(heading: str) -> bool:
    """Whether the heading of the deadline says that it is a number of days: 整改时限（天）."""
    return "(天" in fold(heading) or "天数" in heading


def _few_days(cell: Cell) -> int | None:
    text = fold(said(cell)).removesuffix("天")
    return int(text) if text.isdigit() and len(text) <= 3 and int(text) else None
