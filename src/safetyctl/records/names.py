"""Several people in one field, as a clerk writes them: 张三、李四; 张三（组长）、李四. Each is found by name."""

import re
from collections.abc import Iterable

from safetyctl.ground.text import fold

_SEPARATORS = "、，,;；/"
_PART = re.compile(rf"(?:[（(][^（）()]*[）)]|[^{_SEPARATORS}])+")
_ROLE = re.compile(r"[（(][^（）()]*[）)]")


def names_in(text: str) -> tuple[str, ...]:
    """The people that a field names, without what stands in brackets behind a name."""
    return tuple(name for part in _PART.findall(text) if (name := _ROLE.sub("", part).strip()))


def shares_a_person(names: str, *others: str | None) -> bool:
    """Whether one of the people named (several may stand in one field) is among the others, however spaced."""
    return not _folded([names]).isdisjoint(_folded(other for other in others if other))


def _folded(fields: Iterable[str]) -> set[str]:
    return {fold(name) for field in fields for name in names_in(field)}


def naming(column: str) -> str:
    """The SQL that a column names a person, alone or among others; its places take what ``naming_values`` gives."""
    bare = f"replace({column}, ' ', '')"
    for mark in _SEPARATORS[1:]:
        bare = f"replace({bare}, '{mark}', '{_SEPARATORS[0]}')"
    among = " OR ".join([f"'{_SEPARATORS[0]}' || {bare} || '{_SEPARATORS[0]}' LIKE ? ESCAPE '\\'"] * 3)
    return f"({column} = ? OR ({column} LIKE ? ESCAPE '\\' AND ({among})))"


def naming_values(name: str) -> list[str]:
    """What ``naming`` asks with for a person."""
    first = _literal(name.strip()[:1])
    bare = _literal(name.replace(" ", ""))
    mark = _SEPARATORS[0]
    return [name, f"%{first}%", f"%{mark}{bare}{mark}%", f"%{mark}{bare}（%", f"%{mark}{bare}(%"]


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
