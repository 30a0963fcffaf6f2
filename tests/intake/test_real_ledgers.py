"""Ledgers that people really filled in, where they are at hand: read, or refused in one clear line."""

import os
from pathlib import Path

import pytest

from safetyctl.ground.errors import BadInput

FOLDER = Path(
    os.environ.get("SAFETYCTL_REAL_LEDGERS", Path(__file__).resolve().parents[3] / "shared" / "data")
)
FILES = (
    sorted(path for path in FOLDER.glob("*") if path.suffix in (".xlsx", ".csv")) if FOLDER.is_dir() else []
)


@pytest.mark.skipif(not FILES, reason="no ledgers at hand")
@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
@pytest.mark.parametrize("defaults", [{}, {"default_campus": "东校区", "default_area": "building"}])
def test_it_is_read_or_refused_plainly(path, read, defaults):
    try:
        reading = read(path, **defaults)
    except BadInput as refused:
        sentence, counted = refused.sentence, None
    else:
        sentence, counted = (
            "",
            len(reading.candidates) + len({(one.sheet, one.row) for one in reading.problems}),
        )
    assert "\n" not in sentence
    assert sentence or counted == reading.read > 0
