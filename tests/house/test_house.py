"""The house itself: arrows point down, readers stay light, one clock, two languages."""

import ast
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from office import SOURCE, typed
from safetyctl.cli import main
from safetyctl.cli.app import root
from safetyctl.cli.here import Here
from safetyctl.cli.verb import Noun, Verb

PACKAGE = SOURCE / "safetyctl"
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if "versions" not in path.parts and path.name not in ("env.py", "__main__.py")
)
HEAVY = {"sqlmodel", "pydantic", "sqlalchemy", "alembic", "rich", "openpyxl", "docx", "jinja2", "dateutil",
         "python_calamine", "chinese_calendar"}  # fmt: skip


def test_every_module_imports_alone() -> None:
    """Each in an interpreter that has loaded none of the others: no module leans on the order of imports."""
    code = (
        "import sys, importlib\n"
        "for name in sys.argv[1:]:\n"
        "    ours = [one for one in sys.modules if one.split('.')[0] == 'safetyctl' and '.tables' not in one]\n"
        "    for one in ours: del sys.modules[one]\n"
        "    try: importlib.import_module(name)\n"
        "    except Exception as error: print(name, repr(error))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *MODULES],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""


READING = [
    "due", "due --overdue --json", "due --why", "status", "hazard list", "hazard list --json --limit 50",
    "hazard list --csv", "hazard show 1", "hazard show 1 --json", "hazard history 1", "hazard common",
    "people list", "people show 李四", "campaign show", "campaign check", "campaign check --json",
    "drill list", "drill show 1", "drill gaps", "meeting list", "meeting show 1", "education list",
    "education coverage", "training list", "supervision list", "supervision table", "accountability list",
    "inspection list", "inspection show 1", "activity list", "activity show 1", "incident list", "incident show 1",
    "roster list", "roster show 1", "responsibility list", "document list", "document show 1", "archive index --json",
    "schedule crontab", "audit log", "report list", "ledger info", "ledger check", "ledger verify",
]  # fmt: skip


@pytest.mark.parametrize("line", READING)
def test_a_reading_command_loads_nothing_heavy(full: Path, line: str) -> None:
    code = (
        "import sys\nfrom safetyctl.cli import main\ncode = main(sys.argv[1:])\n"
        "print(code, *{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *line.split(), "--ledger", str(full), "--as-of", "2020-04-20"],
        check=True, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    code_said, *loaded = ended.stderr.splitlines()[-1].split()
    assert code_said in ("0", "3"), ended.stderr
    assert not HEAVY & set(loaded)


# one clock


def calls_of(tree: ast.AST) -> set[str]:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {ast.unparse(called) for called in calls if isinstance(called, ast.Attribute)}


CLOCKS = (
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.strftime",
)  # fmt: skip


def test_only_the_clock_reads_the_clock() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for call in calls_of(ast.parse(path.read_text("utf-8")))
        if call.endswith(CLOCKS)
    }
    assert found == {"ground/clock.py"}


def test_only_one_place_prints_and_none_swallows_everything() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        name = str(path.relative_to(PACKAGE))
        assert "print" not in called, name
        assert "sys.exit" not in called or name == "cli/__main__.py", name
        if name not in ("cli/output.py", "cli/__init__.py"):
            assert not {"sys.stdout.write", "sys.stderr.write"} & called, name
        bare = [
            node for node in ast.walk(tree)
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
        ]  # fmt: skip
        assert not bare, name


# two languages


def verbs() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    program = root()
    with program.make_context("safetyctl", ["due"], obj=Here()) as ctx:
        for noun in program.list_commands(ctx):
            command = program.get_command(ctx, noun)
            if isinstance(command, Noun):
                found += [(noun, verb) for verb in command.list_commands(ctx)]
            else:
                found.append((noun,))
    return found


VERBS = verbs()


@pytest.mark.parametrize("line", VERBS, ids=" ".join)
def test_every_command_has_help_in_both_languages(
    line: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {}
    for lang in ("en", "zh"):
        assert main([*line, "--help", "--lang", lang]) == 0
        pages[lang] = capsys.readouterr().out
    assert "safetyctl " + " ".join(line) in pages["en"]
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in pages["zh"])
    assert chinese > 20
    assert pages["en"] != pages["zh"]
    for flag in ("--ledger", "--as-of", "--actor", "--lang", "--quiet", "--no-input", "--json", "--help"):
        assert flag in pages["en"], flag


def test_every_option_has_its_help() -> None:
    program = root()
    with program.make_context("safetyctl", ["due"], obj=Here()) as ctx:
        for line in VERBS:
            command = program.get_command(ctx, line[0])
            verb = command.get_command(ctx, line[1]) if isinstance(command, Noun) else command
            assert isinstance(verb, Verb)
            for param in verb.params:
                assert getattr(param, "help", None), (line, param.name)


def test_every_sentence_has_its_chinese() -> None:
    sys.path.insert(0, str(SOURCE.parent / "tools"))
    try:
        messages = import_module("messages")
    finally:
        sys.path.pop(0)
    assert messages.faults() == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    ended = typed("--help", "--lang", "zh")
    assert "隐患" in ended.stdout


def test_every_entry_has_its_module() -> None:
    for name, entry in root().entries.items():
        assert find_spec(entry.module), name
