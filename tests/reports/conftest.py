import io
import zipfile
from collections.abc import Callable

import fabricated
import pytest

from safetyctl.reports.facts.period import WeeklyReport

NAMES = ("nil", "one", "many", "hostile")


@pytest.fixture(params=NAMES)
def each_report(request: pytest.FixtureRequest) -> WeeklyReport:
    made: WeeklyReport = getattr(fabricated, request.param)()
    return made


@pytest.fixture
def part() -> Callable[[bytes, str], str]:
    """One part of an office document as text."""

    def read(document: bytes, name: str) -> str:
        with zipfile.ZipFile(io.BytesIO(document)) as package:
            return package.read(name).decode()

    return read
