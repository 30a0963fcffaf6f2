"""The hazards as they stood on an earlier day, as a table: what is asked of that day is asked as of today.

Where something came after the day, the hazards found by then are copied into a temporary table; those that
something was done about, or said of, later are told anew there (``past`` has the law). A snapshot tells a day once.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from safetyctl.ledger.connection import Asks, in_parts
from safetyctl.ledger.words import MOVING_SQL, REGROUPED, REWORDED
from safetyctl.records.past import Past, Row, StepTold, Told, has_later_changes, told_on

_STEPPED = "SELECT hazard FROM step WHERE day > ?"
_REWORDED = f"SELECT uid FROM journal WHERE {REWORDED} AND day > ?"
_AT_ONCE = 500


def hazard_table(asks: Asks, day: date) -> str:
    """The table that has the hazards as they stood on ``day``: ``hazard`` itself where nothing came after it."""
    return f"hazard{_suffix(asks, day)}"


def hazards_view(asks: Asks, day: date, numbers: Sequence[int] = ()) -> str:
    """The same as the view ``hazards``, with the campus by name and what only the steps tell.

    Of all hazards found by then, or of those with these ``numbers`` whenever they were found.
    """
    return f"hazards{_suffix(asks, day, numbers)}"


def _suffix(asks: Asks, day: date, numbers: Sequence[int] = ()) -> str:
    """How the names of the table and the view of ``day`` end; where it is not empty, both are made."""
    if not has_later_changes(asks, day):
        return ""
    if numbers:
        return _tell(asks, day, "some", f"number IN ({', '.join(str(int(one)) for one in numbers)})")
    return asks.once(f"hazards on {day}", lambda: _tell(asks, day, "all", f"found_on <= '{day}'"))


def _tell(asks: Asks, day: date, which: str, condition: str) -> str:
    suffix = f"_{which}_{day.isoformat().replace('-', '')}"
    after = day.isoformat()
    asks.rows(f"DROP VIEW IF EXISTS temp.hazards{suffix}")
    asks.rows(f"DROP TABLE IF EXISTS temp.hazard{suffix}")
    asks.rows(
        f"CREATE TEMP TABLE hazard{suffix} AS SELECT * FROM hazard"
        f" WHERE {condition} AND uid NOT IN ({_STEPPED}) AND uid NOT IN ({_REWORDED})",
        (after, after),
    )
    for some in _told_anew(asks, day, condition):
        asks.fill(f"hazard{suffix}", some)
    asks.rows(_VIEW.format(suffix=suffix, day=day))
    return suffix


_VIEW = f"""
CREATE TEMP VIEW hazards{{suffix}} AS
SELECT h.number, h.uid, c.name AS campus, h.campus AS campus_uid, h.area, h.item, h.title, h.detail, h.location,
       h.level, h.source, h.inspection, h.found_on, h.found_by, h.responsible, h.department, h.measure,
       h.funds_yuan, h.contingency, h.due, h.due_first, h.due_given,
       (SELECT count(*) FROM step s WHERE s.hazard = h.uid AND s.kind IN {MOVING_SQL}
        AND s.day <= '{{day}}') AS extensions,
       h.status, h.interim, h.deferred_to, h.escalated_on, h.escalated_to, h.supervised_by,
       h.closed_on, h.closed_by, h.rectified_on, h.rectified_by, h.verified_on, h.verified_by,
       h.province_receipt, h.province_uploaded_on, h.void_reason, h.imported, h.remarks,
       (SELECT s.note FROM step s WHERE s.hazard = h.uid AND s.kind = 'rectified' AND s.day <= '{{day}}'
        ORDER BY s.uid DESC LIMIT 1) AS rectify_note,
       (SELECT s.note FROM step s WHERE s.hazard = h.uid AND s.kind IN ('passed', 'failed')
        AND s.day <= '{{day}}' ORDER BY s.uid DESC LIMIT 1) AS verify_note,
       (SELECT count(*) FROM attachment a WHERE a.hazard = h.uid) AS attachments,
       h.created_at, h.updated_at
