"""A roster with its people down the side, the days across, and a mark where somebody is on duty: √, 白, 夜班."""

from collections.abc import Mapping
from datetime import date

from safetyctl.ground.text import fold
from safetyctl.intake.people.reading import people_in
from safetyctl.intake.people.telephones import telephones_for
from safetyctl.intake.rosters.days import WEEKDAY_HEADINGS
from safetyctl.intake.tables.columns_of_people import TELEPHONE
from safetyctl.intake.tables.line import Line
from safetyctl.intake.words.asides import signed
from safetyctl.intake.words.cells import cell_at, is_filled, said
from safetyctl.intake.words.forms import ROSTERS
from safetyctl.intake.words.synonyms import heading_key, synonyms
from safetyctl.intake.workbook.table import Sheet, Table
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT

_ON_DUTY = frozenset(
    ("√", "✓", "✔", "☑", "●", "■", "★", "▲", "v", "y", "1", "班", "值", "值班", "是", "在岗")
)
_OFF_DUTY = frozenset(("休", "休息", "假", "否", "×", "x", "○", "□", "0", "/", "-", "—", "——", "无"))


def people_aside(sheet: Sheet, head: int, of_place: Mapping[int, date]) -> int | None:
    """The column of the people whose rows have marks under the days; None where people stand under the days."""
    known = synonyms(ROSTERS).names
    before = range(1, min(of_place))
    row = sheet.rows[head - 1]
    called = [place for place in before if known.get(heading_key(said(row[place - 1])), ("",))[0] == "person"]
    under = [
        fold(said(cell))
        for each in sheet.rows[head:]
        for place in of_place
        if is_filled(cell := cell_at(each, place))
    ]
    marked = bool(under) and _ON_DUTY.issuperset(set(under) - _OFF_DUTY)
    return called[0] if called else before[-1] if marked and before else None


def marks(
    sheet: Sheet, head: int, of_place: Mapping[int, date], people: int
) -> tuple[int, list[rosters.Line], list[Line]]:
    """How many rows were read below the days, the lines they hold, and the rows, with their problems.

    A mark that is no tick is what the shift is called.
    """
    names = {place: said(cell) for place, cell in enumerate(sheet.rows[head - 1], start=1)}
    telephone = next((at for at, name in names.items() if heading_key(name).endswith(TELEPHONE)), None)
    columns = {"person": people} | ({"telephone": telephone} if telephone else {})
    others = [place for place in names if place not in (*columns.values(), *of_place)]
    lines: list[rosters.Line] = []
    read: list[Line] = []
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        line = Line(Table(sheet.name, columns, others, names, (), comments=sheet.comments), number, row)
        filled = [cell for cell in row if is_filled(cell)]
        if (
            not line.says("person")
            or heading_key(said(line.cell("person"))) in WEEKDAY_HEADINGS
            or signed(filled)
        ):
            continue
        read.append(line)
        someone = people_in(line, "person")
        numbers = telephones_for(line, "person", someone)
        note = line.detail()
        for place, day in of_place.items():
            mark = said(line.at(place))
            if mark and fold(mark) not in _OFF_DUTY:
                shift = SHIFT if fold(mark) in _ON_DUTY else mark
                lines += [
                    rosters.Line(day, shift, person, its, None, None, note)
                    for person, its in zip(someone, numbers, strict=True)
                ]
    return len(read), lines, read
