"""The Chinese of documents: an official letter has no space between a character and a figure."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from office import SOURCE
from safetyctl.ground.files import shipped
from safetyctl.plan.source import builtin

REPORTS = SOURCE / "safetyctl" / "reports"
ON_SCREEN = (
    *("archive.py", "archive_verifying.py", "attaching.py", "ics.py", "longsheet.py", "outbox.py", "post.py"),
    "verifying.py",
)
"""What speaks to the person who types, or to a calendar, and writes no document."""
ALSO = (
    SOURCE / "safetyctl" / "records" / "clauses.py",
    SOURCE / "safetyctl" / "records" / "roster_checks.py",
)
"""What a document says in the words of the records."""
CHARACTER = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
SPACED = re.compile(rf"{CHARACTER} +[{{\d]|[}}\d] +{CHARACTER}")


def _keys(tree: ast.AST) -> Iterator[str]:
    """The keys of the catalogue in code, but for those of errors: they go to the terminal."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise):
            continue
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_", "ngettext"):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant))
        yield from _keys(node)


def _in_template(path: Path) -> Iterator[str]:
    with path.open("rb") as source:
        for _line, _function, message, _comments in babel_extract(source, ("_",), (), {}):
            if isinstance(message, str):
                yield message


def _documents() -> list[Path]:
    modules = [one for one in REPORTS.rglob("*.py") if one.name not in ON_SCREEN]
    return sorted([*modules, *REPORTS.glob("*.j2"), *ALSO])


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_no_space_stands_between_a_character_and_a_figure(path: Path) -> None:
    with (shipped("locale") / "zh" / "LC_MESSAGES" / "safetyctl.po").open("rb") as source:
        known = read_po(source)
    keys = _in_template(path) if path.suffix == ".j2" else _keys(ast.parse(path.read_text("utf-8")))
    spaced = [
        chinese
        for key in keys
        if (message := known.get(key)) is not None
        for chinese in ([message.string] if isinstance(message.string, str) else message.string)
        if SPACED.search(chinese)
    ]
    assert spaced == []


def test_nor_in_how_the_plan_is_read() -> None:
    said = [
        text.zh for one in builtin().readings for text in (one.trouble, one.text, *dict(one.ways).values())
    ]
    assert [text for text in said if SPACED.search(text)] == []
