from datetime import date
from pathlib import Path

import pytest

from safetyctl.ground import catalogue
from safetyctl.intake.hazards.reading import Reading, read_hazards
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin

from .workbooks import CAMPUSES


@pytest.fixture(scope="session")
def plan() -> Plan:
    return builtin()


@pytest.fixture(autouse=True)
def _english():
    with catalogue.using("en"):
        yield


@pytest.fixture
def read(plan: Plan):
    def reading(path: Path, **options) -> Reading:
        return read_hazards(path, plan, CAMPUSES, **({"as_of": date(2020, 5, 14)} | options))

    return reading
