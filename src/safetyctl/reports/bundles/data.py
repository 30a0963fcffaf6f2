"""The report as data: codes, never labels; the same keys in the same order every time."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date

from safetyctl.ground.text import visible
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.period import Rate, WeeklyReport

FORMAT = 2
"""2: ``rectified`` counts what stood so at the period's end too, and a hazard's ``why`` is no call for help."""
_LAID_OUT = ("subtitle", "opening", "sections", "tally", "listed", "listed_on", "attached", "stands")
"""What a composed report says to people, and what is told of it under other keys."""


def write_data(report: WeeklyReport) -> bytes:
    """The report as canonical JSON in UTF-8: two spaces deep, dates ISO, a line feed at the end."""
    document = {
        "format": FORMAT,
        "kind": report.kind,
        "period": report.period,
        "unit": report.unit,
        **_fields(report, but=("pairs", "more_pairs")),
        "tally": {figure.key: figure.value for figure in report.tally},
        "rates": {
            "closing": _rate(report.total.closing),
            "closing_so_far": _rate(report.so_far.closing),
            "on_time_so_far": _rate(report.so_far.on_time),
            "on_time_first_so_far": _rate(report.so_far.on_time_first),
        },
    }
    return encoded(document)


def write_composed_data(report: Composed) -> bytes:
    """A composed report as canonical JSON: its head, its figures, the hazards it lists, what goes with it."""
    document = {
        "format": FORMAT,
        "unit": report.unit,
        **_fields(report, but=_LAID_OUT),
        "tally": {figure.key: figure.value for figure in report.tally},
        "hazards": [plain(hazard) for hazard in report.listed],
        "attached": [
            {
                "title": visible(one.title),
                "name": one.name,
                "sha256": one.sha256,
                "missing": one.content is None,
            }
            for one in report.attached
        ],
    }
    return encoded(document)


def encoded(document: object) -> bytes:
    """JSON as every document of a bundle is written."""
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _rate(rate: Rate) -> dict[str, int | float | None]:
    return {
        "part": rate.part,
        "whole": rate.whole,
        "rate": round(rate.part / rate.whole, 4) if rate.whole else None,
    }


def _fields(value: WeeklyReport | Composed, but: Sequence[str] = ()) -> dict[str, object]:
    return {
        field.name: plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.name not in but
    }


def plain(value: object) -> object:
    """A value as it stands in the data: records as tables, days and moments ISO, no hidden character in a text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return visible(value) if isinstance(value, str) else value
