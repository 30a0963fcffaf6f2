"""The one place that reads the clock. Everything below the face is told the day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day it is now in the time zone named, such as ``Asia/Shanghai``."""
    return now().astimezone(ZoneInfo(zone)).date()
