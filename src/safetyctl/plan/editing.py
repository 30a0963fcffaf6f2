"""A plan's TOML text edited as a person would: what is not changed stays as it is, comments and layout too."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetyctl.ground.files import shipped
from safetyctl.plan import source
from safetyctl.plan.files import content
from safetyctl.plan.model import Organisation, Plan

ORGANISATION = "organisation"
DAYS = "days"
"""The tables of a plan that may stand in files of their own beside it."""

_HEADER = re.compile(r"^([ \t]*\[\[?[ \t]*)(?=[^\s\[\],][^\[\],\n]*\]\]?[ \t]*(?:#.*)?\r?$)", re.MULTILINE)
_STRINGS = re.compile(r'(""".*?"""|\'\'\'.*?\'\'\')', re.DOTALL)
"""A text over several lines, in which nothing is a header."""


def plan_and_text(path: Path) -> tuple[Plan, str]:
    """The plan in a file, and its text with all that it needs inside: the organisation and the school's own days.

    They come from organisation.toml and days.toml beside it where those are, the organisation else from the plan's
    own text, else from the built-in one.

    Raises:
        NotFound, CannotDo, FileBroken: see ``plan.source.plan_at``.
    """
    plan = source.plan_at(path)
    text = content(path).removeprefix("\ufeff")
    organisation, days = path.with_name(source.ORGANISATION), path.with_name(source.DAYS)
    if organisation.is_file():
        text = with_table(text, ORGANISATION, content(organisation))
    elif ORGANISATION not in tomllib.loads(text):
        text = with_table(text, ORGANISATION, content(shipped(source.ORGANISATION)))
    if days.is_file():
        text = with_table(text, DAYS, content(days))
    return plan, text


def builtin_and_text() -> tuple[Plan, str]:
    """The plan that comes with the program, and its text with all that it needs inside."""
    return plan_and_text(shipped("plan.toml"))


def days_text(path: Path) -> str:
    """The text of a file with the school's own days, which is sound. Raises NotFound, CannotDo, FileBroken."""
    text = content(path)
    source.read_days(text, path.name)
    return text


def with_table(text: str, name: str, content: str) -> str:
    """The plan with the text of a file of its own as its table ``name``, in place of the one that it had.

    The file's lines stand at the end, one to one, below the table's header.
    """
    # a header inside the file names a table of the plan from now on
    parts = _STRINGS.split(content.removeprefix("\ufeff"))
    inside = "".join(
        part if place % 2 else _HEADER.sub(rf"\g<1>{name}.", part) for place, part in enumerate(parts)
    )
    return f"{without_table(text, name).rstrip()}\n\n[{name}]\n{inside.rstrip()}\n"


def without_table(text: str, name: str) -> str:
    """The plan without its table ``name``; as it is where it has none."""
    import tomlkit

    plan: Any = tomlkit.parse(text)
    if name not in plan:
        return text
    plan.remove(name)
    return f"{plan.as_string().rstrip()}\n"


def organisation_text(organisation: Organisation) -> str:
    """An organisation as the TOML of its file."""
    import tomlkit

    channel = organisation.channel
    file = tomlkit.document()
    file["name"] = _in_line(organisation.name._asdict())
    file["channel"] = {
        "mailbox": channel.mailbox,
        "telephone": channel.telephone,
        "recipient": _in_line(channel.recipient._asdict()),
    }
    file["role"] = [
        {"code": one.code, "title": _in_line(one.title._asdict()), "names": list(one.names)}
        for one in organisation.roles
    ]
    return file.as_string()


def _in_line(value: Mapping[str, str]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(value)
    return table


def reading_as(text: str, ways: Mapping[str, str]) -> str:
    """The plan with readings taken another way (``A4`` → way): the key ``holds`` of each is changed."""
    import tomlkit

    plan: Any = tomlkit.parse(text)
    for one in plan.get("reading", ()):
        way = ways.get(one["id"], one["holds"])
        if way != one["holds"]:
            one["holds"] = way
    return str(plan.as_string())
