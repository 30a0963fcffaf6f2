"""Days and numbers within reason, refused in the language in use: field types that drafts share."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from safetyctl.ground.catalogue import _

FIRST = date(2000, 1, 1)
LAST = date(2100, 1, 1)
PEOPLE = 100_000


def _within(value: date | None) -> date | None:
    if value is not None and not FIRST <= value < LAST:
        raise ValueError(_("{day} is outside the years 2000 to 2099").format(day=value))
    return value


def _between(least: int, most: int) -> Callable[[int | None], int | None]:
    def through(value: int | None) -> int | None:
        if value is not None and not least <= value <= most:
            raise ValueError(
                _("{value} is not between {least:,} and {most:,}").format(value=value, least=least, most=most)
            )
        return value

    return through


Day = Annotated[date, AfterValidator(_within)]
OptionalDay = Annotated[date | None, AfterValidator(_within)]
SomeNumber = Annotated[int, AfterValidator(_between(1, PEOPLE))]
AnyNumber = Annotated[int, AfterValidator(_between(0, PEOPLE))]
OptionalNumber = Annotated[int | None, AfterValidator(_between(0, PEOPLE))]
Score = Annotated[int, AfterValidator(_between(0, 100))]
Seconds = Annotated[int | None, AfterValidator(_between(1, 86_400))]
Minutes = Annotated[int | None, AfterValidator(_between(1, 60_000))]
