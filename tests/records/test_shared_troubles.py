"""Troubles common to several campuses, as they stood on a day."""

from datetime import date
from pathlib import Path

from office import Command
from safetyctl.ledger.connection import reading
from safetyctl.records.shared_troubles import CommonTrouble, common_troubles


def _troubles(ledger: Path, day: str) -> list[CommonTrouble]:
    with reading(ledger) as snapshot:
        return common_troubles(snapshot, day=date.fromisoformat(day))


def test_what_came_later_is_not_common_yet(cmd: Command) -> None:
    cmd.closed(campus="东校区", day="2020-03-02")
    cmd.add(campus="西校区", day="2020-03-09")
    (now,) = _troubles(cmd.ledger, "2020-03-09")
    assert (now.campuses, now.hazards, now.open) == (("东校区", "西校区"), ("H0001", "H0002"), 1)
    assert _troubles(cmd.ledger, "2020-03-08") == []
    cmd("hazard", "void", "2", "--reason", "重复登记", day="2020-03-20")
    assert _troubles(cmd.ledger, "2020-03-20") == []
    assert [one.hazards for one in _troubles(cmd.ledger, "2020-03-19")] == [("H0001", "H0002")]


def test_closed_later_was_open_then(cmd: Command) -> None:
    cmd.add(campus="西校区", day="2020-03-02")
    ref = cmd.rectified(campus="东校区", day="2020-03-02")
    cmd("hazard", "verify", ref, "--by", "王五", "--pass", day="2020-03-10")
    assert [_troubles(cmd.ledger, day)[0].open for day in ("2020-03-09", "2020-03-10")] == [2, 1]
    assert cmd.json("hazard", "common", day="2020-03-09")[0]["open"] == 2
