"""A process that ends without warning, at any moment: what was acknowledged is kept, once, and nothing is half."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from office import Command, content, proved
from safetyctl.ground.files import shipped

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")


def killed(command: str, ledger: Path, rounds: int, file: str = "", seed: int = 7) -> dict[str, Any]:
    path = os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH"))))
    env = {
        **os.environ, "PYTHONPATH": path, "SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_ACTOR": "张三",
        "SAFETYCTL_AS_OF": "2020-05-14", "SAFETYCTL_LANG": "en",
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, str(HERE / "killed.py"), command, str(ledger), str(rounds), str(seed), file],
        check=False, capture_output=True, encoding="utf-8", env=env, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["faults"] == []
    return found


def test_what_was_acknowledged_is_there_once(ledger: Path) -> None:
    rounds = 40
    found = killed("add", ledger, rounds)
    assert len(found["titles"]) == len(set(found["titles"])), "nothing is there twice"
    assert set(found["acknowledged"]) <= set(found["titles"]), "nothing acknowledged is lost"
    assert len(found["titles"]) <= len(found["acknowledged"]) + rounds, (
        "one a round may have missed its answer"
    )
    assert found["acknowledged"], "the machine was too slow for a single change"


def test_the_command_works_after_it(ledger: Path, cmd: Command) -> None:
    killed("add", ledger, 5, seed=11)
    before = len(cmd.json("hazard", "list", "--limit", "0"))
    cmd.add()
    assert len(cmd.json("hazard", "list", "--limit", "0")) == before + 1
    assert cmd.json("ledger", "verify")["ok"]
    assert cmd.json("ledger", "check") == []


def test_an_import_is_whole_or_is_not(ledger: Path) -> None:
    found = killed("import", ledger, 16, str(shipped("sample-ledger.xlsx")))
    assert set(found["counts"]) <= {0, 41}


def test_a_new_ledger_is_whole_or_is_not(tmp_path: Path) -> None:
    found = killed("init", tmp_path / "new.db", 10)
    assert set(found["counts"]) <= {0}


def test_what_a_killed_init_left_is_in_nobodys_way(tmp_path: Path, cmd: Command) -> None:
    killed("init", tmp_path / "new.db", 4, seed=3)
    (tmp_path / "new.db").unlink(missing_ok=True)
    cmd("init", "--campus", "东校区", "--ledger", str(tmp_path / "new.db"))
    assert proved(tmp_path / "new.db").faults == ()


def test_a_backup_is_whole_or_is_not(filled: Path, tmp_path: Path) -> None:
    killed("backup", filled, 8, str(tmp_path / "kept"))
    for backup in tmp_path.glob("kept-*.zip"):
        with zipfile.ZipFile(backup) as archive:
            assert archive.testzip() is None


def test_a_restored_ledger_is_whole_or_is_not(filled: Path, tmp_path: Path, cmd: Command) -> None:
    cmd.ledger = filled
    cmd("ledger", "backup", str(tmp_path / "kept.zip"))
    found = killed("restore", tmp_path / "again.db", 16, str(tmp_path / "kept.zip"))
    assert set(found["counts"]) <= {len(content(filled)["hazard"])}
    (tmp_path / "again.db").unlink(missing_ok=True)
    cmd("ledger", "restore", str(tmp_path / "kept.zip"), "--ledger", str(tmp_path / "again.db"))
    assert proved(tmp_path / "again.db").faults == ()


def test_a_restore_that_was_killed_between_its_files_and_its_name_is_in_nobodys_way(
    filled: Path, tmp_path: Path, cmd: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    cmd.ledger = filled
    cmd("ledger", "backup", str(tmp_path / "kept.zip"))
    restore = ("ledger", "restore", str(tmp_path / "kept.zip"), "--ledger", str(tmp_path / "again.db"))

    def never(_draft: Path, _path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr("safetyctl.ledger.keeping.name_anew", never)
        cmd(*restore, expect=130)
    assert sorted(path.name for path in tmp_path.glob("again*")) == ["again.db.files"]
    cmd(*restore)
    assert proved(tmp_path / "again.db").faults == ()
