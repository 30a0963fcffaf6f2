"""The face. ``main`` is the one place that exits, ``output`` the one place that prints.

Nothing but ``main`` lives here, and it imports as it goes: ``--help`` must not pay for a ledger.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def run() -> NoReturn:
    """The console script: ``main``, then straight out of the process.

    Everything is flushed and closed by then; taking the modules apart one by one costs a further 10 ms.
    """
    # what is read stays until the end: to look through it for waste again and again costs a sixth of a large report
    gc.set_threshold(100_000, 50, 50)
    os._exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code (cli.md, Everywhere): 0, 1, 2, 3, 75 or 130."""
    args = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    return _close_streams(_run(args))


def _run(args: list[str]) -> int:
    try:
        from safetyctl.cli.here import Here, spoken
        from safetyctl.ground.catalogue import speak

        speak(spoken(args))
        from safetyctl.cli.app import root

        return root().run(list(args), Here())  # the parser eats its list
    except SystemExit as end:  # Typer's completion leaves this way
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - here every error becomes words
        from safetyctl.cli.failures import told

        return told(error, debug="--debug" in args)


def _open_streams() -> None:
    """UTF-8 on every stream whatever the locale says, and no stream missing (cron has neither)."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # else the ledger could be opened as number 1 or 2, and be written to by a stray message
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        # a terminal that is set to another Chinese encoding keeps it: UTF-8 would be garbage there
        own = stream.isatty() and stream.encoding.lower() not in ("ascii", "us-ascii", "ansi_x3.4-1968")
        lenient = "surrogateescape" if stream is sys.stdin else "replace"
        stream.reconfigure(encoding=None if own else "utf-8", errors=lenient)


def _close_streams(code: int) -> int:
    """Write out what is buffered now, while a full disk can still be told; a closed pipe ends quietly."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        if code == 0:
            from safetyctl.cli.failures import told
            from safetyctl.cli.output import stdout_failed

            code = told(stdout_failed(error), debug=False)
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)
    return code


def _abandon(stream: io.TextIOBase | object) -> None:
    """Turn a stream that cannot be written into one that swallows, or Python ends with 'Exception ignored'."""
    if isinstance(stream, io.TextIOWrapper):
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
