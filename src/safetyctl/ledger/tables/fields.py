"""Field types that drafts share: text that passed the door, and the CHECKs that stand behind it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
from pydantic import AfterValidator
from uuid6 import uuid7

from safetyctl.ground.catalogue import _
from safetyctl.ground.limits import LINE, PROSE
from safetyctl.ground.text import first_hidden
from safetyctl.ledger.words import as_sql, channel_code


def _door(limit: int, breaks: bool) -> Callable[[str | None], str | None]:
    def through(text: str | None) -> str | None:
        if text is None:
            return None
        text = text.strip()
        bad = first_hidden(text) or ("\n" if not breaks and "\n" in text else None)
        if bad is not None:
            raise ValueError(
                _("it contains the character U+{code:04X}, which cannot be kept").format(code=ord(bad))
            )
        if len(text) > limit:
            raise ValueError(_("it has {n} characters; at most {limit} fit").format(n=len(text), limit=limit))
        return text or None

    return through


def _needed(text: str | None) -> str:
    if not text:
        raise ValueError(_("it must not be empty"))
    return text


Line = Annotated[str, AfterValidator(_door(LINE, breaks=False)), AfterValidator(_needed)]
OptionalLine = Annotated[str | None, AfterValidator(_door(LINE, breaks=False))]
Prose = Annotated[str, AfterValidator(_door(PROSE, breaks=True)), AfterValidator(_needed)]
OptionalProse = Annotated[str | None, AfterValidator(_door(PROSE, breaks=True))]

Channel = Annotated[str | None, AfterValidator(_door(LINE, breaks=False)), AfterValidator(channel_code)]


def new_uid() -> str:
    """A UUIDv7: unique everywhere, and in the order of making."""
    return str(uuid7())


def moment(value: datetime) -> str:
    """An aware moment as the ledger keeps it: UTC, ISO 8601, to the microsecond."""
    return value.isoformat(timespec="microseconds").replace("+00:00", "Z")


def among(column: str, values: Iterable[str], name: str) -> sa.CheckConstraint:
    """A CHECK that a column holds one of an enumeration's values."""
    return sa.CheckConstraint(f"{column} IN {as_sql(values)}", name=name)


def not_blank(column: str, name: str) -> sa.CheckConstraint:
    """A CHECK that a text is not empty."""
    return sa.CheckConstraint(f"length(trim({column})) > 0", name=name)


def reasoned(column: str, values: Iterable[str], reason: str, name: str) -> sa.CheckConstraint:
    """A CHECK that rows whose ``column`` is one of ``values`` give a reason that is not blank."""
    return sa.CheckConstraint(
        f"{column} NOT IN {as_sql(values)} OR length(trim(coalesce({reason}, ''))) > 0", name=name
    )
