"""The one place that prints. Standard output carries data, standard error what is said to the person.

What the data says never depends on the terminal: JSON carries every field as a code, a person gets labels.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TextIO

from safetyctl.cli.here import Here
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import CannotDo
from safetyctl.ground.system import reason
from safetyctl.ground.text import one_line, visible

_LONG = 500  # list items from which JSON is one line: breaking it costs 2 ms for each 1,000
_AT_ONCE = 500  # list items that are made into JSON at a time
# what could steer a terminal or cannot be UTF-8; JSON can say these as \\uXXXX without loss
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANKS = re.compile(r"(?<= )(?:CODE|DAY|FILE|MOMENT|NAME|TEXT)(?![\w=.])")


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

    encoded = JSONEncoder(ensure_ascii=False, default=plain, allow_nan=False).encode

    def encode(part: object) -> str:
        text = encoded(part)
        return text if text.isprintable() else _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

    if isinstance(value, (list, tuple)) and len(value) > _LONG and not hasattr(value, "_fields"):
        for start in range(0, len(value), _AT_ONCE):
            items = encode([record_of(item) for item in value[start : start + _AT_ONCE]])
            yield (", " if start else "[") + items[1:-1]
        yield "]"
    else:
        yield _document(value, encode)


def _document(value: object, encode: Callable[[object], str]) -> str:
    # indenting through the encoder would run it in Python, 8 times slower; so only the frame is laid out
    value = record_of(value)
    if isinstance(value, Mapping):
        lines = [f"  {encode(str(key))}: {_part(part, encode, '  ')}" for key, part in value.items()]
        return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"
    return _part(value, encode, "")


def _part(value: object, encode: Callable[[object], str], indent: str) -> str:
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], (str, int, float)):
        if len(value) > _LONG:
            return encode([record_of(item) for item in value])
        return "[\n" + ",\n".join(f"{indent}  {encode(record_of(item))}" for item in value) + f"\n{indent}]"
    return encode(value)


def record_of(value: object) -> object:
    """A dataclass or named tuple as a mapping of its fields; anything else as it is."""
    names = getattr(value, "_fields", None)
    if names is not None and isinstance(value, tuple):
        return dict(zip(names, value, strict=True))
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else {name: getattr(value, name) for name in names}


def plain(value: object) -> object:
    """A value that JSON has no form for, as one that it has: days as ISO, sets sorted, anything else as text."""
    if hasattr(value, "__dataclass_fields__"):
        return record_of(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    return str(value)


# one record


def person(here: Here) -> bool:
    """Whether the answer goes to a person at a terminal, as words."""
    return not here.json and not here.csv and sys.stdout is not None and sys.stdout.isatty()


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
