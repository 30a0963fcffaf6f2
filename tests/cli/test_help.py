import re

import pytest
from running import Run

from safetyctl.cli.app import Entry, root
from safetyctl.cli.help import texts
from safetyctl.cli.layout import cells
from safetyctl.cli.shared import EVERYWHERE
from safetyctl.ground.catalogue import speak


def test_a_verbs_page(run: Run) -> None:
    page = run("thing", "add", "--help").out
    assert page.startswith(
        "Usage: safetyctl thing add [OPTIONS]\n\n  Register a thing.\n\n  It keeps its number for ever, whatever"
    )
    assert (
        "Examples:\n  safetyctl thing add --title 灭火器过期\n  safetyctl thing add --campus 东校区" in page
    )
    assert "      an extinguisher out of date\n" in page
    assert re.search(r"--area AREA +The focus area\. \[required\]", page)
    assert re.search(r"--campus TEXT +The campus\. \[required\]", page)
    assert re.search(r"--days NUMBER +Days to rectify it\. \[default: 15\]", page)
    assert "--dry-run" in page
    assert "--csv" not in page
    assert page.index("Options:") < page.index("Everywhere:")
    for flag in EVERYWHERE:
        assert flag.opts[0] in page.partition("Everywhere:")[2]


def test_arguments_are_shown(run: Run) -> None:
    page = run("thing", "show", "-h").out
    assert page.startswith("Usage: safetyctl thing show ID [OPTIONS]")
    assert "Arguments:\n  ID  The thing. [required]" in page


@pytest.mark.parametrize("args", [["help", "thing", "add"], ["--lang", "en", "help", "thing", "add"]])
def test_help_as_a_word(run: Run, args: list[str]) -> None:
    assert run(*args).out == run("thing", "add", "--help").out


def test_bare_program_and_bare_noun_show_their_help(run: Run) -> None:
    for args in ([], ["thing"]):
        ended = run(*args)
        assert ended == (0, run(*args, "--help").out, "")
    assert "list  List things" in run("thing").out


def test_the_version(run: Run) -> None:
    for args in (["--version"], ["thing", "list", "--version"]):
        assert re.fullmatch(r"safetyctl \d+\.\d+\.\d+ \(Python 3\.\d+\.\d+\)\n", run(*args).out)


def test_the_chinese_page_is_wholly_chinese_and_fits(run: Run) -> None:
    page = run("--lang", "zh", "--help").out
    assert page.startswith("用法：safetyctl 命令 [选项]")
    assert all(cells(line) <= 90 for line in page.splitlines())
    kept = re.sub(
        r"--?[a-zA-Z-]+|SAFETYCTL_\w+|[A-Z-]{2,}(\|URL)?|zh\|en|safetyctl|thing|now|Things|The day|Every day",
        "",
        page,
    )
    assert not re.search("[a-zA-Z]", kept)


def test_columns_are_aligned_in_chinese(run: Run) -> None:
    page = run("--lang", "zh", "--help").out.splitlines()
    starts = [
        cells(line[: line.index(word)])
        for line in page
        for word in ("要使用的台账", "操作人", "界面语言")
        if word in line
    ]
    assert len(starts) == 3
    assert len(set(starts)) == 1


def test_the_keys_of_a_page_can_be_listed(run: Run) -> None:
    thing = root().get_command(None, "thing")  # type: ignore[arg-type]
    add = thing.get_command(None, "add")  # type: ignore[union-attr,arg-type]
    found = list(texts(add))
    assert "Register a thing." in found
    assert "It keeps its number for ever, whatever happens to it." in found
    assert "an extinguisher out of date" in found
    assert "The focus area." in found
    assert "AREA" in found


def test_no_noun_is_imported_for_the_programs_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    speak("en")
    root().entries["gone"] = Entry("no.such.module", "Gone")
    assert run("--help").code == 0
