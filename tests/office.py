"""The tests' own office: commands typed one after another on one ledger, and a look at what the file holds."""

import json
import os
import pty
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from fcntl import ioctl
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from safetyctl.cli import main
from safetyctl.ledger import store
from safetyctl.ledger.connection import reading
from safetyctl.ledger.verifying import Verified, verify
from safetyctl.ledger.writing import Hand

CAMPUSES = ("东校区", "西校区", "南校区")
DAY = "2020-03-06"
CLERK = "张三"
SOURCE = Path(__file__).resolve().parents[1] / "src"
PROGRAM = (sys.executable, "-m", "safetyctl.cli")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


class Command:
    """Types a command in this process: ``cmd("hazard", "list", day="2020-03-06")``; expects exit 0 unless told."""

    def __init__(
        self, ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.ledger = ledger
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(
        self, *args: str, day: str = DAY, by: str = CLERK, lang: str = "en", expect: int = 0
    ) -> Ended:
        ended = self.either(*args, day=day, by=by, lang=lang)
        assert ended.code == expect, (args, ended)
        return ended

    def either(self, *args: str, day: str = DAY, by: str = CLERK, lang: str = "en") -> Ended:
        """The same, with nothing expected of how it ends, but that there is no traceback."""
        told = {"LEDGER": str(self.ledger), "AS_OF": day, "ACTOR": by, "LANG": lang}
        for name, value in told.items():
            self._monkeypatch.setenv(f"SAFETYCTL_{name}", value)
        self._capsys.readouterr()
        ended = Ended(main(args), *self._capsys.readouterr())
        assert "Traceback" not in ended.err
        return ended

    def json(self, *args: str, **how: Any) -> Any:
        return self(*args, "--json", **how).json

    def add(
        self,
        *options: str,
        campus: str = "东校区",
        area: str = "fire",
        title: str = "灭火器压力不足",
        **how: Any,
    ):
        """Register a hazard; its JSON."""
        return self.json(
            "hazard", "add", "--campus", campus, "--area", area, "--title", title, *options, **how
        )

    def rectified(self, *options: str, **how: Any) -> str:
        """A hazard that was assigned to 李四 and rectified; its reference."""
        ref: str = self.add(*options, **how)["id"]
        day = how.get("day", DAY)
        self("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换", day=day)
        self("hazard", "rectify", ref, "--note", "已更换", day=day)
        return ref

    def closed(self, *options: str, **how: Any) -> str:
        """A general hazard that went its whole way; its reference."""
        ref = self.rectified(*options, **how)
        self("hazard", "verify", ref, "--by", "王五", "--pass", day=how.get("day", DAY))
        return ref

    def refused(self, *args: str, code: int = 2, **how: Any) -> Ended:
        """A command that must be refused in one or two plain lines, and change nothing at all."""
        before = content(self.ledger)
        ended = self(*args, expect=code, **how)
        assert content(self.ledger) == before, args
        assert ended.out == "", ended
        assert 1 <= len(ended.lines) <= 2, ended
        assert ended.err.startswith("error: "), ended
        return ended


MAJOR = ("--level", "major", "--due", "2020-03-20")
"""Options of a major hazard that has its deadline."""
COMMITTED = (
    "--responsible",
    "李四",
    "--measure",
    "拆除重砌",
    "--funds",
    "3.5",
    "--contingency",
    "围挡并专人看守",
)
"""With the deadline, the five commitments."""


Begun = Callable[[Callable[[Command], None]], Command]
"""The fixture ``begun``: takes what is to be done before the test begins."""


def every_stage(cmd: Command) -> None:
    """Hazards at every stage: 1 open, 2 assigned, 3 rectified, 4 major and verified, 5 major and open, 6 closed."""
    cmd("people", "add", "李四")
    cmd.add()
    cmd.add()
    cmd("hazard", "assign", "2", "--responsible", "李四", "--measure", "更换")
    cmd.rectified()
    major = cmd.rectified(*MAJOR, *COMMITTED)
    cmd("hazard", "verify", major, "--by", "王五", "--pass")
    cmd.add(*MAJOR)
    cmd.closed()


def content(ledger: Path) -> dict[str, list[Any]]:
    """Everything that a ledger holds: the rows of every table, and the names of the kept files."""
    if not ledger.exists():
        return {}
    connection = sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)
    try:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found: dict[str, list[Any]] = {
            table: connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
            for table in sorted(tables)
        }
    finally:
        connection.close()
    folder = store.folder(ledger)
    found["files"] = sorted(path.name for path in folder.rglob("*") if path.is_file())
    return found


def proved(ledger: Path, head: str | None = None) -> Verified:
    """What ``ledger verify`` finds."""
    with reading(ledger) as snapshot:
        return verify(snapshot, head)


def hand(
    day: str = DAY, actor: str = CLERK, moment: datetime = datetime(2020, 3, 6, 4, 5, 6, tzinfo=UTC)
) -> Hand:
    """Who changes the ledger, where no command does."""
    return Hand(actor, date.fromisoformat(day), moment)


