"""One row of a hazard ledger → a candidate, or the problems that keep it out.

What a hazard cannot be without (what, when, where, in which area) is a problem where it cannot be read; anything
else that cannot be read goes into the detail as it stands, with a note where a person should look.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _, language
from safetyctl.ground.limits import LINE
from safetyctl.ground.text import fold, one_line
from safetyctl.intake.hazards.asked import Around, Asked
from safetyctl.intake.hazards.course import OF_STATE, Course
from safetyctl.intake.hazards.dating import Dating
from safetyctl.intake.hazards.levels import Levels
from safetyctl.intake.tables.around import campus_meant, origin
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.line import Line, Memory, Problem, computed_headings
from safetyctl.intake.tables.meaning import is_called
from safetyctl.intake.words import cells, titles, values
from safetyctl.intake.words.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.words.forms import DATES, STATUS
from safetyctl.intake.workbook.table import Table
from safetyctl.ledger.words import Level, Source
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate, fingerprint

_OUR_NUMBER = re.compile(r"H[0-9]{4,}")
_YUAN = re.compile("元|yuan|rmb|cny")
_TEN_THOUSAND = re.compile("万|10,?000")
_SAYS_DUE = re.compile("时限|期限|限期|截止")
_ALONE = re.compile(r"[^\W\d_]{1,4}")  # one name, at first sight


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
        self._layout = layout
        self.dating = Dating(table, asked, around)
        """How days are read."""
        self._course = Course(table, asked, self.dating)
        self._levels = Levels(table, layout, asked)
        self._memory: Memory = {}
        self._areas: dict[str, tuple[tuple[str, str | None] | None, bool]] = {}
        self._no_persons: dict[str, bool] = {}
        self._campuses: dict[Cell, str] = {}
        self._sections: dict[str, str | None] = {}
        self._states_of_lists: dict[tuple[str, ...], tuple[str, str] | None] = {}
        self._only = next(iter(asked.campuses.values())) if len(asked.campuses) == 1 else None
        self._sources: dict[str, Source] = {}
        alike = {one.place for one, field in layout.alike if field == "due"}
        self._may_be_due = [
            one
            for one in layout.headings
            if one.field is None and (one.place in alike or (one.how is None and _SAYS_DUE.search(one.text)))
        ]
        self._void = {
            one.place: words
            for one in layout.headings
            for name, words in asked.map.void.items()
            if is_called(name, one.text, one.place)
        }
        self._funds_in_yuan, self._funds_have_unit = _in_yuan(table), _has_unit(table)
        # others number H0001 as well: what they never have is what we work out
        self._exported = computed_headings() <= {fold(text) for text in table.headings.values()}
        self._called = {
            place: one_line(table.headings[place]).strip()
            for place in table.columns.values()
            if place in table.headings
        }
        self._of_state = [
            place for key, place in table.columns.items() if key in OF_STATE and place in self._called
        ]

    def read(self, row: BodyRow) -> RowRead:
        """The candidate of one row, with all that its cells say."""
        if self._void and self._says_void(row):
            return RowRead(None, True, [], [], None)
        line = Line(self._table, row.number, row.cells, self._memory)
        number = line.text("number", cells.line)
        ours = self._exported and number is not None and _OUR_NUMBER.fullmatch(number) is not None
        if number and not ours:
            line.keep("number")
        state = None if ours else self._course.state(line) or self._state_of_list(line, row)
        if state == "void":
            return RowRead(None, True, [], [], None)
        assumed: set[str] = set()
        campus = self._campus(line, row.sections) or ""
        found_on = self.dating.found_on(line, row.number) or self._asked.as_of
        title = line.take("title", cells.prose, needed=True) or ""
        location = line.text("location", cells.line)
        area, suggested = self._area(line, row.sections, title, location, assumed)
        level = self._levels.of(line, row, assumed)
        due, open_ended = self.dating.due(line, found_on)
        if due is None and self._may_be_due:
            open_ended = self._not_taken(line) or open_ended
        life = self._course.life(line, found_on, state, self._person(line, "verified_by"), ours)
        said = life | self._words(line, found_on, ours, level)
        for section in row.sections:
            if campus != section and not self._names_area(section):
                line.keep_section(section)
        self._on_time(line, life["rectified_on"], due)
        line.keep_cut(DATES)
        detail = line.detail(ours)
        if line.problems:  # and only without one do the stand-ins above stand for nothing
            return RowRead(None, False, line.problems, line.notes, None)
        whole = Candidate(
            **said,
            campus=campus,
            location=location,
            area=area[0] if area else "",
            item=area[1] if area else None,
            title=title,
            detail=detail,
            level=level,
            found_on=found_on,
            due=due,
            their_number=number,
            exported=ours,
            sheet=self._table.sheet,
            row=row.number,
            fingerprint=fingerprint(campus, location, title, found_on),
            open_ended=open_ended,
            assumed=frozenset(assumed),
            notes=tuple(line.remarks),
            origin=origin(self._asked.file, self._layout, row),
            understood=tuple(map(self._called.__getitem__, line.understood(self._called))),
            of_state=tuple(self._called[place] for place in self._of_state if line.keeps(place)),
        )
        return RowRead(whole, False, [], line.notes, suggested)

    def _words(self, line: Line, found_on: date, ours: bool, level: Level) -> dict[str, Any]:
        """What the row says of a hazard besides what and where it is, and how it went with it."""
        responsible, department = self._responsible(line, ours, level)
        return {
            "responsible": responsible,
            "department": department,
            "source": self._source(line),
            "found_by": self._person(line, "found_by") or self.dating.around.found_by,
            "measure": line.text("measure"),
            "funds": self._funds(line),
            "interim": line.text("interim"),
            "contingency": line.text("contingency"),
            "province_uploaded_on": self.dating.day(line, "province_uploaded_on", found_on),
            "remarks": line.text("remarks"),
        }

    def _says_void(self, row: BodyRow) -> bool:
        """Whether a column that the map tells of says that the row is void."""
        return any(
            fold(said(cells.cell_at(row.cells, place))) in words for place, words in self._void.items()
        )

    def _not_taken(self, line: Line) -> bool:
        """Whether something stands in a column that looks like the deadline's: then the plan's is not put there."""
        unread = [one for one in self._may_be_due if line.fills(one.place)]
        for one in unread:
            line.note_at(
                one.place, lambda: _("it may be the deadline; none was taken: --map says what it is")
            )
        return bool(unread)

    # where

    def _campus(self, line: Line, sections: Sequence[str]) -> str | None:
        asked = self._asked
        cell = line.cell("campus")
        if not is_filled(cell):
            here = next(filter(None, map(self._named_in, sections)), None)
            here = here or self.dating.around.campus_here or asked.campus or self._only
            return here or line.take("campus", lambda one: cells.campus(one, asked.campuses), needed=True)
        if cell in self._campuses:
            return self._campuses[cell]
        word = fold(said(cell))
        if word in asked.campuses:
            self._campuses[cell] = asked.campuses[word]
            return asked.campuses[word]
        told = asked.map.campuses.get(word)
        found = asked.campuses.get(fold(told)) if told else None
        found = found or campus_meant(line, cell, asked.campuses) or self._asked_campus(line)
        if found is None:
            return line.take("campus", lambda one: cells.campus(one, asked.campuses), needed=True)
        line.keep("campus")
        return found

    def _asked_campus(self, line: Line) -> str | None:
        """The campus of the option, with a remark, where the cell names none that is known."""
        campus = self._asked.campus
        if campus is not None:
            line.note(
                "campus",
                lambda: _("it is no campus that is known; it was taken as {campus}").format(campus=campus),
            )
        return campus

    def _named_in(self, section: str) -> str | None:
        """The campus that the line above a section is called by: 西校区隐患清单, 二、西校."""
        if section not in self._sections:
            self._sections[section] = values.campus_called(section, self._asked.campuses)
        return self._sections[section]

    def _names_area(self, text: str) -> bool:
        return self._asked.areas.named(text) is not None

    def _area_named(self, text: str) -> tuple[tuple[str, str | None] | None, bool]:
        """The area that words name, and whether they are the plan's own for it."""
        if text not in self._areas:
            named = self._asked.areas.named(text) if text else None
            self._areas[text] = (named, named is not None and _is_called(self._asked.plan, named, text))
        return self._areas[text]

    def _area(
        self, line: Line, sections: Sequence[str], title: str | None, location: str | None, assumed: set[str]
    ) -> tuple[tuple[str, str | None] | None, Problem | None]:
        asked = self._asked
        cell = line.cell("area")
        told = asked.map.areas.get(fold(said(cell))) if asked.map.areas and is_filled(cell) else None
        if told is not None:
            line.keep("area")
            return asked.areas.named(told), None
        section = next(filter(self._names_area, sections), "")
        named, official = self._area_named(said(cell) or section)
        if named is not None:
            if not official:
                line.keep("area")
            return named, None
        line.keep("area")
        assumed.add("area")
        if asked.area is not None:
            return asked.area, None
        code = asked.areas.suggested(f"{said(cell)} {title or ''}", location)
        if code is None:
            line.take("area", lambda one: cells.area(one, asked.areas.names), needed=True)
            return None, None
        name = next(one.name for one in asked.plan.areas if one.code == code)
        line.note(
            "area",
            lambda: _("the area {area} was taken from the words of the description").format(
                area=name.said(language())
            ),
        )
        return (code, None), line.notes[-1]

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
            line.note(key, lambda: _("it is no name"))
            return None
        text = line.text(key, cells.line)
        if text and key != "responsible" and not text.isalpha() and values.holds_more(text):
            return self._named(line, key, text, values.people(said(cell)).names)
        return values.unpadded(text) if text and " " in text else text

    def _named(self, line: Line, key: str, text: str, names: Sequence[str]) -> str:
        """The people named, one beside the other; how they were written is kept where that is different."""
        named = "、".join(names)
        if not named or "".join(named.split()) == "".join(text.split()):
            return named or text
        line.keep(key)
        return named if len(named) <= LINE else text

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

    def _responsible(self, line: Line, ours: bool, level: Level) -> tuple[str | None, str | None]:
        """Who answers for it, and the department: what is said of it, or stands before the names."""
        department = line.text("department", cells.line)
        text = self._person(line, "responsible")
        if text is None or ours or (_ALONE.fullmatch(text) and not text.endswith("等")):
            return text, department
        people = values.people(said(line.cell("responsible")))
        if level is Level.MAJOR and len(people.names) > 1:
            line.note(
                "responsible", lambda: _("several people are named; say who answers for a major hazard")
            )
        return self._named(line, "responsible", text, people.names), department or "、".join(
            people.departments
        ) or None

    def _funds(self, line: Line) -> float | None:
        cell = line.cell("funds")
        if not is_filled(cell):
            return None
        bare = isinstance(cell, int | float) or said(cell).replace(",", "").replace(".", "").isdigit()
        amount = f"{said(cell)}元" if bare and self._funds_in_yuan else cell
        try:
            found = cells.funds(amount)
        except Unreadable:
            line.keep("funds")
            line.note("funds", lambda: cells.why_not(cells.funds, amount))
            return None
        if not bare or self._funds_in_yuan or (found == 0 and said(cell) not in ("0", "0.0")):
            line.keep("funds")
        elif found and not self._funds_have_unit:
            line.keep("funds")
            line.note("funds", lambda: _("no unit is said; it was taken as units of 10,000 yuan"))
        return found

    def _state_of_list(self, line: Line, row: BodyRow) -> str | None:
        """How far a row has come that does not say it, by what its list is called."""
        over = (*row.sections, *row.headed)
        if over not in self._states_of_lists:
            parts = (*row.headed, self._layout.sheet)
            head = titles.holding(self._layout.head, row.sections)
            self._states_of_lists[over] = titles.state_said(parts, head, self._asked.known, row.sections)
        found = self._states_of_lists[over]
        if found is None:
            return None
        state, name = found
        line.note(
            STATUS,
            lambda: _("no state is said; it was taken from “{list}”").format(list=one_line(name)),
        )
        return state


def _in_yuan(table: Table) -> bool:
    """Whether the heading of the funds says yuan, not units of 10,000."""
    heading = _funds_heading(table)
    return _YUAN.search(heading) is not None and _TEN_THOUSAND.search(heading) is None


def _has_unit(table: Table) -> bool:
    heading = _funds_heading(table)
    return heading == "funds" or any(unit.search(heading) for unit in (_YUAN, _TEN_THOUSAND))


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
