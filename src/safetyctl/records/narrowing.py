"""Which records of a kind are asked for, as one SQL condition for all of them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from safetyctl.plan.deadlines import GROUP


class Narrowed(NamedTuple):
    """What narrows a list; None does not. Both days are included; those made void only with ``void``.

    ``campus`` may be ``*``, the group's own; ``equal`` are columns with the value they must have.
    """

    campus: str | None = None
    since: date | None = None
    until: date | None = None
    void: bool = False
    number: int | None = None
    equal: Mapping[str, str | None] = {}

    def sql(self, day: date, on: str) -> tuple[str, list[object]]:
        """The condition, and its values, for records ``r`` of a campus ``c`` known on ``day`` by their ``on``."""
        found: list[tuple[str, object]] = [(f"r.{on} <= ?", day.isoformat())]
        if self.campus is not None:
            found.append((f"coalesce(c.name, '{GROUP}') = ?", self.campus))
        if self.since is not None:
            found.append((f"r.{on} >= ?", self.since.isoformat()))
        if self.until is not None:
            found.append((f"r.{on} <= ?", self.until.isoformat()))
        if not self.void:
            found.append(("(r.voided_on IS NULL OR r.voided_on > ?)", day.isoformat()))
        if self.number is not None:
            found.append(("r.number = ?", self.number))
        found += [(f"r.{column} = ?", value) for column, value in self.equal.items() if value is not None]
        return " AND ".join(condition for condition, _value in found), [value for _condition, value in found]


def voided(on: str | None, reason: str | None, day: date) -> tuple[date | None, str | None]:
    """When a record was made void, and why, as known on ``day``."""
    return (date.fromisoformat(on), reason) if on and on <= day.isoformat() else (None, None)