def typed(
    *args: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, **how: Any
) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with nothing in its environment but what is told."""
    told = {"SAFETYCTL_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
    if "PYTHONPATH" in os.environ:
        told["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return subprocess.run(
        [*PROGRAM, *args],
        check=False, capture_output=True, encoding="utf-8", env=told, cwd=cwd, stdin=subprocess.DEVNULL, timeout=60,
        **how,
    )  # fmt: skip


def at_a_terminal(
    command: Sequence[str], typed: str = "", env: Mapping[str, str] | None = None, columns: int = 0
) -> tuple[int, str]:
    """How a command ends at a terminal, and what a person sees there who types ``typed``; columns 0: as it comes."""
    person, program = pty.openpty()
    if columns:
        ioctl(program, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    started = subprocess.Popen(command, stdin=program, stdout=program, stderr=program, env=env)
    os.close(program)
    os.write(person, typed.encode())
    seen = b""
    while True:
        try:
            part = os.read(person, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(person)
    return started.wait(timeout=60), seen.decode().replace("\r\n", "\n")


Typed = Callable[..., subprocess.CompletedProcess[str]]


def without_privilege() -> None:
    """For ``preexec_fn``: even the superuser is held to the permissions of files from here on (Linux)."""
    import ctypes

    libc = ctypes.CDLL(None)
    for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def fill(ledger: Path) -> None:
    """A life for every table: two people, three hazards, attachments of one, a report, a waiver, other records."""
    from lives import LIVES
    from safetyctl.ledger.words import AttachmentKind
    from safetyctl.ledger.writing import write
    from safetyctl.plan.judging import Judged
    from safetyctl.plan.source import builtin
    from safetyctl.records import hazards, people, waivers
    from safetyctl.records.campaigns import campuses
    from safetyctl.records.deadlines import owed_for
    from safetyctl.records.submissions import submit

    plan = builtin()
    before, after = (ledger.with_name(f"{name}.jpg") for name in ("before", "after"))
    before.write_bytes(b"before the work")
    after.write_bytes(b"after the work")
    whole = {
        "item": "fire.01", "detail": "压力表指针在红区", "location": "二号楼", "found_by": "王五",
        "responsible": "李四", "department": "总务处", "measure": "更换", "funds_yuan": 35_000,
        "contingency": "增设灭火器", "interim": "专人看守", "remarks": "无",
    }  # fmt: skip
    with write(ledger, hand("2020-03-02")) as tx:
        places = campuses(tx)
        people.add(
            tx, {"name": "李四", "campus": places["东校区"], "role": "校区安全员", "telephone": "12345678"}
        )
        people.add(tx, {"name": "赵六", "campus": None, "role": None, "telephone": None})
        people.retire(tx, "赵六", None, date(2020, 3, 2))
    with write(ledger, hand("2020-03-02")) as tx:
        for number, campus in enumerate(CAMPUSES, 1):
            values: dict[str, object] = {
                "campus": places[campus], "area": "fire", "title": f"隐患{number}", "level": "major",
                "found_on": date(2020, 3, number - 1) if number > 1 else date(2020, 3, 1), "due": date(2020, 3, 20),
            }  # fmt: skip
            hazards.register(tx, plan, values | (whole if number == 1 else {}))
    with write(ledger, hand("2020-03-05")) as tx:
        one = hazards.find(tx, 1)
        hazards.edit(tx, plan, one, {"title": "灭火器压力不足"})
        hazards.attach(tx, one, AttachmentKind.BEFORE, ledger, [before])
        hazards.assign(tx, one)
        hazards.defer(tx, one, date(2020, 4, 1), "未复工", "封闭通道", "王五")
        hazards.escalate(tx, one, "教育处")
        hazards.rectify(tx, one, "已更换")
        hazards.attach(tx, one, AttachmentKind.AFTER, ledger, [after])
        hazards.verify(tx, one, "王五", passed=True, note="合格")
        hazards.close(tx, one, "王五")
        hazards.upload(tx, one, "2020-07")
        hazards.void(tx, hazards.find(tx, 3), "重复登记")
    excused = owed_for(plan, places, "weekly-report/2020-03-12/西校区")
    with write(ledger, hand("2020-03-05")) as tx:
        waivers.waive(tx, excused, Judged(excused, "open", None, ()), places, "延期开学", "王五")
    with write(ledger, hand("2020-03-06")) as tx:
        waivers.revoke(tx, excused.id, "已复学", "赵六")
    with write(ledger, hand("2020-03-06")) as tx:
        for live in LIVES:
            live(tx, places, ledger, before)
    kept = store.keep(ledger, before)
    with write(ledger, hand("2020-03-05")) as tx:
        owed = owed_for(plan, places, "weekly-report/2020-03-05/东校区")
        said = {
            "channel": "e-mail",
            "receipt": "07",
            "by": CLERK,
            "bundle": "weekly.zip",
            "sha256": kept.sha256,
        }
        submit(tx, owed, places, date(2020, 3, 5), said)
