"""``hazard export`` of many: the same as of few, in memory that does not grow, complete or not at all."""

import csv
import io
import json
import os
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from office import Command, hand
from safetyctl.cli.desk import Reading
from safetyctl.cli.hazard import exporting
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.plan.source import builtin
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.longsheet import LONG

DAY = date(2020, 3, 6)


def hold(ledger: Path, number: int) -> None:
    """Put so many hazards into an empty ledger."""
    with write(ledger, hand()) as tx:
        campus = tx.rows("SELECT uid FROM campus ORDER BY position")[0][0]
        at = {"created_at": tx.at, "updated_at": tx.at}
        for start in range(0, number, 1000):
            rows = [
                (f"H{n:04d}", {
                    "uid": f"uid-{n:08d}", "number": n, "campus": campus, "area": "fire", "title": f"=隐患{n}",
                    "level": "general", "source": "inspection", "status": "open", "due_given": 0, "imported": 0,
                    "found_on": (DAY - timedelta(days=n % 90)).isoformat(), "location": f"教学楼{n}室",
                } | at)
                for n in range(start + 1, min(start + 1000, number) + 1)
            ]  # fmt: skip
            tx.insert("hazard.import", "hazard", rows)


@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 1_001])
def test_text_files_hold_each_hazard_once_in_order(cmd: Command, number: int) -> None:
    hold(cmd.ledger, number)
    refs = [f"H{n:04d}" for n in range(1, number + 1)]
    for name in ("all.json", "all.csv"):
        assert cmd.json("hazard", "export", name)["hazards"] == number
    text = Path("all.json").read_text(encoding="utf-8")
    assert json.loads(text) == cmd.json("hazard", "list", "--limit", "0")
    assert [one["id"] for one in json.loads(text)] == refs
    content = Path("all.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == refs
    assert all(row["title"].startswith("'=") for row in rows)


@pytest.mark.parametrize("number", [LONG - 1, LONG, LONG + 1])
def test_a_workbook_holds_each_hazard_once_in_order(cmd: Command, number: int) -> None:
    hold(cmd.ledger, number)
    assert cmd.json("hazard", "export", "all.xlsx")["hazards"] == number
    book = load_workbook("all.xlsx", read_only=True)
    rows = list(book.worksheets[0].iter_rows(min_row=5, values_only=True))
    book.close()
    assert [row[:2] for row in rows] == [(n, f"H{n:04d}") for n in range(1, number + 1)]
    again = cmd.json("hazard", "import", "all.xlsx", "--yes")
    assert (again["added"], again["skipped"]) == (0, number)


def test_a_day_gone_by_is_told_as_it_was(cmd: Command) -> None:
    cmd.rectified()
    cmd.add(title="另一处")
    cmd("hazard", "void", "2", "--reason", "重复", day="2020-03-09")
    for day in ("2020-03-06", "2020-03-09"):
        for options in ((), ("--status", "open"), ("--status", "void")):
            cmd("hazard", "export", "then.json", *options, day=day)
            listed = cmd.json("hazard", "list", "--limit", "0", *options, day=day)
            assert json.loads(Path("then.json").read_text(encoding="utf-8")) == listed


@pytest.fixture(scope="module")
def two_sizes(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, int]]:
    """A ledger, and one with ten times as many hazards."""
    folder = tmp_path_factory.mktemp("sizes")
    made = []
    for number in (LONG, 10 * LONG):
        path = folder / f"{number}.db"
        path.write_bytes(template.read_bytes())
        hold(path, number)
        made.append((path, number))
    return made


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx"])
def test_memory_does_not_grow_with_their_number(
    two_sizes: list[tuple[Path, int]], tmp_path: Path, ending: str
) -> None:
    peaks = []
    for path, number in two_sizes:
        with reading(path) as snapshot:
            desk = Reading(snapshot, builtin(), DAY)
            tracemalloc.start()
            written = exporting.write_hazards(tmp_path / f"all{ending}", desk, HazardFilter())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert written == number
    assert peaks[1] < peaks[0] * 1.5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifos here")
def test_a_pipe_is_not_replaced_by_a_file(cmd: Command) -> None:
    os.mkfifo("pipe.csv")
    assert "pipe.csv" in cmd("hazard", "export", "pipe.csv", expect=1).err
    assert Path("pipe.csv").is_fifo()


@pytest.mark.parametrize("name", ["all.csv", "all.json", "all.xlsx"])
def test_what_breaks_off_leaves_what_was_there(
    cmd: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hold(cmd.ledger, LONG + 200)
    whole = exporting.each_hazard

    def breaking(*asked: object):
        for number, one in enumerate(whole(*asked)):
            if number > LONG:
                raise OSError(28, "No space left on device")
            yield one

    Path(name).write_bytes(b"before")
    monkeypatch.setattr(exporting, "each_hazard", breaking)
    cmd("hazard", "export", name, expect=1)
    assert Path(name).read_bytes() == b"before"
    assert not [path for path in Path().iterdir() if path.name.endswith(".part")]
