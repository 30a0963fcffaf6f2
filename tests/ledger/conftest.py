from collections.abc import Iterator

import pytest

from safetyctl.ground.catalogue import using


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with using("en"):
        yield