FROM temp.hazard{{suffix}} h JOIN campus c ON c.uid = h.campus
"""
"""The ledger's view ``hazards``, of an earlier day."""


def _told_anew(asks: Asks, day: date, condition: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as they were on ``day`` of the hazards under a condition that changed later, some at a time."""
    names = [name for (name,) in asks.rows("SELECT name FROM pragma_table_info('hazard')")]
    stepped, reworded = (_uids(asks, day, condition, later) for later in (_STEPPED, _REWORDED))
    changed = sorted(stepped | reworded)
    for start in range(0, len(changed), _AT_ONCE):
        part = changed[start : start + _AT_ONCE]
        told = Past(
            _steps(asks, [uid for uid in part if uid in stepped]),
            _words(asks, [uid for uid in part if uid in reworded], day),
        )
        rows = [
            told.row(dict(zip(names, row, strict=True)), day)
            for row in in_parts(asks, "SELECT * FROM hazard WHERE uid IN (%s)", part)
        ]
        yield [tuple(row[name] for name in names) for row in rows]


def _uids(asks: Asks, day: date, condition: str, later: str) -> set[str]:
    sql = f"SELECT uid FROM hazard WHERE {condition} AND uid IN ({later})"
    return {uid for (uid,) in asks.rows(sql, (day.isoformat(),))}


def _steps(asks: Asks, uids: Sequence[str]) -> dict[str, list[StepTold]]:
    """All steps of these hazards in the order they were taken (a uid tells it): one that is dated back does not come
    before its own cause."""
    sql = (
        'SELECT hazard, kind, day, "by", until, was, target, note FROM step WHERE hazard IN (%s)'
        " ORDER BY hazard, uid"
    )
    told = (StepTold(*row) for row in in_parts(asks, sql, uids))
    return {uid: list(steps) for uid, steps in groupby(told, key=lambda step: step.hazard)}


def _words(asks: Asks, uids: Sequence[str], day: date) -> dict[str, Row]:
    """What these hazards said on ``day``: the fields that people fill in."""
    sql = "SELECT uid, day, body FROM journal WHERE kind = 'hazard' AND uid IN (%s) ORDER BY uid, seq"
    return {
        uid: told_on([Told(on, body) for _uid, on, body in entries], day)
        for uid, entries in groupby(in_parts(asks, sql, uids), key=lambda entry: entry[0])
    }


def groups_table(asks: Asks, day: date) -> str:
    """The table that has ``hazard``, ``area`` and ``level`` of the hazards that counted for others on ``day``."""
    return asks.once(f"groups on {day}", lambda: _group(asks, day))


def _group(asks: Asks, day: date) -> str:
    table = f"groups_{day.isoformat().replace('-', '')}"
    asks.rows(f"DROP TABLE IF EXISTS temp.{table}")
    asks.rows(f"CREATE TEMP TABLE {table} (hazard VARCHAR PRIMARY KEY, area VARCHAR, level VARCHAR)")
    if has_later_changes(asks, day):
        told = asks.once("regrouped", lambda: _regrouped(asks))
        said = ((uid, told_on(entries, day)) for uid, entries in told.items())
        asks.fill(table, [(uid, row["area"], row["level"]) for uid, row in said])
    return table


def _regrouped(asks: Asks) -> dict[str, list[Told]]:
    """The journal of the hazards that ever came to another area or level, as far as it tells of these."""
    uids = [uid for (uid,) in asks.rows(f"SELECT DISTINCT uid FROM journal WHERE {REGROUPED}")]
    sql = (
        "SELECT uid, day, CASE WHEN body IS NOT NULL THEN"
        " json_object('area', json_extract(body, '$.area'), 'level', json_extract(body, '$.level')) END"
        " FROM journal WHERE kind = 'hazard' AND uid IN (%s) ORDER BY uid, seq"
    )
    told: dict[str, list[Told]] = {}
    for uid, entries in groupby(in_parts(asks, sql, uids), key=lambda entry: entry[0]):
        mine = [Told(on, body) for _uid, on, body in entries]
        if len({one.body for one in mine if one.body}) > 1:
            told[uid] = mine
    return told
