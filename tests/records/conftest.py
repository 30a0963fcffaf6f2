from collections.abc import Iterator

import pytest

from safetyctl.ground.catalogue import using
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with using("en"):
        yield


@pytest.fixture(scope="session")
def plan() -> Plan:
    return builtin()
