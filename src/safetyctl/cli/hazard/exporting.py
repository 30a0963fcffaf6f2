"""Hazards into a file, read and written some at a time: memory does not grow with their number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from safetyctl.cli.desk import Reading
from safetyctl.cli.listing import csv_text
from safetyctl.cli.output import document
from safetyctl.ground.files import whole
from safetyctl.records.views import HazardFilter, HazardView, count, each_hazard

WRITERS = (".xlsx", ".csv", ".json")
_AT_ONCE = 500


def write_hazards(target: Path, desk: Reading, asked: HazardFilter) -> int:
    """Write the hazards asked for by the target's ending, complete or not at all; how many they are.

    Raises:
        BadInput: they are more than the file can hold.
        OSError: the file cannot be written.
    """
    found = each_hazard(desk.snapshot, desk.day, asked)
    with whole(target) as draft:
        if target.suffix.lower() == ".xlsx":
            return _sheet(draft, desk, found, count(desk.asks, desk.day, asked))
        if target.suffix.lower() == ".json":
            return _text(draft, "utf-8", _json(found))
        return _text(draft, "utf-8-sig", _csv(found))  # Excel takes UTF-8 for it only by this mark


def _sheet(draft: Path, desk: Reading, found: Iterable[HazardView], number: int) -> int:
    from safetyctl.records.reasons import noted
    from safetyctl.reports.drawn.longsheet import LONG, write_long
    from safetyctl.reports.drawn.workbook import write_extract
    from safetyctl.reports.facts.gathering import extract, report_hazard

    if number < LONG:
        draft.write_bytes(write_extract(extract(desk.snapshot, desk.plan, desk.day, found)))
    else:
        head = extract(desk.snapshot, desk.plan, desk.day, ())
        said = noted(desk.snapshot, desk.day)
        write_long(draft, head, (report_hazard(one, said) for one in found), number)
    return number


def _text(draft: Path, encoding: str, pieces: Iterable[tuple[int, str]]) -> int:
    number = 0
    with draft.open("w", encoding=encoding, newline="") as file:
        for more, text in pieces:
            number += more
            file.write(text)
    return number


def _json(found: Iterator[HazardView]) -> Iterator[tuple[int, str]]:
    """One array, a hazard a line: how many and their text, piece by piece."""
    before = "[\n"
    while some := list(islice(found, _AT_ONCE)):
        yield len(some), before + document(some).removeprefix("[\n").removesuffix("\n]")
        before = ",\n"
    yield 0, "[]\n" if before == "[\n" else "\n]\n"


def _csv(found: Iterator[HazardView]) -> Iterator[tuple[int, str]]:
    keys = list(HazardView._fields)
    headings = csv_text([], keys)
    yield 0, headings
    while some := list(islice(found, _AT_ONCE)):
        yield len(some), csv_text(some, keys).removeprefix(headings)
