"""The report as data: codes, never labels; the same keys in the same order every time."""

import dataclasses
import json
from datetime import date

from safetyctl.ground.text import visible
from safetyctl.reports.facts import Rate, WeeklyReport

FORMAT = 1


def write_data(report: WeeklyReport) -> bytes:
    """The report as canonical JSON in UTF-8: two spaces deep, dates ISO, a line feed at the end."""
    facts = _plain(report)
    assert isinstance(facts, dict)
    document = {
        "format": FORMAT,
        "kind": report.kind,
        "period": report.period,
        "unit": report.unit,
        **facts,
        "rates": {
            "closing": _rate(report.total.closing),
            "closing_so_far": _rate(report.so_far.closing),
            "on_time_so_far": _rate(report.so_far.on_time),
            "on_time_first_so_far": _rate(report.so_far.on_time_first),
        },
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


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return visible(value) if isinstance(value, str) else value
