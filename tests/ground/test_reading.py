"""What a person names is read only where it is an ordinary file of a bounded size, and told in one line where not."""

import os
from pathlib import Path

import pytest

from safetyctl.ground.catalogue import speak, using
from safetyctl.ground.errors import BadInput, CannotDo, NotFound
from safetyctl.ground.reading import MB, ordinary, parsed


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


fifos = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifos here")


def test_an_ordinary_file_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * MB)
    assert len(ordinary(tmp_path / "a", MB)) == MB
    (tmp_path / "a").write_bytes(b"x" * (MB + 1))
    with pytest.raises(BadInput, match="larger than 1 MB"):
        ordinary(tmp_path / "a", MB)


def test_what_the_system_refuses_is_told_in_the_language_in_use(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    with using("zh"), pytest.raises(CannotDo) as refused:
        ordinary(tmp_path / "a", MB)
    assert "链接" in str(refused.value.sentence)


@fifos
def test_neither_a_folder_nor_a_pipe_nor_a_device_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for name, told in (("pipe", "pipe"), (".", "folder"), ("link", "device")):
        with pytest.raises(BadInput, match=told):
            ordinary(tmp_path / name, MB)


def test_what_is_not_there_or_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(NotFound):
        ordinary(tmp_path / "none", MB)
    with pytest.raises(CannotDo, match="round"):
        ordinary(tmp_path / "round", MB)
    with pytest.raises(BadInput):
        ordinary(Path("a\0b"), MB)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        ".".join("a" * 20_000) + " = 1",
        "x = {" + ".".join(['"a b"'] * 5000) + " = 1}",
        "[" + " . ".join("a" * 5000) + "]",
    ],
)
def test_toml_that_is_nested_without_end(text: str) -> None:
    with pytest.raises(ValueError, match="too"):
        parsed(text)


def test_dots_that_nest_nothing() -> None:
    said = parsed(f'\ufeff# {"." * 99}\ntext = "{"." * 99} 3.1.4"\na.b.c = 1\n')
    assert said["a"]["b"]["c"] == 1
    assert parsed("a" * 200_000 + " = 1")
