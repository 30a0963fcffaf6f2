"""Where a ledger lies: SQLite's write-ahead log is only safe on a disk of this machine."""

from pathlib import Path

_REMOTE = (
    "nfs",
    "cifs",
    "smb",
    "fuse",
    "9p",
    "afs",
    "ceph",
    "gluster",
    "vboxsf",
    "drvfs",
    "virtiofs",
    "prl_fs",
)
_SYNCED = (
    "dropbox",
    "onedrive",
    "坚果云",
    "nutstore",
    "百度网盘",
    "baidunetdisk",
    "icloud",
    "google drive",
    "syncthing",
)


def is_local(folder: Path) -> bool:
    """Whether a folder is on a local disk, by its file system's type; True where that cannot be told."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return True
    where = folder.resolve()
    best, kind = "", ""
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (where == Path(point) or Path(point) in where.parents) and len(point) >= len(best):
            best, kind = point, fields[2]
    return not kind.startswith(_REMOTE)


def synced_by(folder: Path) -> str | None:
    """The name of a synchronising service whose folder this looks like, or None."""
    for part in folder.resolve().parts:
        lowered = part.lower()
        for service in _SYNCED:
            if lowered.startswith(service):
                return part
    return None
