import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import platformdirs
import pytest

from safetyctl.cli.here import Here, config_file, spoken
from safetyctl.ground import clock
from safetyctl.ground.catalogue import speak
from safetyctl.ground.errors import BadInput


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


def config(text: str) -> Path:
    file = config_file()
    assert file is not None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_flag_beats_environment_beats_config_beats_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert Here().ledger == tmp_path / ".local/share/safetyctl/ledger.db"
    assert Here().ledger_from == "default"
    file = config('ledger = "mine.db"\nactor = "张三"\n')
    assert (Here().ledger, Here().ledger_from) == (file.parent / "mine.db", str(file))
    assert Here().actor == "张三"
    monkeypatch.setenv("SAFETYCTL_LEDGER", "/env.db")
    assert (Here().ledger, Here().ledger_from) == (Path("/env.db"), "SAFETYCTL_LEDGER")
    here = Here()
    here.tell("ledger", "sqlite:////flag.db")
    assert (here.ledger, here.ledger_from) == (Path("/flag.db"), "--ledger")
    monkeypatch.setenv("SAFETYCTL_LEDGER", "")
    assert Here().ledger == file.parent / "mine.db", "an empty variable is unset"


@pytest.mark.skipif(sys.platform != "linux", reason="the shortcut is Linux's")
@pytest.mark.parametrize("value", [None, "", "/elsewhere"])
def test_the_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if value is not None:
            monkeypatch.setenv(name, value)
    assert config_file() == platformdirs.user_config_path("safetyctl") / "config.toml"
    assert Here().ledger == platformdirs.user_data_path("safetyctl") / "ledger.db"


@pytest.mark.parametrize(
    "text", ["postgresql://host/db", "mysql://x", "sqlite://", "sqlite:///:memory:", " ", "a\0b"]
)
def test_what_is_no_file_is_refused(text: str) -> None:
    here = Here()
    here.tell("ledger", text)
    with pytest.raises(BadInput) as refused:
        _ = here.ledger
    assert "--ledger PATH" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("legder = 'x'", "no setting"),
        ("ledger = 3", "needs a text"),
        ("ledger = ", "not a TOML"),
        ("lang = ''", "needs"),
        ("lang = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_a_config_file_that_cannot_be_used(text: str, why: str) -> None:
    config(text)
    with pytest.raises(BadInput, match=why):
        _ = Here().ledger


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifos here")
def test_a_config_file_that_is_a_pipe_is_not_waited_for() -> None:
    file = config("")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(BadInput, match="pipe"):
        _ = Here().ledger


def test_an_unknown_setting_names_the_nearest() -> None:
    config("legder = 'x'")
    with pytest.raises(BadInput) as refused:
        _ = Here().actor
    assert refused.value.hint == "Did you mean ledger?"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LC_ALL": "POSIX", "LANG": "en_US"}, "zh"),
        ({"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
        ({"SAFETYCTL_LANG": "EN", "LANG": "zh_CN"}, "en"),
        ({"SAFETYCTL_LANG": "xx", "LANG": "en_US"}, "en"),
    ],
)
def test_the_language(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str) -> None:
    monkeypatch.delenv("LANG")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert spoken(["due"]) == lang
    assert spoken(["due", "--lang", "en"]) == "en"
    assert spoken(["--lang=zh", "due"]) == "zh"
    assert spoken(["--", "--lang", "en"]) == lang


def test_the_day_is_that_of_the_zone_and_the_moment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([datetime(2020, 3, 5, 16, 30, tzinfo=UTC)])
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    here = Here()
    assert here.as_of == date(2020, 3, 6)
    assert not here.as_of_given
    assert here.now.hour == 16


def test_the_config_beats_the_plans_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 3, 5, 16, 30, tzinfo=UTC))
    here = Here()
    here.in_zone("Europe/London")
    assert here.as_of == date(2020, 3, 5)
    config('zone = "Asia/Tokyo"')
    here = Here()
    here.in_zone("Europe/London")
    assert here.as_of == date(2020, 3, 6)
    config('zone = "Mars/Base"')
    with pytest.raises(BadInput, match="Mars/Base"):
        _ = Here().as_of


def test_a_day_that_is_none_says_where_it_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_AS_OF", "2020-02-30")
    with pytest.raises(BadInput, match=r"SAFETYCTL_AS_OF: .*29 days"):
        _ = Here().as_of


def test_the_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
    assert Here().actor == str(os.getuid())
    monkeypatch.setenv("SAFETYCTL_ACTOR", "李四\u202e")
    with pytest.raises(BadInput, match=r"SAFETYCTL_ACTOR .*U\+202E"):
        _ = Here().actor
