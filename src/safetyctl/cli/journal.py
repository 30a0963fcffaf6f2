"""How the journal's entries are shown, for ``hazard history`` and ``audit log``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from safetyctl.cli.output import Shown
from safetyctl.ground.catalogue import N_, _
from safetyctl.ledger.words import LEVEL_LABELS, SOURCE_LABELS, STATUS_LABELS
from safetyctl.records.history import Turn
from safetyctl.records.labels import FIELDS
from safetyctl.records.views import YUAN_PER_WAN

VERBS = {
    "init": N_("made the ledger"),
    "hazard.add": N_("registered"),
    "hazard.edit": N_("corrected"),
    "hazard.attach": N_("attached a file"),
    "hazard.assign": N_("assigned"),
    "hazard.rectify": N_("rectified"),
    "hazard.verify": N_("checked the rectification"),
    "hazard.close": N_("struck off the list"),
    "hazard.extend": N_("extended"),
    "hazard.defer": N_("deferred"),
    "hazard.escalate": N_("escalated"),
    "hazard.reopen": N_("reopened"),
    "hazard.void": N_("declared void"),
    "hazard.upload": N_("uploaded"),
    "hazard.import": N_("imported"),
    "people.add": N_("put on the roster"),
    "people.retire": N_("took off the roster"),
    "report.submit": N_("handed in"),
    "campaign.use": N_("took a plan into force"),
    "waive": N_("waived"),
    "ledger.upgrade": N_("upgraded the ledger"),
    "waive.revoke": N_("took a waiver back"),
    "activity.plan": N_("kept the contingency plan"),
    "activity.report": N_("reported the outing"),
    "incident.report": N_("told an authority"),
    "incident.close": N_("closed the incident"),
    "finish": N_("finished"),
    "record": N_("recorded results"),
    "amend": N_("amended"),
    "corrected": N_("noted as corrected"),
    "end": N_("ended"),
    "decide": N_("recorded a decision"),
    "redecide": N_("corrected a decision"),
    "done": N_("noted as done"),
    "drop": N_("dropped"),
    "add": N_("registered"),
    "edit": N_("corrected"),
    "void": N_("declared void"),
    "attach": N_("attached a file"),
    "undo": N_("taken back"),
}


def verb_words(verb: str) -> str:
    """A journal verb for a person."""
    said = VERBS.get(verb) or VERBS.get(verb.rpartition(".")[2])
    return _(said) if said else verb


_NOUNS = {
    "A": "activities",
    "D": "drills",
    "E": "incidents",
    "I": "inspections",
    "K": "documents",
    "L": "education",
    "M": "meetings",
    "P": "responsibilities",
    "Q": "accountability",
    "R": "rosters",
    "T": "trainings",
    "V": "supervisions",
}
"""The module of each kind of record, by the letter of its numbers: there stands what its fields are called."""
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNSAID = {"number", "due_given", "imported", "kind", "day", "campus", "sha256", "position", "plan"}
_CODES: dict[str, Mapping[Any, str]] = {
    "status": STATUS_LABELS,
    "level": LEVEL_LABELS,
    "source": SOURCE_LABELS,
}


def _labels(ref: str) -> Mapping[str, str]:
    """What the fields of the record with this reference are called."""
    module = _NOUNS.get(ref[:1]) if ref[1:2].isdigit() else None
    if module is None:
        return FIELDS
    own: Mapping[str, str] = import_module(f"safetyctl.records.{module}").FIELDS
    return {**{name: label for name, label in FIELDS.items() if name != "title"}, **own}


def change_words(changes: Iterable[tuple[str, object, object]], ref: str = "") -> str:
    """The fields that changed of a record, for a person: ``status: registered → being rectified``."""
    parts = []
    labels = _labels(ref)
    for name, before, after in changes:
        if name in _UNSAID or (before or None) == (after or None) or _UID.fullmatch(str(after or before)):
            continue
        label = _(labels[name]) if name in labels else name
        was, now = _value_words(name, before), _value_words(name, after)
        said = now if before in (None, "") else f"{was} → {now}"
        parts.append(_("{field}: {value}").format(field=label, value=said))
    return _("; ").join(dict.fromkeys(parts))


def _value_words(name: str, value: object) -> str:
    if value in (None, ""):
        return _("none")
    if name == "funds_yuan" and isinstance(value, int):
        return f"{value / YUAN_PER_WAN:g}"
    label = _CODES.get(name, {}).get(str(value))
    return _(label) if label else str(value)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """All entries of one change to one record, as one line for a person."""

    seq: int
    day: str
    at: str
    actor: str
    ref: str
    verb: str
    changes: tuple[tuple[str, object, object], ...]


def by_change(turns: Iterable[Turn]) -> list[ChangeLine]:
    """The entries drawn together by change and record, in the order given."""
    lines: dict[tuple[int, str], ChangeLine] = {}
    for turn in turns:
        if turn.kind == "change":  # the mark that undo leaves; its own records tell the rest
            continue
        known = lines.get((turn.change, turn.ref))
        before = known.changes if known else ()
        lines[turn.change, turn.ref] = ChangeLine(
            known.seq if known else turn.seq,
            turn.day,
            turn.at,
            turn.actor,
            turn.ref,
            turn.verb,
            before + turn.changes,
        )
    return list(lines.values())


COLUMNS = (
    Shown("seq", N_("entry"), right=True),
    Shown("day", N_("day")),
    Shown("at", N_("typed at (UTC)"), say=lambda turn: turn.at[:16].replace("T", " ")),
    Shown("actor", N_("who")),
    Shown("ref", FIELDS["id"]),
    Shown("verb", N_("what"), say=lambda turn: verb_words(turn.verb)),
    Shown("changes", N_("changes"), say=lambda turn: change_words(turn.changes, turn.ref), fold=True),
)
