from hypothesis import given
from hypothesis import strategies as st

from safetyctl.cli.layout import cells, flowed, padded, two_columns, wrapped


def test_a_chinese_character_takes_two_cells() -> None:
    assert cells("隐患ab，") == 8
    assert padded("隐患", 6) == "隐患  "


def test_lines_fit_and_none_begins_with_closing_punctuation() -> None:
    lines = wrapped("排查出的隐患应当逐条登记，明确责任人和整改时限。", 12)
    assert all(cells(line) <= 14 for line in lines)
    assert not any(line[0] in "，。" for line in lines)


@given(st.text(alphabet="ab 中文，。-", max_size=60), st.integers(8, 40))
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


def test_columns_and_items() -> None:
    assert two_columns([("--x", "one"), ("-" * 40, "two")], 60) == [
        "  --x  one",
        f"  {'-' * 40}",
        "       two",
    ]
    assert flowed(["aa", "bb", "cc"], 6) == ["aa  bb", "cc"]
