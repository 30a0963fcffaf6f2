"""Every error as one or two plain lines, in either language, with its exit code."""

import re

import pytest
from running import Ended, Run


@pytest.mark.parametrize(
    ("kind", "code", "lines"),
    [
        ("bad", 2, ["error: It is wrong.", "Mend it."]),
        ("cannot", 1, ["error: It cannot."]),
        ("damaged", 1, ["error: It is broken."]),
        ("found", 3, ["It found 2."]),
        ("busy", 75, ["error: It is busy."]),
        ("interrupt", 130, ["Interrupted."]),
        ("abort", 130, ["Interrupted."]),
        ("exit", 3, []),
        ("full", 1, ["error: /srv/台账.db: the disk is full", "Free some space and run it again."]),
        (
            "denied",
            1,
            ["error: /srv/x: permission denied", "Look at the permissions of the file and of its folder."],
        ),
        ("strange", 1, ["error: The system refused: Domain error."]),
    ],
)
def test_an_error_is_told_plainly(run: Run, kind: str, code: int, lines: list[str]) -> None:
    assert run("thing", "fail", kind) == Ended(code, "", "".join(f"{line}\n" for line in lines))


def test_a_bug_is_told_without_a_traceback_unless_asked_for(run: Run) -> None:
    plain = run("thing", "fail", "bug")
    assert plain.code == 1
    assert len(plain.err.splitlines()) == 2
    assert "KeyError" in plain.err
    assert "--debug" in plain.err
    assert "\x1b" not in plain.err
    for args in (["--debug", "thing", "fail", "bug"], ["thing", "fail", "bug", "--debug"]):
        assert "Traceback" in run(*args).err


USAGE = [
    (["hazrd"], 'safetyctl has no command "hazrd".', "There are: thing, now"),
    (["thng"], 'safetyctl has no command "thng".', "Did you mean thing?"),
    (["thing", "lst"], 'safetyctl thing has no command "lst".', "Did you mean list?"),
    (["thing", "add", "--campuss", "x"], "There is no option --campuss here.", "Did you mean --campus?"),
    (["--legder", "x", "now"], "There is no option --legder here.", "Did you mean --ledger?"),
    (["thing", "add", "-x"], "There is no option -x here.", "See: safetyctl thing add --help"),
    (["thing", "add"], "Missing: --area, --title, --campus", "See: safetyctl thing add --help"),
    (["thing", "show"], "Missing: ID", "See: safetyctl thing show --help"),
    (["thing", "add", "--area", ""], "Missing: --area, --title, --campus", "See: safetyctl thing add --help"),
    (["thing", "add", "--level", "grave"], '--level is one of general, major, not "grave".', None),
    (["thing", "add", "--days", "x"], '--days is a whole number, not "x".', None),
    (["thing", "add", "--days", "99"], "--days is from 1 to 90, not 99.", None),
    (["thing", "add", "--days"], "--days needs a value after it.", None),
    (["thing", "add", "--yes=no"], "--yes takes no value.", None),
    (["thing", "show", "1", "2", "3"], "There is more here than safetyctl thing show takes: 2 3", None),
    (["thing", "told", "--lang", "fr"], '--lang names the language "fr".', None),
    (
        ["thing", "told", "--as-of", "2020-02-30"],
        '--as-of: There is no day "2020-02-30": 2020-02 has 29 days.',
        None,
    ),
    (["thing", "list", "--json", "--csv"], "--json and --csv are two answers.", "Give one of them."),
]


@pytest.mark.parametrize(("args", "sentence", "hint"), USAGE)
def test_a_usage_error_says_what_and_what_else(
    run: Run, args: list[str], sentence: str, hint: str | None
) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    told, *more = err.splitlines()
    assert told == f"error: {sentence}"
    assert len(more) <= 1
    if hint:
        assert more == [hint]


@pytest.mark.parametrize("args", [args for args, _sentence, _hint in USAGE if "--lang" not in args])
def test_a_usage_error_is_wholly_chinese(run: Run, args: list[str]) -> None:
    code, out, err = run("--lang", "zh", *args)
    assert (code, out) == (2, "")
    assert err.startswith("错误：")
    words = re.sub(r"safetyctl[a-z ]*|--?[a-z-]+|“[^”]*”|[A-Z]{2,}|general|major|thing|list", "", err)
    assert not re.search("[a-zA-Z]{4,}", words), err


@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_shared_flags_before_and_after_the_verb(run: Run, place: str) -> None:
    flags = ["--as-of", "2020-03-05", "--ledger", "/l.db", "--actor", "李四", "--quiet"]
    args = {
        "before": [*flags, "thing", "told"],
        "between": ["thing", *flags, "told"],
        "after": ["thing", "told", *flags],
    }
    out = run(*args[place]).out
    for said in (
        '"as_of": "2020-03-05"',
        '"ledger": "/l.db"',
        '"actor": "李四"',
        '"quiet": true',
        '"as_of_given": true',
    ):
        assert said in out


def test_flags_beat_the_environment_wherever_they_stand(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_AS_OF", "2020-01-01")
    monkeypatch.setenv("SAFETYCTL_LEDGER", "/env.db")
    assert '"as_of": "2020-01-01"' in run("thing", "told").out
    out = run("--as-of", "2020-03-05", "thing", "told", "--ledger", "/flag.db").out
    assert '"as_of": "2020-03-05"' in out
    assert '"ledger": "/flag.db"' in out


def test_the_later_flag_holds(run: Run) -> None:
    assert (
        '"as_of": "2020-03-06"' in run("--as-of", "2020-03-05", "thing", "told", "--as-of", "2020-03-06").out
    )


def test_a_single_command_is_its_own_noun(run: Run) -> None:
    assert run("now", "--as-of", "2020-03-05").out == '{\n  "as_of": "2020-03-05"\n}\n'


def test_a_bad_language_in_the_environment_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_LANG", "fr")
    code, _out, err = run("thing", "told")
    assert code == 2
    assert "SAFETYCTL_LANG" in err
    assert run("--help").code == 0
    assert run("thing", "told", "--lang", "en").code == 0
