"""The plan and the organisation as files: TOML that a school edits, read strictly, every fault with its line."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, CannotDo, NotFound
from safetyctl.ground.files import shipped
from safetyctl.plan.checks import check_days, check_laid, check_organisation, check_plan
from safetyctl.plan.layout import laid
from safetyctl.plan.lines import line_of
from safetyctl.plan.model import Days, Organisation, Plan
from safetyctl.plan.sections import read_days as days_in
from safetyctl.plan.sections import read_organisation, read_sections
from safetyctl.plan.tables import Fault, Table

_LARGEST = 4 * 1024 * 1024
ORGANISATION = "organisation.toml"
DAYS = "days.toml"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Read = TypeVar("Read")


class PlanBroken(BadInput):
    """A plan file that cannot be taken: the sentence names the file, the line and the reason."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(
            _("{file}, line {line}: {why}").format(file=file, line=line, why=why),
            hint=_("Mend that line and try again."),
        )
        self.file = file
        self.line = line


def read_plan(text: str, organisation_text: str | None, name: str, days_text: str | None = None) -> Plan:
    """The plan that a TOML text holds, laid out; ``name`` is the file's name, for the faults.

    The organisation is ``organisation_text`` where given, else the table ``[organisation]`` of the plan's own text,
    else the built-in one; the school's own days are ``days_text``, else the table ``[days]``, else none.

    Raises:
        PlanBroken: the syntax is wrong, a key is unknown, missing or of the wrong kind, or a date, code or
            reading does not fit the rest.
    """
    beside = None if organisation_text is None else read_file(organisation_text, ORGANISATION, _organisation)
    own_days = None if days_text is None else read_days(days_text, DAYS)

    def whole(table: Table) -> Plan:
        own = _organisation(table.table("organisation")) if table.has("organisation") else None
        days = _days(table.table("days")) if table.has("days") else Days()
        plan = read_sections(table, beside or own or _builtin_organisation(), own_days or days)
        check_plan(plan)
        plan = laid(plan)
        check_laid(plan)
        return plan

    return read_file(text, name, whole)


def read_days(text: str, name: str) -> Days:
    """The school's own days that a TOML text holds. Raises PlanBroken."""
    return read_file(text, name, _days)


def plan_at(path: Path) -> Plan:
    """The plan in the file ``path``, with the organisation.toml and the days.toml beside it where they are.

    Raises:
        NotFound: there is no such file.
        CannotDo: it cannot be read.
        PlanBroken: see ``read_plan``.
    """
    organisation, days = (
        content(beside) if beside.is_file() else None
        for beside in (path.with_name(ORGANISATION), path.with_name(DAYS))
    )
    return read_plan(content(path), organisation, path.name, days)


def builtin() -> Plan:
    """The plan that comes with the program."""
    return plan_at(shipped("plan.toml"))


def _builtin_organisation() -> Organisation:
    return read_file(content(shipped(ORGANISATION)), ORGANISATION, _organisation)


def _organisation(table: Table) -> Organisation:
    organisation = read_organisation(table)
    with _inside(table):
        check_organisation(organisation)
    return organisation


def _days(table: Table) -> Days:
    days = days_in(table)
    with _inside(table):
        check_days(days)
    return days


@contextmanager
def _inside(table: Table) -> Iterator[None]:
    """Faults of a part that may be a file of its own or a table inside the plan: they lie below that table."""
    try:
        yield
    except Fault as fault:
        earlier = None if fault.earlier is None else (*table.path, *fault.earlier)
        raise Fault((*table.path, *fault.path), fault.sentence, earlier) from fault


def content(path: Path) -> str:
    """The text of a plan's file. Raises NotFound, CannotDo, BadInput for no file, and PlanBroken for no UTF-8."""
    if path.exists() and not path.is_file():
        raise BadInput(_("{path} is not a file.").format(path=path))
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise BadInput(_("{path} is too large for a plan.").format(path=path))
        return content.decode("utf-8")
    except FileNotFoundError as error:
        raise NotFound(_("There is no file {file}.").format(file=path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotDo(_("{path} cannot be read: {reason}.").format(path=path, reason=reason)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PlanBroken(path.name, line, _("This is not UTF-8 text. Save the file as UTF-8.")) from error


def read_file(text: str, name: str, read: Callable[[Table], Read]) -> Read:
    """What ``read`` makes of the text of the file ``name``. Raises PlanBroken: each fault with its line."""
    text = text.removeprefix("\ufeff")  # Notepad's mark
    try:
        value = tomllib.loads(text)
    except ValueError as error:
        line, reason = _syntax(text, str(error))
        raise PlanBroken(name, line, _("This is not TOML: {reason}.").format(reason=reason)) from error
    except RecursionError as error:
        raise PlanBroken(name, 1, _("The lists are nested too deeply.")) from error
    try:
        return read(Table(value))
    except Fault as fault:
        why = fault.sentence
        if fault.earlier is not None:
            why += " " + _("See line {line} too.").format(line=line_of(text, fault.earlier))
        raise PlanBroken(name, line_of(text, fault.path), why) from fault


def _syntax(text: str, message: str) -> tuple[int, str]:
    """The line and the reason in a message of tomllib."""
    place = _PLACE.search(message)
    if place is None:
        return 1, message
    last = text.count("\n", 0, len(text.rstrip("\n"))) + 1
    return int(place[1]) if place[1] else last, message[: place.start()]
