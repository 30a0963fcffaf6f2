"""The program among pipes, full disks, closed streams, terminals and bare environments."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from running import FOLDER, SOURCE, Spawn, toyctl


def test_a_closed_pipe_ends_quietly(spawn: Spawn) -> None:
    assert spawn(shell="toyctl thing big | head -n 1") == (0, "Number\n", "")
    ended = spawn(shell='{ toyctl thing big; echo "code $?" >&2; } | head -n 1 >/dev/null')
    assert ended.err == "code 0\n"
    assert spawn(shell="toyctl --help | true").err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "args", ["thing big", "--help", "thing list --json", "thing list --csv", "--version"]
)
def test_a_full_disk_behind_standard_output_is_told(spawn: Spawn, args: str) -> None:
    code, _out, err = spawn(shell=f"toyctl {args} >/dev/full")
    assert (code, err) == (1, "error: Standard output cannot be written: the disk is full.\n")


def test_standard_error_that_takes_nothing_stops_nothing(spawn: Spawn) -> None:
    add = "thing add --campus x --area fire --title y --yes"
    for place in ("2>/dev/full", "2>&-"):
        assert spawn(shell=f"toyctl {add} {place}").code == 0
        assert spawn(shell=f"toyctl thing fail bad {place}").code == 2


def test_closed_standard_output(spawn: Spawn) -> None:
    assert spawn(shell="toyctl thing list >&-") == (1, "", "error: Standard output is closed.\n")
    assert spawn(shell="toyctl thing add --campus x --area fire --title y --yes >&-").code == 0
    assert spawn(shell="toyctl thing list <&-").code == 0


def test_under_an_empty_environment(spawn: Spawn) -> None:
    env = {"PYTHONPATH": f"{SOURCE}{os.pathsep}{FOLDER}"}
    for extra in (
        {},
        {"HOME": "/dev/null"},
        {"HOME": "/nonexistent"},
        {"LC_ALL": "C"},
        {"LC_ALL": "en_US.ISO-8859-1"},
    ):
        ended = spawn(
            "--ledger", "/l.db", "--as-of", "2020-03-05", "thing", "list", "--json", env=env | extra
        )
        assert (ended.code, ended.err) == (0, "")
        assert json.loads(ended.out)[0]["title"].startswith("[/b]第1")
    told = json.loads(spawn("--ledger", "/l.db", "thing", "told", env=env).out)
    assert told["lang"] == "zh"
    assert told["actor"]
    assert spawn("thing", "fail", "bad", env=env).err.startswith("错误：")


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    code = (
        "import sys, time; from safetyctl.cli import main; from safetyctl.cli.app import Root\n"
        "def wait(*_args):\n    print('ready', flush=True); time.sleep(30)\n"
        "Root.run = wait\nsys.exit(main(['due']))"
    )
    started = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    started.send_signal(signal.SIGINT)
    _out, err = started.communicate(timeout=30)
    assert (started.returncode, err.decode()) == (130, "Interrupted.\n")


# at a terminal


def test_a_table_at_a_terminal(terminal: Spawn) -> None:
    out = terminal("thing", "list", "--count", "50").out
    assert "showing 20 of 50: --limit 0 | less" in out
    assert "H0020" in out
    assert "H0021" not in out
    assert "[/b]第1" in out, "user text is never markup"
    assert "\x1b[31m" in out, "overdue is red"
    assert "\ufffd[31m" in out, "and the user's own escape is not obeyed"
    assert "yes" in out, "and also a word"


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(terminal: Spawn, env: dict[str, str]) -> None:
    assert "\x1b" not in terminal("thing", "list", env=env).out


def test_a_long_list_at_a_terminal_is_plain_lines(terminal: Spawn) -> None:
    out = terminal("thing", "list", "--count", "300", "--limit", "0").out
    assert "H0300\t" in out
    assert "\x1b" not in out


def test_data_is_the_same_at_a_terminal(terminal: Spawn, spawn: Spawn) -> None:
    for args in (["thing", "list", "--json", "--count", "50"], ["thing", "list", "--csv", "--count", "50"]):
        assert terminal(*args).out == spawn(*args).out


def test_what_is_missing_is_asked_for(terminal: Spawn) -> None:
    ended = terminal("thing", "add", "--json", typed="fire\n灭火器过期\n9\n2\ny\n")
    assert ended.code == 0
    assert "The focus area (--area): " in ended.out
    assert "   1  东校区\n   2  西校区\n" in ended.out
    assert 'There is no choice "9".' in ended.out
    assert '"campus": "西校区"' in ended.out
    assert '"title": "灭火器过期"' in ended.out


def test_no_is_no_and_no_input_never_asks(terminal: Spawn) -> None:
    args = ["thing", "add", "--campus", "东", "--area", "fire", "--title", "x"]
    assert "registered" not in terminal(*args, typed="\n").out
    assert "registered" in terminal(*args, typed="是\n").out
    refused = terminal("thing", "add", "--no-input")
    assert refused.code == 2
    assert "Missing: --area, --title, --campus" in refused.out


def test_the_end_of_input_while_asking_is_an_interruption(terminal: Spawn) -> None:
    ended = terminal("thing", "add", typed="\x04")
    assert ended.code == 130
    assert "Traceback" not in ended.out


def test_completion_knows_nouns_verbs_and_flags() -> None:
    def complete(words: str) -> list[str]:
        env = {**os.environ, "_SAFETYCTL_COMPLETE": "complete_bash", "COMP_WORDS": words}
        env["COMP_CWORD"] = str(len(words.split(" ")) - 1)
        return (
            subprocess.run(toyctl(), capture_output=True, env=env, check=True, timeout=60)
            .stdout.decode()
            .split()
        )

    assert complete("safetyctl t") == ["thing"]
    assert complete("safetyctl thing ") == ["add", "list", "show", "told", "fail", "big"]
    assert complete("safetyctl thing add --ca") == ["--campus"]
    assert "--ledger" in complete("safetyctl thing list --")
    assert complete("safetyctl thing add --level ") == ["general", "major"]
