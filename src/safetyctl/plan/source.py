"""The plan and the organisation as files: TOML that a school edits, read strictly, every fault with its line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetyctl.ground.files import shipped
from safetyctl.plan.checks import check_days, check_laid, check_organisation, check_plan
from safetyctl.plan.files import content, read_file
from safetyctl.plan.layout import laid
from safetyctl.plan.model import Days, Organisation, Plan
from safetyctl.plan.sections import read_days as days_in
from safetyctl.plan.sections import read_organisation, read_sections
from safetyctl.plan.tables import Fault, Table

ORGANISATION = "organisation.toml"
DAYS = "days.toml"


def read_plan(text: str, organisation_text: str | None, name: str, days_text: str | None = None) -> Plan:
    """The plan that a TOML text holds, laid out; ``name`` is the file's name, for the faults.

    The organisation is ``organisation_text`` where given, else the table ``[organisation]`` of the plan's own text,
    else the built-in one; the school's own days are ``days_text``, else the table ``[days]``, else none.

    Raises:
        FileBroken: the syntax is wrong, a key is unknown, missing or of the wrong kind, or a date, code or
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
    """The school's own days that a TOML text holds. Raises FileBroken."""
    return read_file(text, name, _days)


def plan_at(path: Path) -> Plan:
    """The plan in the file ``path``, with the organisation.toml and the days.toml beside it where they are.

    Raises:
        NotFound: there is no such file.
        CannotDo: it cannot be read.
        FileBroken: see ``read_plan``.
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
