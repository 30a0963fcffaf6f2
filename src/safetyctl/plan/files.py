"""The TOML files that a school may edit, read strictly: every fault with its file and line."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.reading import MB, ordinary, parsed
from safetyctl.plan.lines import line_of
from safetyctl.plan.tables import Fault, Table

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Read = TypeVar("Read")


class FileBroken(BadInput):
    """A file that cannot be taken: the sentence names it, the line and the reason."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(
            _("{file}, line {line}: {why}").format(file=file, line=line, why=why),
            hint=_("Mend that line and try again."),
        )
        self.file = file
        self.line = line


def content(path: Path) -> str:
    """The text of such a file. Raises NotFound, CannotDo, BadInput for no file, and FileBroken for no UTF-8."""
    found = ordinary(path, MB)
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise FileBroken(path.name, line, _("This is not UTF-8 text. Save the file as UTF-8.")) from error


def read_file(text: str, name: str, read: Callable[[Table], Read]) -> Read:
    """What ``read`` makes of the text of the file ``name``. Raises FileBroken: each fault with its line."""
    try:
        value = parsed(text)
    except ValueError as error:
        line, reason = _syntax(text, str(error))
        raise FileBroken(name, line, _("This is not TOML: {reason}.").format(reason=reason)) from error
    try:
        return read(Table(value))
    except Fault as fault:
        text = text.removeprefix("\ufeff")
        why = fault.sentence
        if fault.earlier is not None:
            why += " " + _("See line {line} too.").format(line=line_of(text, fault.earlier))
        raise FileBroken(name, line_of(text, fault.path), why) from fault


def _syntax(text: str, message: str) -> tuple[int, str]:
    """The line and the reason in a message of tomllib."""
    place = _PLACE.search(message)
    if place is None:
        return 1, message
    last = text.count("\n", 0, len(text.rstrip("\n"))) + 1
    return int(place[1]) if place[1] else last, message[: place.start()]
