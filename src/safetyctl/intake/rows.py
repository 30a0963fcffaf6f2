"""One row of a hazard ledger → a candidate, or the problems that keep it out.

What a hazard cannot be without (what, when, where, in which area) is a problem where it cannot be read; anything
else that cannot be read goes into the detail as it stands, with a note where a person should look.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _, language
from safetyctl.ground.limits import LINE
from safetyctl.ground.text import fold
from safetyctl.intake import cells, days, deadlines, spans, values
from safetyctl.intake.around import origin
from safetyctl.intake.body import BodyRow
from safetyctl.intake.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.days import MONTH_FIRST, Orders, Short, Years
from safetyctl.intake.forms import STATUS
from safetyctl.intake.headers import Layout
from safetyctl.intake.line import Line, Memory, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.spans import Span
from safetyctl.intake.synonyms import Synonyms
from safetyctl.intake.table import Table
from safetyctl.ledger.words import Level, Source
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate, fingerprint

_OUR_NUMBER = re.compile(r"H[0-9]+")
_SLASHED = re.compile(r"[0-9]{1,2}([-./])[0-9]{1,2}\1[0-9]{1,4}")
_SECTION = "分段"  # what stands in the record does not depend on the language of who imports
_ALONE = re.compile(r"[^\W\d_]{1,4}")  # one name, at first sight
_STEPS = ("rectified_on", "verified_on", "closed_on")
_DATES = ("found_on", "due", *_STEPS, "province_uploaded_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reading goes by: the plan, the words, the map, the defaults, the day, how 3/5/20 is meant.

    ``campus`` and ``area`` serve rows that name none that is known; ``campus_here`` rows that name none at all, as
    the sheet, the head of the form or a ledger with one campus says.
    """

    plan: Plan
    known: Synonyms
    map: Map
    areas: values.Areas
    campuses: Mapping[str, str]
    as_of: date
    campus: str | None
    area: tuple[str, str | None] | None
    from_1904: bool
    orders: Orders = field(default_factory=lambda: MONTH_FIRST)
    doubted: Collection[str] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows of one table: the years that its head says, and the campus."""

    years: Years
    campus_here: str | None
    near: Mapping[int, date]
    """Row number → the nearest day found that has its year, for those that have none."""
    found_on: date | None = None
    """The day on which all were found, as the head of a form without such a column says."""


class RowRead(NamedTuple):
    """What a row gave: a candidate or None, whether the row is void, its problems and notes, the area suggested."""

    candidate: Candidate | None
    void: bool
    problems: list[Problem]
    notes: list[Problem]
    suggested: Problem | None


class RowReader:
    """Reads the rows of one table; what a cell means is remembered, as ledgers repeat themselves."""

    def __init__(self, table: Table, layout: Layout, asked: Asked, around: Around) -> None:
        self._table = table
        self._asked = asked
        self._around = around
        self._layout = layout
        self._memory: Memory = {}
        self._days: dict[Cell, date | Short | Span | str | None] = {}
        self._levels: dict[Cell, values.LevelRead | None] = {}
        self._states: dict[str, str | None] = {}
        self._areas: dict[str, tuple[tuple[str, str | None] | None, bool]] = {}
        self._no_persons: dict[str, bool] = {}
        self._campuses: dict[Cell, str] = {}
        self._sources: dict[str, Source] = {}
        self._tell_states = [key for key in ("rectify_note", "verify_note", *_STEPS) if key in table.columns]
        self._no_level = "level" not in table.columns
        self._due_in_days = _counts_days(table.headings.get(table.columns.get("due", 0), ""))
        self._funds_in_yuan, self._funds_have_unit = _in_yuan(table), _has_unit(table)

    def stand_in(self, around: Around) -> None:
        """Say what stands around the table, which reading its days may take."""
        self._around = around

    def day_of(self, cell: Cell) -> date | Short | Span | None:
        """The day in a cell, or the range of days. Raises Unreadable."""
        if cell not in self._days:
            try:
                self._days[cell] = days.read(cell, self._asked.orders, self._asked.from_1904)
            except Unreadable as unreadable:
                span = spans.read(cell, self._asked.orders) if isinstance(cell, str) else None
                self._days[cell] = span or str(unreadable)
        found = self._days[cell]
        if isinstance(found, str):
            raise Unreadable(found)
        return found

    def read(self, row: BodyRow) -> RowRead:
        """The candidate of one row, with all that its cells say."""
        line = Line(self._table, row.number, row.cells, self._memory)
        number = line.text("number", cells.line)
        ours = number is not None and _OUR_NUMBER.fullmatch(number) is not None
        if number and not ours:
            line.keep("number")
        state = None if ours else self._state(line)
        if state == "void":
            return RowRead(None, True, [], [], None)
        assumed: set[str] = set()
        campus = self._campus(line, row.section) or ""
        found_on = self._found_on(line, row.number) or self._asked.as_of
        title = line.take("title", cells.prose, needed=True) or ""
        location = line.text("location", cells.line)
        area, suggested = self._area(line, row.section, title, location, assumed)
        level = self._level(line, assumed)
        due, open_ended = self._due(line, found_on)
        life = self._life(line, found_on, state)
        said = life | {
            "location": location,
            "source": self._source(line),
            "found_by": self._person(line, "found_by"),
            "responsible": self._responsible(line, ours, level),
            "department": line.text("department", cells.line),
            "measure": line.text("measure"),
            "funds": self._funds(line),
            "due": due,
            "interim": line.text("interim"),
            "contingency": line.text("contingency"),
            "province_uploaded_on": self._day(line, "province_uploaded_on", found_on),
            "remarks": line.text("remarks"),
            "their_number": number,
        }
        if row.section and campus != row.section and not self._names_area(row.section):
            line.keep_words(_SECTION, row.section)
        self._on_time(line, life["rectified_on"], due)
        line.keep_cut(_DATES)
        detail = line.detail(ours)
        if line.problems:  # and only without one do the stand-ins above stand for nothing
            return RowRead(None, False, line.problems, line.notes, None)
        whole = Candidate(
            **said,
            campus=campus,
            area=area[0] if area else "",
            item=area[1] if area else None,
            title=title,
            detail=detail,
            level=level,
            found_on=found_on,
            sheet=self._table.sheet,
            row=row.number,
            fingerprint=fingerprint(campus, location, title, found_on),
            open_ended=open_ended,
            assumed=frozenset(assumed),
            notes=tuple(_remark(one) for one in line.notes) if line.notes else (),
            origin=origin(self._asked.file, self._layout, row),
        )
        return RowRead(whole, False, [], line.notes, suggested)

    # where

    def _campus(self, line: Line, section: str) -> str | None:
        asked = self._asked
        cell = line.cell("campus")
        if is_filled(cell):
            if cell in self._campuses:
                return self._campuses[cell]
            word = fold(said(cell))
            if word in asked.campuses:
                self._campuses[cell] = asked.campuses[word]
                return asked.campuses[word]
            told = asked.map.campuses.get(word)
            found = (
                asked.campuses.get(fold(told)) if told else values.campus_within(said(cell), asked.campuses)
            )
            if found is not None or asked.campus is not None:
                line.keep("campus")
                return found or asked.campus
            return line.take("campus", lambda one: cells.campus(one, asked.campuses), needed=True)
        here = asked.campuses.get(fold(section)) or asked.campus or self._around.campus_here
        return here or line.take("campus", lambda one: cells.campus(one, asked.campuses), needed=True)

    def _names_area(self, text: str) -> bool:
        return self._asked.areas.named(text) is not None

    def _area_named(self, text: str) -> tuple[tuple[str, str | None] | None, bool]:
        """The area that words name, and whether they are the plan's own for it."""
        if text not in self._areas:
            named = self._asked.areas.named(text) if text else None
            self._areas[text] = (named, named is not None and _is_called(self._asked.plan, named, text))
        return self._areas[text]

    def _area(
        self, line: Line, section: str, title: str | None, location: str | None, assumed: set[str]
    ) -> tuple[tuple[str, str | None] | None, Problem | None]:
        asked = self._asked
        cell = line.cell("area")
        told = asked.map.areas.get(fold(said(cell))) if asked.map.areas and is_filled(cell) else None
        if told is not None:
            line.keep("area")
            return asked.areas.named(told), None
        named, official = self._area_named(said(cell) or section)
        if named is not None:
            if not official:
                line.keep("area")
            return named, None
        line.keep("area")
        assumed.add("area")
        if asked.area is not None:
            return asked.area, None
        code = asked.areas.suggested(said(cell), title, location)
        if code is None:
            line.take("area", lambda one: cells.area(one, asked.areas.names), needed=True)
            return None, None
        name = next(one.name.said(language()) for one in asked.plan.areas if one.code == code)
        line.note("area", _("the area {area} was taken from the words of the description").format(area=name))
        return (code, None), line.notes[-1]

    # when

    def _found_on(self, line: Line, number: int) -> date | None:
        asked = self._asked

        def read(cell: Cell) -> date | None:
            value = self.day_of(cell)
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

        if not is_filled(line.cell("found_on")):
            day = asked.map.found_on or self._around.found_on
            if day is not None and day <= asked.as_of:
                return day
        return line.take("found_on", read, needed=True)

    def _first_of(self, span: Span, line: Line, number: int) -> date:
        """The first day of a range, which it was found in; all of it is kept."""
        line.keep("found_on")
        first = self._with_year(span.first, number) if isinstance(span.first, Short) else span.first
        line.note("found_on", _("it is a range of days; it was taken as {day}").format(day=first))
        return first

    def _with_year(self, short: Short, number: int) -> date:
        year = self._asked.map.year
        found = short.in_year(year) if year else self._around.years.of(short)
        near = self._around.near.get(number)
        found = found or (days.nearest(short, near) if near else None)
        if found is None:
            raise days.needs_year(short)
        return found

    def _day(self, line: Line, key: str, after: date, past: bool = True, written: Cell = None) -> date | None:
        """A day that may be missing; of a range the last. What is none is kept as it stands.

        ``written``: what the cell says without the words around it.
        """
        cell = line.cell(key) if written is None else written
        if not is_filled(cell):
            return None
        try:
            value = self.day_of(cell)
        except Unreadable as unreadable:
            if values.state(cell, self._asked.known, self._asked.map.states) is None:
                line.note(key, str(unreadable))
            line.keep(key)
            return None
        if isinstance(value, Span):
            value = self._last_of(value, line, key, after)
        elif isinstance(value, Short):
            line.keep(key)
            value = days.following(value, after)
        elif self._is_doubted(cell):
            line.keep(key)
        if past and value is not None and value > self._asked.as_of:
            line.keep(key)
            line.note(key, _("it lies after {day}").format(day=self._asked.as_of))
            return None
        return value

    def _last_of(self, span: Span, line: Line, key: str, after: date) -> date | None:
        """The last day of a range, by which it is to be done, or was; all of it is kept."""
        line.keep(key)
        last = days.following(span.last, after) if isinstance(span.last, Short) else span.last
        if last is not None:
            line.note(key, _("it is a range of days; it was taken as {day}").format(day=last))
        return last

    def _is_doubted(self, cell: Cell) -> bool:
        if not self._asked.doubted or not isinstance(cell, str):
            return False
        found = _SLASHED.fullmatch(cell.strip())
        return found is not None and found[1] in self._asked.doubted

    def _due(self, line: Line, found_on: date) -> tuple[date | None, bool]:
        """The deadline, and whether the cell says that there is none."""
        cell = line.cell("due")
        words = bare = None
        if self._due_in_days and (count := _few_days(cell)):
            words = deadlines.Deadline(found_on + timedelta(days=count), False, True)
        elif isinstance(cell, str) and is_filled(cell) and not self._is_day(cell):
            words = deadlines.deadline(cell, found_on, self._asked.known)
            bare = deadlines.day_within(cell)
            bare = bare if self._is_day(bare) else None
        if words is not None:
            due, open_ended, sure = words
            line.keep("due")
            if not sure:
                line.note("due", _("it was taken as {day}").format(day=due))
        else:
            if bare is not None:
                line.keep("due")
            due, open_ended = self._day(line, "due", found_on, past=False, written=bare), False
            if due is None and isinstance(cell, str) and self._state_of(cell):
                line.note("due", _("it says how far it has come, not a day"))
        if due is not None and due < found_on:
            line.note("due", _("the deadline lies before the day found"))
        return due, open_ended

    def _is_day(self, cell: Cell) -> bool:
        try:
            self.day_of(cell)
        except Unreadable:
            return False
        return True

    # how it went

    def _state(self, line: Line) -> str | None:
        """What the ledger says of how far it has come: its own column for that, else the farthest of the others."""
        cell = line.cell(STATUS)
        if is_filled(cell):
            line.keep(STATUS)
            found = self._state_of(said(cell))
            if found is not None:
                return found
            line.note(STATUS, _("it is not a state that is known"))
        said_so = []
        for key in self._tell_states:
            cell = line.cell(key)
            if isinstance(cell, str) and cell and (found := self._state_of(cell)):
                said_so.append(found)
        if not said_so:
            return self._state_in_deadline(line)
        order = ("closed", "verified", "rectified", "open")
        return next((state for state in order if state in said_so), None)

    def _state_in_deadline(self, line: Line) -> str | None:
        """The state where a deadline should stand, of a row that says none elsewhere: done is done."""
        cell = line.cell("due")
        found = self._state_of(cell) if isinstance(cell, str) and len(cell) > 1 else None  # no mere tick
        return found if found in ("rectified", "verified", "closed") else None

    def _state_of(self, text: str) -> str | None:
        if text not in self._states:
            self._states[text] = values.state(text, self._asked.known, self._asked.map.states)
        return self._states[text]

    def _life(self, line: Line, found_on: date, state: str | None) -> dict[str, Any]:
        """The steps since it was found; what belongs to a step that has no place here goes to the detail."""
        done = {key: self._day(line, key, found_on) for key in _STEPS}
        if state == "open" and any(done.values()):
            for key in (key for key, day in done.items() if day):
                line.keep(key)
                line.note(key, _("the ledger says that it is not yet rectified"))
            done = dict.fromkeys(_STEPS)
        texts = {key: line.text(key) for key in ("rectify_note", "verify_note")}
        by = self._person(line, "verified_by")
        finished = state in ("rectified", "verified", "closed")
        told = {
            "rectify_note": bool(done["rectified_on"]) or finished,
            "verify_note": bool(done["verified_on"]) or state == "verified",
            "verified_by": bool(done["verified_on"] or done["closed_on"]) or state in ("verified", "closed"),
        }
        life: dict[str, Any] = {**done, **texts, "verified_by": by, "state": state}
        for key, has_place in told.items():
            if life[key] is not None and not has_place:
                line.keep(key)
                life[key] = None
        return life

    def _on_time(self, line: Line, rectified_on: date | None, due: date | None) -> None:
        """是否按期 is worked out; what it says is kept where the days do not say the same."""
        cell = line.cell("on_time")
        if not is_filled(cell):
            return
        try:
            told = cells.yes_or_no(cell)
        except Unreadable:
            told = None
        if told is None or rectified_on is None or due is None or told != (rectified_on <= due):
            line.keep("on_time")

    # who, how much, how bad

    def _person(self, line: Line, key: str) -> str | None:
        cell = line.cell(key)
        if cell is None or cell == "":
            return None
        if self._is_no_person(cell):
            line.keep(key)
            line.note(key, _("it is no name"))
            return None
        text = line.text(key, cells.line)
        return values.unpadded(text) if text and " " in text else text

    def _is_no_person(self, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return values.is_no_person(cell, self._asked.known)
        if cell not in self._no_persons:
            self._no_persons[cell] = is_filled(cell) and values.is_no_person(cell, self._asked.known)
        return self._no_persons[cell]

    def _source(self, line: Line) -> Source:
        cell = line.cell("source")
        if isinstance(cell, str) and cell in self._sources:
            return self._sources[cell]
        found = line.take_or_keep("source", cells.source, None)
        if found is not None and isinstance(cell, str):
            self._sources[cell] = found
        return found or Source.IMPORT

    def _responsible(self, line: Line, ours: bool, level: Level) -> str | None:
        """All the people named, one beside the other; what they were written like is kept where that is different."""
        text = self._person(line, "responsible")
        if text is None or ours or _ALONE.fullmatch(text):
            return text
        people = values.persons(said(line.cell("responsible")))
        if level is Level.MAJOR and len(people) > 1:
            line.note("responsible", _("several people are named; say who answers for a major hazard"))
        named = "、".join(people)
        if not named or "".join(named.split()) == "".join(text.split()):
            return named or text
        line.keep("responsible")
        return named if len(named) <= LINE else text

    def _funds(self, line: Line) -> float | None:
        cell = line.cell("funds")
        if not is_filled(cell):
            return None
        bare = isinstance(cell, int | float) or said(cell).replace(",", "").replace(".", "").isdigit()
        try:
            found = cells.funds(f"{said(cell)}元" if bare and self._funds_in_yuan else cell)
        except Unreadable as unreadable:
            line.keep("funds")
            line.note("funds", str(unreadable))
            return None
        if not bare or self._funds_in_yuan:
            line.keep("funds")
        elif found and not self._funds_have_unit:
            line.keep("funds")
            line.note("funds", _("no unit is said; it was taken as units of 10,000 yuan"))
        return found

    def _level(self, line: Line, assumed: set[str]) -> Level:
        cell = line.cell("level")
        otherwise = self._asked.map.level or Level.GENERAL
        if not is_filled(cell):
            assumed.add("level")
            if not self._no_level and self._asked.map.level is None:
                line.note("level", _("no level is said; it was taken as general"))
            return otherwise
        if cell not in self._levels:
            self._levels[cell] = values.level(cell, self._asked.known, self._asked.map.levels)
        found = self._levels[cell]
        if found is None or not found.whole:
            line.keep("level")
        if found is None:
            assumed.add("level")
            line.note("level", _("it is not a level that is known; it was taken as general"))
            return otherwise
        if not found.sure:
            line.note(
                "level",
                _("it is not a level of the state's; it was taken as major")
                if found.level is Level.MAJOR
                else _("it is not a level of the state's; it was taken as general"),
            )
        return found.level


def _counts_days(heading: str) -> bool:
    """Whether the heading of the deadline says that it is a number of days: 整改时限（天）."""
    return "(天" in fold(heading) or "天数" in heading


def _few_days(cell: Cell) -> int | None:
    text = fold(said(cell)).removesuffix("天")
    return int(text) if text.isdigit() and len(text) <= 3 and int(text) else None


def _in_yuan(table: Table) -> bool:
    """Whether the heading of the funds says yuan, not units of 10,000."""
    heading = _funds_heading(table)
    return "元" in heading and "万" not in heading


def _has_unit(table: Table) -> bool:
    heading = _funds_heading(table)
    return any(unit in heading for unit in ("元", "万", "yuan", "funds"))


def _funds_heading(table: Table) -> str:
    return fold(table.headings.get(table.columns.get("funds", 0), ""))


def _is_called(plan: Plan, named: tuple[str, str | None], text: str) -> bool:
    """Whether the words are the plan's own for the area or check item."""
    code, item = named
    if item is not None:
        return fold(text) in {fold(item), *(fold(words) for words in _titles(plan, item))}
    name = next(one.name for one in plan.areas if one.code == code)
    return fold(text) in {code, fold(name.zh), fold(name.en), fold(name.zh.removesuffix("安全"))}


def _titles(plan: Plan, code: str) -> tuple[str, ...]:
    item = plan.item(code)
    return (item.title.zh, item.title.en) if item else ()


def _remark(note: Problem) -> str:
    value = f" “{note.value}”" if note.value else ""
    return f"{note.heading}{value}：{note.problem}"
