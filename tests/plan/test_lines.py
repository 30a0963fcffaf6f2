"""Every value of a TOML text is found on its line."""

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from safetyctl.plan.lines import Path, line_of, lines

TEXT = (
    """\
# [not.a.table]
a = 1
"b c" = "x # [no] = {" # comment with ] and }
d.e = 'it''
""".replace("''", "'")
    + '''
[t.u]
list = [
  1, # one
  { k = "}", m = [ "a]",
      2 ] },
  """
  three = [
  """,
  5,
]
[[row]]
n = 1
[row.inner]
z = 2020-02-01
[[row]]
n = 2
  [[row.part]]
  p = \'\'\'x
y\'\'\'
  [[row.part]]
  q = "\\"]\\\\"
'''
)


def paths(value: object, at: Path = ()) -> Iterator[Path]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*at, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*at, place))


def where(needle: str, text: str = TEXT, nth: int = 1) -> int:
    place = -1
    for _again in range(nth):
        place = text.index(needle, place + 1)
    return text.count("\n", 0, place) + 1


def test_every_path_has_a_line() -> None:
    assert set(lines(TEXT)) == set(paths(tomllib.loads(TEXT)))


def test_the_lines() -> None:
    found = lines(TEXT)
    assert found["a",] == where("a = 1")
    assert found["b c",] == where('"b c"')
    assert found["d", "e"] == where("d.e")
    assert found["t", "u", "list"] == where("list =")
    assert found["t", "u", "list", 0] == where("1, # one")
    assert found["t", "u", "list", 1, "m"] == where("m = [")
    assert found["t", "u", "list", 1, "m", 1] == where("2 ] }")
    assert found["t", "u", "list", 3] == where("5,")
    assert found["row", 0] == where("[[row]]")
    assert found["row", 0, "inner", "z"] == where("z = 2020")
    assert found["row", 1] == where("[[row]]", nth=2)
    assert found["row", 1, "part", 0, "p"] == where("p = ")
    assert found["row", 1, "part", 1] == where("[[row.part]]", nth=2)
    assert found["row", 1, "part", 1, "q"] == where("q = ")


def test_a_missing_key_is_at_its_table() -> None:
    assert line_of(TEXT, ("row", 1, "missing")) == where("[[row]]", nth=2)
    assert line_of(TEXT, ("nothing",)) == 1


def test_the_shipped_files(text: str, organisation_text: str) -> None:
    for one in (text, organisation_text, text.replace("\n", "\r\n")):
        assert set(lines(one)) == set(paths(tomllib.loads(one)))


STRINGS = st.text(st.sampled_from("ab #[]{}=,'\"\\\t中")).map(
    lambda raw: '"' + raw.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
)
SCALARS = st.one_of(STRINGS, st.sampled_from(["1", "true", "2020-02-01", "-0.5e3", "'a[#'", '"""a"b\nc]"""']))
KEYS = st.sampled_from(["a", "b", '"q . ]"', "'l #'"])
PADS = st.sampled_from(["", " ", "\n", " # x ] }\n"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    shape = draw(st.sampled_from(["scalar", "list", "table"])) if depth else "scalar"
    if shape == "list":
        inner = draw(st.lists(values(depth=depth - 1), max_size=3))
        return "[" + ",".join(draw(PADS) + one + draw(PADS) for one in inner) + draw(PADS) + "]"
    if shape == "table":
        keys = draw(st.lists(KEYS, unique=True, max_size=3))
        return "{ " + ", ".join(f"{key} = {draw(values(depth=depth - 1))}" for key in keys) + " }"
    return draw(SCALARS)


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = "".join(f"{key} = {draw(values())}\n" for key in draw(st.lists(KEYS, unique=True)))
    for head in draw(st.lists(st.sampled_from(["[[r]]", "[[r]]\n[r.s]", "[[r]]\n[[r.u]]"]), max_size=4)):
        text += f"{head} # c\n" + "".join(
            f"{key} = {draw(values())}{draw(st.sampled_from(['', ' # ]']))}\n"
            for key in draw(st.lists(KEYS, unique=True))
        )
    return text


@given(documents())
def test_any_document(text: str) -> None:
    found = lines(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())
