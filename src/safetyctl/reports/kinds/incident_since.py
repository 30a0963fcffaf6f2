"""What is new of an incident since its last report (续报): its fields, who was told, what was enclosed.

The last report is read as it was handed in; the ledger is not asked again what it said then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.plan.model import Plan
from safetyctl.records.incidents import IncidentView, authority_name
from safetyctl.reports.bundles.data import plain
from safetyctl.reports.drawn.composed import Attached
from safetyctl.reports.facts.wording import incident_word, long_day, phrase, sentence


class Earlier(NamedTuple):
    """A report of the incident that was handed in: what it is called, on which day, and its data."""

    stage: str
    heading: str
    on: date
    data: Mapping[str, Any]


class _Field(NamedTuple):
    """A field of an incident: what it is called, and its value in words."""

    key: str
    label: str
    word: Callable[[Any], str]
    quoted: bool = False


def moment_words(at: datetime) -> str:
    """A moment as letters write it."""
    return _("{day} {hour}").format(day=long_day(at.date()), hour=f"{at:%H:%M}")


def _moment(text: str) -> str:
    return moment_words(datetime.fromisoformat(text))


def _people(n: int) -> str:
    return _("{n} people").format(n=n)


_FIELDS = (
    _Field("kind", N_("kind of the incident"), incident_word),
    _Field("occurred", N_("occurred at"), _moment),
    _Field("class_told", N_("told by the class at"), _moment),
    _Field("known", N_("known to the school at"), _moment),
    _Field("place", N_("location"), phrase, quoted=True),
    _Field("what", N_("what happened"), phrase, quoted=True),
    _Field("people", N_("people concerned"), _people),
    _Field("cause", N_("cause"), phrase, quoted=True),
    _Field("aftermath", N_("aftermath"), phrase, quoted=True),
)


def news(plan: Plan, one: IncidentView, files: Sequence[Attached], last: Earlier) -> tuple[str, ...]:
    """What the last report did not say, a sentence each; none where nothing is new."""
    was = last.data.get("figures", {}).get("incident", {})
    now: Any = plain(one)
    found = [
        *(said for field in _FIELDS if (said := _changed(field, was.get(field.key), now[field.key]))),
        *_told(plan, was.get("authorities", ()), now["authorities"]),
        *_enclosed(files, last),
    ]
    if one.closed_on and not was.get("closed_on"):
        found.append(_("closed on {day}").format(day=long_day(one.closed_on)))
    return tuple(sentence([said]) for said in found)


def _changed(field: _Field, was: Any, now: Any) -> str | None:
    label, words = _(field.label), [None if one is None else field.word(one) or None for one in (was, now)]
    if was == now or words == [None, None]:
        return None
    if words[0] is None:
        return _("{label}: {text}").format(label=label, text=words[1])
    before, after = (_('"{text}"').format(text=text) if field.quoted else text for text in words)
    if words[1] is None:
        return _("{label}: no longer {text}").format(label=label, text=before)
    return _("{label}: from {before} to {after}").format(label=label, before=before, after=after)


def _told(plan: Plan, was: Sequence[Any], now: Sequence[Any]) -> Iterator[str]:
    """The authorities that were told since, or of which the moment was corrected."""
    before = {one["authority"]: one["told_at"] for one in was}
    for one in now:
        code, at = one["authority"], one["told_at"]
        earlier = before.get(code)
        if at is None or at == earlier:
            continue
        words = (
            _("reported to {whom} at {moment}, not at {was}")
            if earlier
            else _("reported to {whom} at {moment}")
        )
        yield words.format(
            whom=authority_name(plan, code), moment=_moment(at), was=_moment(earlier) if earlier else ""
        )


def _enclosed(files: Sequence[Attached], last: Earlier) -> Iterator[str]:
    """The papers that did not go along with the last report."""
    there = {one.get("sha256") for one in last.data.get("attached", ())}
    came = [one.title for one in files if one.sha256 not in there]
    if came:
        yield _("papers added: {names}").format(names=listed(phrase(name, 60) for name in came))
