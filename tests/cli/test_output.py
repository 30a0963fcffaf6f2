import csv
import io
import json
from dataclasses import dataclass
from datetime import date

import pytest
from running import Run

from safetyctl.cli.listing import csv_text
from safetyctl.cli.output import emit


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    due: date | None
    parts: tuple[str, ...] = ()


def test_one_document_with_its_keys_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    value = {
        "z": 1,
        "a": Row("H1", date(2020, 3, 5), ("x",)),
        "items": [Row("H2", None)],
        "none": [],
        "text": "隐患",
    }
    emit(value)
    out = capsys.readouterr().out
    assert json.loads(out) == {
        "z": 1,
        "a": {"id": "H1", "due": "2020-03-05", "parts": ["x"]},
        "items": [{"id": "H2", "due": None, "parts": []}],
        "none": [],
        "text": "隐患",
    }
    assert list(json.loads(out)) == list(value)
    assert "隐患" in out


@pytest.mark.parametrize(
    "value", [[], {}, [1, 2], [[1], [2]], [{"a": 1}], "x", None, 3.5, {"a": {"b": [1]}}, Row("x", None)]
)
def test_every_shape_is_valid_json(capsys: pytest.CaptureFixture[str], value: object) -> None:
    emit(value)
    json.loads(capsys.readouterr().out)


def test_json_holds_what_a_terminal_would_obey_as_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    text = "a\x1b[31m\x9b\u202e\ud800b"
    emit([{"t": text}])
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out)[0]["t"] == text


def test_csv_runs_nothing_in_a_spreadsheet_and_has_no_mark() -> None:
    rows = [
        {"t": bad, "n": -1.5, "b": False, "none": None}
        for bad in ("=1+1", "+1", "-1", "@x", " =1", "＝1", "x=1")
    ]
    text = csv_text(rows)
    assert not text.startswith("\ufeff")
    read = list(csv.DictReader(io.StringIO(text)))
    assert [row["t"][0] for row in read] == ["'"] * 6 + ["x"]
    assert read[0] == {"t": "'=1+1", "n": "-1.5", "b": "false", "none": ""}


def test_a_list_in_a_pipe_is_tab_separated_and_whole(run: Run) -> None:
    code, out, err = run("thing", "list", "--count", "300")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) == 301
    assert lines[0] == "Number\tWhat\tDue\tOverdue"
    assert lines[2] == "H0002\t[/b]第2 处=隐患\ufffd[31m\t2020-03-03\tyes"


def test_json_and_csv_have_every_field_as_a_code(run: Run) -> None:
    first = json.loads(run("thing", "list", "--json").out)[0]
    assert first == {
        "id": "H0001",
        "title": "[/b]第1\t处=隐患\x1b[31m",
        "due": "2020-03-02",
        "overdue": False,
        "funds": None,
    }
    assert run("thing", "list", "--csv").out.splitlines()[0] == "id,title,due,overdue,funds"


def test_limit(run: Run) -> None:
    assert len(json.loads(run("thing", "list", "--json", "--limit", "2").out)) == 2
    assert len(json.loads(run("thing", "list", "--json", "--count", "50", "--limit", "0").out)) == 50


def test_an_empty_list_is_no_error(run: Run) -> None:
    assert run("thing", "list", "--count", "0") == (0, "", "No things.\n")
    assert run("thing", "list", "--count", "0", "--json") == (0, "[]\n", "")
    assert run("thing", "list", "--count", "0", "--csv") == (0, "id,title,due,overdue\n", "")
    assert run("thing", "list", "--count", "0", "--quiet").err == ""


def test_one_record_in_a_pipe(run: Run) -> None:
    assert run("thing", "show", "h12").out == "编号\t12\nNote\ta b\nOpen\tyes\n"
    assert json.loads(run("thing", "show", "h12", "--json").out) == {"id": 12, "note": "a\nb"}


def test_after_a_change_one_line_on_standard_error(run: Run) -> None:
    args = ["thing", "add", "--campus", "东校区", "--area", "fire", "--title", "灭火器", "--yes"]
    assert run(*args) == (0, "", "H0001 registered: 灭火器. Next: safetyctl thing show H1\n")
    assert run(*args, "--quiet").err == ""
    assert json.loads(run(*args, "--json", "--photo", "a", "--photo", "b").out)["photo"] == ["a", "b"]


def test_a_question_with_nobody_to_ask(run: Run) -> None:
    code, _out, err = run("thing", "add", "--campus", "东校区", "--area", "fire", "--title", "灭火器")
    assert code == 2
    assert err.splitlines()[1] == "To go on, add --yes."
