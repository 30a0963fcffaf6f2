"""The one place that prints. Standard output carries data, standard error what is said to the person.

What the data says never depends on the terminal: JSON and CSV carry every field as a code; a person gets the
columns with labels, as a table at a terminal and as tab-separated whole values in a pipe.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TextIO

from safetyctl.cli.here import Here
from safetyctl.cli.system import reason
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, CannotDo
from safetyctl.ground.text import one_line, visible

PAGE = 20
"""Rows shown at a terminal when no ``--limit`` is given."""

_LONG = 500  # list items from which JSON is one line: breaking it costs 2 ms for each 1,000
_RULED = 100  # rows up to which a table is laid out: rich takes 27 ms and then 0.2 a row
_AT_ONCE = 500  # rows that are put into a pipe at a time
# what could steer a terminal or cannot be UTF-8; JSON can say these as \\uXXXX without loss
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANKS = re.compile(r"(?<= )(?:CODE|DAY|FILE|MOMENT|NAME|TEXT)(?![\w=.])")
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Shown(NamedTuple):
    """A column for a person: ``key`` of the row, ``heading`` (a catalogue key), and how it is said.

    ``say`` gives the words for a row (default: the field itself); ``alarm`` colours it red where it is true.
    At a terminal a cell that may ``fold`` goes on in the next line; a ``piped`` column is left out, and so is a
    ``spare`` one where the terminal is narrow.
    """

    key: str
    heading: str
    say: Callable[[Any], object] | None = None
    right: bool = False
    alarm: Callable[[Any], bool] | None = None
    fold: bool = False
    piped: bool = False
    spare: bool = False

    def words(self, row: object) -> str:
        """The cell as one line of visible text; empty where there is nothing."""
        return one_line(self.plain(row))

    def plain(self, row: object) -> str:
        """The cell's text as it is kept, which may hold what must not be shown; empty where there is nothing."""
        value = self.say(row) if self.say else field(row, self.key)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if value is None else str(value)


def field(row: object, key: str) -> object:
    """A row's value by key, whether it is a mapping or a dataclass."""
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


# the streams


def write(text: str) -> None:
    """Put text on standard output. Raises CannotDo when it cannot be written; BrokenPipeError passes."""
    if sys.stdout is None:
        raise CannotDo(_("Standard output is closed."))
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise stdout_failed(error) from None


def stdout_failed(error: OSError) -> CannotDo:
    """The error that says why standard output did not take the answer."""
    return CannotDo(_("Standard output cannot be written: {reason}.").format(reason=reason(error)))


