"""``status --out``: the page beside the answer, and where no page can be."""

from pathlib import Path

import pytest

from office import Command, content


def test_the_answer_stays_the_same(cmd: Command) -> None:
    cmd.add()
    plain = cmd("status", "--json")
    for options in (["--json"], []):
        before = cmd("status", *options)
        with_page = cmd("status", "--out", "status.html", *options)
        assert with_page.out == before.out
        assert with_page.err == "The page is in status.html.\n"
    assert plain.out == cmd("status", "--json", "--out", "status.html").out
    assert cmd("status", "--out", "status.html", "--quiet").err == ""


def test_only_the_page_is_written_and_nothing_without_it(cmd: Command) -> None:
    cmd.add()
    before, there = content(cmd.ledger), set(Path.cwd().rglob("*"))
    cmd("status")
    assert set(Path.cwd().rglob("*")) == there
    cmd("status", "--out", "status.html")
    cmd("status", "--out", "STATUS.HTML")
    assert {one.name for one in set(Path.cwd().rglob("*")) - there} == {"status.html", "STATUS.HTML"}
    assert content(cmd.ledger) == before


def test_a_page_that_is_there_is_replaced(cmd: Command) -> None:
    cmd("status", "--out", "status.html")
    first = Path("status.html").read_bytes()
    cmd.add()
    cmd("status", "--out", "status.html")
    second = Path("status.html").read_bytes()
    assert second != first
    cmd("status", "--out", "status.html")
    assert Path("status.html").read_bytes() == second, "the same ledger and day: the same bytes"


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("pages.html", "error: pages.html is a folder."),
        (".", "error: . is a folder."),
        ("", "error: . is a folder."),
        ("none/status.html", "error: There is no folder none."),
        ("status.docx", "error: status.docx does not end in .html."),
        ("ledger.db", "error: ledger.db does not end in .html."),
    ],
)
def test_where_no_page_can_be(cmd: Command, out: str, said: str) -> None:
    Path("pages.html").mkdir()
    assert cmd.refused("status", "--out", out).lines[0] == said
    assert [one.name for one in Path.cwd().iterdir() if not one.name.startswith("ledger.db")] == [
        "pages.html"
    ]
    assert list(Path("pages.html").iterdir()) == []
