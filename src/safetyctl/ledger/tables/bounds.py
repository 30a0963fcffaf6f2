"""Days and numbers within reason, refused in the language in use: field types that drafts share."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from safetyctl.ground.catalogue import _
from safetyctl.ground.hours import clock_of
from safetyctl.ground.limits import PAPER_YEARS, PEOPLE, YEARS


def _within(years: range) -> Callable[[date | None], date | None]:
    def through(value: date | None) -> date | None:
        if value is not None and value.year not in years:
            raise ValueError(
                _("{day} is outside the years {first} to {last}").format(
                    day=value, first=years[0], last=years[-1]
                )
            )
        return value

    return through


def _between(least: int, most: int) -> Callable[[int | None], int | None]:
    def through(value: int | None) -> int | None:
        if value is not None and not least <= value <= most:
            raise ValueError(
                _("{value} is not between {least:,} and {most:,}").format(value=value, least=least, most=most)
            )
        return value

    return through


def _clock(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    found = clock_of(value)
    if found is None:
        raise ValueError(_("it is no time of day; write it as 14:30"))
    return found


Day = Annotated[date, AfterValidator(_within(YEARS))]
OptionalDay = Annotated[date | None, AfterValidator(_within(YEARS))]
OptionalIssueDay = Annotated[date | None, AfterValidator(_within(PAPER_YEARS))]
SomeNumber = Annotated[int, AfterValidator(_between(1, PEOPLE))]
AnyNumber = Annotated[int, AfterValidator(_between(0, PEOPLE))]
OptionalNumber = Annotated[int | None, AfterValidator(_between(0, PEOPLE))]
Score = Annotated[int, AfterValidator(_between(0, 100))]
Seconds = Annotated[int | None, AfterValidator(_between(1, 86_400))]
Minutes = Annotated[int | None, AfterValidator(_between(1, 60_000))]
OptionalClock = Annotated[str | None, AfterValidator(_clock)]
"""HH:MM, typed in any of the ways of ``ground.hours``."""
