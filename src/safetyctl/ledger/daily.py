"""The backup of the day, which gets its name only once it has been restored on trial."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import CannotDo, LedgerDamaged
from safetyctl.ground.files import whole
from safetyctl.ledger.keeping import CopyMade, backup, restore
from safetyctl.ledger.runs import last_run


def backup_of(ledger: Path, folder: Path, day: date) -> Path:
    """Where the backup of a day is, or would be: ``LEDGER.DAY.zip``."""
    return folder / f"{ledger.name}.{day.isoformat()}.zip"


def require_disk(ledger: Path, folder: Path) -> None:
    """Make sure that a folder which held backups is there: else its disk is missing, and another would be filled.

    Raises CannotDo.
    """
    before = last_run(ledger)
    held = Path(before.backup).parent if before and before.backup else None
    if held == Path(os.path.abspath(folder)) and not folder.exists():
        raise CannotDo(
            _("The folder {path}, which holds the backups, is not there.").format(path=folder),
            hint=_("Look whether its disk is connected. To begin anew there, make the folder."),
        )


def back_up(ledger: Path, folder: Path, day: date) -> CopyMade | None:
    """Write the backup of a day into ``folder``; None where it is there already. Those of other days stay.

    It is restored elsewhere and verified before it takes its name. One run at a time: what an earlier one left
    when it was killed is removed.

    Raises:
        SafetyctlError: the ledger cannot be read, or the copy does not verify; nothing was written.
        OSError: the folder cannot be written, or a disk is full.
    """
    target = backup_of(ledger, folder, day)
    if os.path.lexists(target):
        return None
    _clear(ledger, folder)
    with whole(target) as draft:
        made = backup(ledger, draft)
        _restored_on_trial(draft, made)
    return replace(made, path=target)


def _restored_on_trial(copy: Path, made: CopyMade) -> None:
    with TemporaryDirectory(prefix="safetyctl-") as folder:
        restored = restore(copy, Path(folder) / "ledger.db")
    if (restored.head, restored.files) != (made.head, made.files):
        raise LedgerDamaged(_("The backup does not restore to what was backed up; nothing was kept."))


def _clear(ledger: Path, folder: Path) -> None:
    left = re.compile(rf"\.+{re.escape(ledger.name)}\.\d{{4}}-\d\d-\d\d\.zip(\.[0-9a-f]{{8}}\.part)+")
    for path in folder.iterdir():
        if left.fullmatch(path.name):
            path.unlink(missing_ok=True)
