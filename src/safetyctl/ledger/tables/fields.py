"""Field types that drafts share: text that passed the door, and the CHECKs that stand behind it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from secrets import randbits
from typing import Annotated

import sqlalchemy as sa
from pydantic import AfterValidator

from safetyctl.ground.catalogue import _
from safetyctl.ground.clock import now
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


_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def _moments() -> Iterator[int]:
    """Milliseconds since 1970 and 12 bits of what is over, each later than the one before.

    So many thousands may be made at once, and none lies ahead of what another process makes next.
    """
    last = 0
    while True:
        last = max(((now() - _EPOCH) // _MICROSECOND << 12) // 1_000, last + 1)
        yield last


_MOMENTS = _moments()


def new_uid() -> str:
    """A UUIDv7 (RFC 9562, 6.2, method 3): unique everywhere, and in the order of making."""
    made = next(_MOMENTS)
    version, variant = 7 << 76, 2 << 62
    digits = f"{(made >> 12) << 80 | version | (made & 0xFFF) << 64 | variant | randbits(62):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


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
