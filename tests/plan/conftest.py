from collections.abc import Iterator

import pytest

from safetyctl.ground.catalogue import using
from safetyctl.ground.files import shipped
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with using("en"):
        yield


@pytest.fixture(scope="session")
def plan() -> Plan:
    return builtin()


@pytest.fixture(scope="session")
def text() -> str:
    return shipped("plan.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def organisation_text() -> str:
    return shipped("organisation.toml").read_text(encoding="utf-8")