def write_bytes(content: bytes) -> None:
    """Put machine output on standard output, in UTF-8 whatever the terminal's encoding is."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        write(content.decode())
        return
    try:
        sys.stdout.flush()
        buffer.write(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise stdout_failed(error) from None


def tell(line: str) -> None:
    """Put a line on standard error; a person who cannot be reached stops nothing."""
    _put(sys.stderr, line + "\n")


def murmur(text: str) -> None:
    """Put text on standard error as it is, with no end of line: for what will be gone again."""
    _put(sys.stderr, text)


def _put(stream: TextIO | None, text: str) -> None:
    try:
        if stream is not None:
            stream.write(text)
            stream.flush()
    except OSError:
        pass


def advised(command: str) -> str:
    """A command to give next, for a person: what is to be filled in (``--reason TEXT``) in their language."""
    return _BLANKS.sub(lambda found: _(found[0]), command)


def said(here: Here, what: str, following: str | None = None) -> None:
    """After a change: what changed, and what usually comes next, in one line. ``--quiet`` silences it."""
    if not here.quiet:
        line = (
            _("{what} Next: {command}").format(what=what, command=advised(following)) if following else what
        )
        tell(one_line(line))


def note(here: Here, sentence: str) -> None:
    """Something worth knowing that is no trouble. ``--quiet`` silences it."""
    if not here.quiet:
        tell(one_line(sentence))


def warn(sentence: str) -> None:
    """Something that went on but should be looked at; ``--quiet`` does not silence it."""
    tell(one_line(_("warning: {sentence}").format(sentence=sentence)))


# JSON


def emit(value: object) -> None:
    """Exactly one JSON document on standard output, in UTF-8."""
    for piece in _pieces(value):
        write_bytes(piece.encode())
    write_bytes(b"\n")


def document(value: object) -> str:
    """A value as JSON: keys in the order given, days as ISO, one line to each list item."""
    return "".join(_pieces(value))


def _pieces(value: object) -> Iterator[str]:
    """The document piece by piece: a long list is in one line, and some of its items at a time are in memory."""
    from json import JSONEncoder

    encoded = JSONEncoder(ensure_ascii=False, default=_plain, allow_nan=False).encode

    def encode(part: object) -> str:
        text = encoded(part)
        return text if text.isprintable() else _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

    if isinstance(value, (list, tuple)) and len(value) > _LONG and not hasattr(value, "_fields"):
        for start in range(0, len(value), _AT_ONCE):
            items = encode([_record(item) for item in value[start : start + _AT_ONCE]])
            yield (", " if start else "[") + items[1:-1]
        yield "]"
    else:
        yield _document(value, encode)


def _document(value: object, encode: Callable[[object], str]) -> str:
    # indenting through the encoder would run it in Python, 8 times slower; so only the frame is laid out
    value = _record(value)
    if isinstance(value, Mapping):
        lines = [f"  {encode(str(key))}: {_part(part, encode, '  ')}" for key, part in value.items()]
        return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"
    return _part(value, encode, "")


def _part(value: object, encode: Callable[[object], str], indent: str) -> str:
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], (str, int, float)):
        if len(value) > _LONG:
            return encode([_record(item) for item in value])
        return "[\n" + ",\n".join(f"{indent}  {encode(_record(item))}" for item in value) + f"\n{indent}]"
    return encode(value)


def _record(value: object) -> object:
    """A dataclass or named tuple as a mapping of its fields; anything else as it is."""
    names = getattr(value, "_fields", None)
    if names is not None and isinstance(value, tuple):
        return dict(zip(names, value, strict=True))
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else {name: getattr(value, name) for name in names}


def _plain(value: object) -> object:
    if hasattr(value, "__dataclass_fields__"):
        return _record(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    return str(value)


# lists


def page(here: Here, limit: int | None) -> int | None:
    """How many rows a list needs at most, None for all: ``--limit``, else one page at a terminal."""
    if limit is not None:
        return limit or None
    return PAGE if person(here) else None


def person(here: Here) -> bool:
    """Whether the answer goes to a person at a terminal, as words."""
    return not here.json and not here.csv and sys.stdout is not None and sys.stdout.isatty()


def listing(
    here: Here,
    columns: Sequence[Shown],
    rows: Sequence[object],
    *,
    empty: str,
    limit: int | None = None,
    total: int | None = None,
    keys: Sequence[str] | None = None,
) -> None:
    """Show a list: a JSON array, CSV, a table at a terminal, tab-separated lines in a pipe.

    Args:
        here: how to answer.
        columns: what a person sees of a row.
        rows: dataclasses or mappings; may hold no more than ``page(here, limit)``.
        empty: the sentence for no rows (standard error).
        limit: what was typed with ``--limit``: None for nothing, 0 for all.
        total: how many there are in all, where ``rows`` was cut already.
        keys: the fields of the CSV; default those of the rows.

    Raises:
        BadInput: both ``--json`` and ``--csv``.
    """
    if here.json and here.csv:
        raise BadInput(_("--json and --csv are two answers."), hint=_("Give one of them."))
    most = page(here, limit)
    shown = rows if most is None else rows[:most]
    if here.json:
        emit(shown)
    elif here.csv:
        write_bytes(
            csv_text(shown, keys or [column.key for column in columns] if not shown else keys).encode()
        )
    elif not shown:
        note(here, empty)
    elif person(here) and len(shown) <= _RULED:
        from safetyctl.cli.table import table

        write(table(columns, shown))
    else:
        _tab_separated(columns, shown)
    every = len(rows) if total is None else total
    if person(here) and 0 < len(shown) < every:
        sentence = _("showing {shown:,} of {total:,}: --limit 0 | less")
        note(here, sentence.format(shown=len(shown), total=every))


def _tab_separated(columns: Sequence[Shown], rows: Sequence[object]) -> None:
    write("\t".join(one_line(_(column.heading)) for column in columns) + "\n")
    for start in range(0, len(rows), _AT_ONCE):
        write("".join([_tab_line(columns, row) for row in rows[start : start + _AT_ONCE]]))


def _tab_line(columns: Sequence[Shown], row: object) -> str:
    """A row as a line; its cells are looked at one by one only where something in it is hidden or breaks it."""
    cells = [column.plain(row) for column in columns]
    if "".join(cells).isprintable():  # no tab, no break, nothing hidden: by far the most
        return "\t".join(cells) + "\n"
    return "\t".join(map(one_line, cells)) + "\n"


def csv_text(rows: Sequence[object], keys: Sequence[str] | None = None) -> str:
    """Rows as CSV with every field by its key, codes and ISO days; text that a spreadsheet would run is quoted.

    There is no byte-order mark: only a file that is written for Excel has one.
    """
    import csv
    import io

    if keys is None:
        first = rows[0]
        keys = list(first) if isinstance(first, Mapping) else list(_record(first))  # type: ignore[call-overload]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([_csv_cell(field(row, key)) for key in keys] for row in rows)
    return out.getvalue()


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else _plain(value)
    if not isinstance(text, str):
        from json import dumps

        text = dumps(text, ensure_ascii=False, default=_plain)
    text = visible(text)
    return f"'{text}" if text.lstrip(" ").startswith(_LIVE) else text


# one record


def detail(here: Here, record: object, pairs: Iterable[tuple[str, object]]) -> None:
    """Show one record: JSON of ``record``, or the ``pairs`` of label and value a person reads (None is left out)."""
    if here.json:
        emit(record)
        return
    lines = [(one_line(label), _value_words(value)) for label, value in pairs if value is not None]
    if not person(here):
        write("".join(f"{label}\t{one_line(value)}\n" for label, value in lines))
        return
    from safetyctl.cli.layout import cells, padded

    width = max((cells(label) for label, _value in lines), default=0)
    for label, value in lines:
        first, *others = value.split("\n")
        write(f"{padded(label, width)}  {first}\n" + "".join(f"{' ' * width}  {other}\n" for other in others))


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return visible(str(value))


# questions


def ask(question: str, choices: Mapping[str, str] | Sequence[str] | None = None) -> str:
    """Ask the person at the terminal until there is an answer, and return it, or the code that was chosen.

    ``choices`` (codes with their labels, or plain names) are numbered; a number, a code, a label or the beginning
    of one answers. Only where ``here.interactive``.

    Raises:
        typer.Abort: the input ended (Ctrl-D).
    """
    options = choices if isinstance(choices, Mapping) else {name: name for name in choices or ()}
    if options:
        tell(question)
        for number, (code, label) in enumerate(options.items(), 1):
            tell(f"  {number:>2}  {one_line(_(label))}" + (f"  ({code})" if code != label else ""))
    while True:
        answer = _answer(": " if options else f"{question}: ")
        if not answer:
            continue
        if not options:
            return answer
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(options):
            return list(options)[int(answer) - 1]
        from safetyctl.cli.values import one_of

        try:
            return one_of(answer, options, _("choice"))
        except BadInput as error:
            tell(error.sentence)


def ask_several(question: str, choices: Mapping[str, str]) -> list[str]:
    """Ask for any number of numbered choices in one line; none where only Enter is typed. Else as ``ask``."""
    from safetyctl.cli.values import one_of

    tell(question)
    for number, (code, label) in enumerate(choices.items(), 1):
        tell(f"  {number:>2}  {one_line(_(label))}" + (f"  ({code})" if code != label else ""))
    codes = list(choices)
    while True:
        words = [word for word in re.split(r"[\s,;，、；]+", _answer(": ")) if word]
        try:
            found = [
                codes[int(word) - 1]
                if word.isascii() and word.isdigit() and 1 <= int(word) <= len(codes)
                else one_of(word, choices, _("choice"))
                for word in words
            ]
        except BadInput as error:
            tell(error.sentence)
            continue
        return list(dict.fromkeys(found))


def ask_names(question: str) -> list[str]:
    """Ask for any number of names in one line, separated by spaces or commas; none where only Enter is typed.

    Raises:
        typer.Abort: the input ended (Ctrl-D).
    """
    return [word for word in re.split(r"[\s,;，、；]+", _answer(f"{question}: ")) if word]


def confirm(here: Here, question: str) -> bool:
    """Ask before a change; ``--yes`` answers it, and so does ``--dry-run``, which changes nothing.

    Raises:
        BadInput: there is nobody to ask and no ``--yes``.
    """
    if here.yes or here.dry_run:
        return True
    if not here.interactive:
        raise BadInput(
            _("{question} There is nobody to ask.").format(question=question), hint=_("To go on, add --yes.")
        )
    return _answer(f"{question} [y/N] ").casefold() in ("y", "yes", "是", "好", "对", "是的")


def _answer(prompt: str) -> str:
    _put(sys.stderr, one_line(prompt))
    line = sys.stdin.readline()
    if not line:
        from typer import Abort

        tell("")
        raise Abort
    return line.strip()
