"""The door: what a file must be before any parser sees it.

Nothing is read that is not an ordinary file of a bounded size, and its kind is judged by its content,
never by its name alone. What passes is held as bytes, so that the file judged is the file parsed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.reading import MB, ordinary
from safetyctl.intake.workbook.comments import Comments
from safetyctl.intake.workbook.months import Place
from safetyctl.intake.workbook.package import inspect

WORKBOOK_BYTES = 128 * MB
CSV_BYTES = 32 * MB

_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv", ".tab", "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """An .xlsx that may be parsed: its bytes; by sheet, the cells (row, column from 1) that hold an error or a
    formula never calculated, the rows that are hidden, the comments on its cells, and the cells that show no more
    than a month; and whether its days count from 1904.
    """

    name: str
    content: bytes
    unvalued: Mapping[str, Mapping[tuple[int, int], str]]
    from_1904: bool
    hidden: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    comments: Mapping[str, Comments] = field(default_factory=dict)
    months: Mapping[str, frozenset[Place]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A .csv that may be parsed: decoded text."""

    name: str
    text: str


def admit(path: Path) -> Workbook | PlainTable:
    """The file's content, once it is known to be harmless to parse.

    Raises:
        NotFound: there is no such file.
        BadInput: it is no ordinary file, too large, or not a workbook or CSV that may be opened.
        CannotDo: the system will not let it be read.
    """
    content = ordinary(path, WORKBOOK_BYTES, _smaller())
    if not content:
        raise BadInput(_("{file} is empty.").format(file=path.name))
    name = path.name
    if content.startswith(_ZIP):
        facts = inspect(content, name)
        return Workbook(
            name, content, facts.unvalued, facts.from_1904, facts.hidden, facts.comments, facts.months
        )
    if content.startswith(_OLE2):
        raise _old_or_locked(content, name)
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise BadInput(
            _("{file} is not an .xlsx workbook, whatever its name says.").format(file=name),
            hint=_("Open it in Excel or WPS, save it as .xlsx, and import that."),
        )
    if len(content) > CSV_BYTES:
        raise BadInput(
            _("{file} is larger than {limit} MB.").format(file=name, limit=CSV_BYTES // MB), _smaller()
        )
    return PlainTable(name, _decoded(content, name))


def _smaller() -> str:
    return _("Take the pictures out, or split it by campus, and import the parts.")


def _old_or_locked(content: bytes, name: str) -> BadInput:
    if _ENCRYPTED in content:
        return BadInput(
            _("{file} is protected with a password.").format(file=name),
            hint=_("Open it in Excel or WPS, remove the password, save it, and import that."),
        )
    return BadInput(
        _("{file} is in the old .xls format.").format(file=name),
        hint=_("Open it in Excel or WPS, save it as .xlsx, and import that."),
    )


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(
        _("{file} is not text in UTF-8, UTF-16 or GB18030.").format(file=name),
        hint=_("Save it in Excel or WPS as “CSV UTF-8”, or as .xlsx, and import that."),
    )
