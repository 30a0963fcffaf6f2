"""The one place that reads the clock. Everything below the face is told the day."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def nanoseconds() -> int:
    """This moment, in nanoseconds since 1970 UTC."""
    return time.time_ns()
