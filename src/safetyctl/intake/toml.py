"""A TOML file of the intake (the synonyms, a map), read strictly: every fault with its file and line."""

import re
import tomllib
from collections.abc import Callable
from typing import TypeVar

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.plan.lines import line_of
from safetyctl.plan.tables import Fault, Table

Read = TypeVar("Read")

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_toml(text: str, name: str, read: Callable[[Table], Read]) -> Read:
    """What ``read`` makes of the text; it raises Fault. ``name`` is the file's, for the message.

    Raises:
        BadInput: the syntax is wrong, or a fault; with the line.
    """
    text = text.removeprefix("\ufeff")  # Notepad's mark
    try:
        table = Table(tomllib.loads(text))
        found = read(table)
        table.end()
    except RecursionError as error:
        raise _broken(name, 1, _("The lists are nested too deeply.")) from error
    except ValueError as error:
        place = _PLACE.search(str(error))
        reason = str(error)[: place.start()] if place else str(error)
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        raise _broken(name, line, _("This is not TOML: {reason}.").format(reason=reason)) from error
    except Fault as fault:
        why = fault.sentence
        if fault.earlier is not None:
            why += " " + _("See line {line} too.").format(line=line_of(text, fault.earlier))
        raise _broken(name, line_of(text, fault.path), why) from fault
    return found


def _broken(name: str, line: int, why: str) -> BadInput:
    return BadInput(
        _("{file}, line {line}: {why}").format(file=name, line=line, why=why),
        hint=_("Mend that line and try again."),
    )
