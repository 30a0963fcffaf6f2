"""Lists. JSON and CSV carry every field as a code; a person gets the columns with labels, as a table at a terminal
and as tab-separated whole values in a pipe.
"""

from collections.abc import Mapping, Sequence

from safetyctl.cli.here import Here
from safetyctl.cli.output import emit, note, person, plain, record_of, write, write_bytes
from safetyctl.cli.table import Shown, field, table
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import one_line, visible

PAGE = 20
"""Rows shown at a terminal when no ``--limit`` is given."""

_RULED = 100  # rows up to which a table is laid out: rich takes 27 ms and then 0.2 a row
_AT_ONCE = 500  # rows that are put into a pipe at a time
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def page(here: Here, limit: int | None) -> int | None:
    """How many rows a list needs at most, None for all: ``--limit``, else one page at a terminal."""
    if limit is not None:
        return limit or None
    return PAGE if person(here) else None


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
        keys = list(first) if isinstance(first, Mapping) else list(record_of(first))  # type: ignore[call-overload]
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
    text = value if isinstance(value, str) else plain(value)
    if not isinstance(text, str):
        from json import dumps

        text = dumps(text, ensure_ascii=False, default=plain)
    text = visible(text)
    return f"'{text}" if text.lstrip(" ").startswith(_LIVE) else text
