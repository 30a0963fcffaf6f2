"""How the journal's entries are shown, for ``hazard history`` and ``audit log``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from safetyctl.cli.table import Shown
from safetyctl.ground.catalogue import N_, _, language, listed
from safetyctl.ledger.words import (
    ACTIVITY_KIND_LABELS,
    ASPECT_LABELS,
    FORM_LABELS,
    INCIDENT_KIND_LABELS,
    INSPECTION_KIND_LABELS,
    ITEM_RESULT_LABELS,
    LEVEL_LABELS,
    MAIL_STATE_LABELS,
    MEETING_LABELS,
    SOURCE_LABELS,
    STATUS_LABELS,
    TOPIC_LABELS,
)
from safetyctl.plan.model import Plan
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
    "hazard.renew": N_("brought up to date from a file"),
    "hazard.reopen": N_("reopened"),
    "hazard.void": N_("declared void"),
    "hazard.upload": N_("uploaded"),
    "hazard.import": N_("imported"),
    "people.add": N_("put on the roster"),
    "people.import": N_("imported"),
    "people.renew": N_("brought up to date from a file"),
    "people.retire": N_("took off the roster"),
    "report.submit": N_("handed in"),
    "mail.try": N_("began to send"),
    "mail.accept": N_("was taken by the mail server"),
    "mail.refuse": N_("was refused by the mail server"),
    "mail.lose": N_("was sent, but the answer is not known"),
    "campaign.use": N_("took a plan into force"),
    "waive": N_("waived a duty"),
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
    "import": N_("imported"),
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
    "S": "submissions",
    "T": "trainings",
    "V": "supervisions",
    "Y": "mailings",
}
"""The module of each kind of record, by the letter of its numbers: there stands what its fields are called."""
_OWN_PARTS = {"M": "DECIDED", "R": "LINE_FIELDS"}
"""What the parts of some records have for fields of their own: the decisions of a meeting, the lines of a roster."""
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z")
_UNSAID = {"number", "due_given", "imported", "kind", "day", "campus", "sha256", "position", "plan"}
_SAID_OF_OWN = {"kind", "day"}
"""What is not said of a change, but for these where they are fields of the record's own."""
_NEVER_SAID = {"owner_kind", "plan_sha256", "known_on", "told_on"}
"""What stands beside something that is said."""
_OF_PLANS = {
    "vacations": N_("vacations"),
    "days_off": N_("days off"),
    "days_worked": N_("days worked"),
    "holidays_changed": N_("holidays changed"),
    "holidays_known": N_("holidays announced of"),
    "plan_text": N_("plan text"),
}
_PARTS = {
    "title": N_("title"),
    "span": N_("first and last day"),
    "zone": N_("time zone"),
    "organisation": N_("organisation"),
    "phases": N_("Phases"),
    "milestones": N_("Milestones"),
    "duties": N_("Duties"),
    "areas": N_("Areas and check items"),
    "allowance": N_("days allowed"),
    "week": N_("week"),
    "campuses": N_("campuses"),
    "recipients": N_("recipients"),
    "terms": N_("glossary"),
    "archive": N_("archive"),
}
_CODES: dict[str, dict[str, Mapping[Any, str]]] = {
    "": {"status": STATUS_LABELS, "level": LEVEL_LABELS, "source": SOURCE_LABELS},
    "A": {"kind": ACTIVITY_KIND_LABELS},
    "E": {"kind": INCIDENT_KIND_LABELS},
    "I": {
        "kind": INSPECTION_KIND_LABELS,
        "result": ITEM_RESULT_LABELS,
        "amended_from": ITEM_RESULT_LABELS,
    },
    "L": {"topic": TOPIC_LABELS, "form": FORM_LABELS},
    "M": {"kind": MEETING_LABELS},
    "V": {"aspect": ASPECT_LABELS},
    "Y": {"state": MAIL_STATE_LABELS},
}
"""What the codes of a field say, by the letter of the record's number."""


def _letter(ref: str) -> str:
    """The letter of a numbered record; "" for a hazard and for what has no number."""
    return ref[0] if ref[:1] in _NOUNS and ref[1:2].isdigit() else ""


def _own_labels(letter: str) -> Mapping[str, str]:
    """What the fields of a record's own, and of its parts, are called."""
    if not letter:
        return {}
    module = import_module(f"safetyctl.records.{_NOUNS[letter]}")
    own: Mapping[str, str] = module.FIELDS
    return {**(getattr(module, _OWN_PARTS[letter]) if letter in _OWN_PARTS else {}), **own}


def change_words(
    changes: Iterable[tuple[str, object, object]],
    ref: str = "",
    plan: Plan | None = None,
    most: int | None = None,
) -> str:
    """The fields that changed of a record, for a person: ``status: registered → being rectified``.

    ``plan`` says what its codes stand for; of more than ``most`` the rest are counted.
    """
    letter = _letter(ref)
    own = _own_labels(letter)
    shared = (
        {name: label for name, label in FIELDS.items() if name != "title"} if letter else FIELDS | _OF_PLANS
    )
    labels = {**shared, **own}
    parts = []
    for name, before, after in changes:
        if name in _NEVER_SAID or (name in _UNSAID and not (name in _SAID_OF_OWN and name in own)):
            continue
        if (before or None) == (after or None) or _UID.fullmatch(str(after or before)):
            continue
        label = _(labels[name]) if name in labels else name
        was, now = (_value_words(letter, name, value, plan) for value in (before, after))
        said = now if before in (None, "") else f"{was} → {now}"
        parts.append(_("{field}: {value}").format(field=label, value=said))
    parts = list(dict.fromkeys(parts))
    if most is not None and len(parts) > most:
        parts[most:] = [_("and {n} more").format(n=len(parts) - most)]
    return _("; ").join(parts)


def _value_words(letter: str, name: str, value: object, plan: Plan | None) -> str:
    if value in (None, ""):
        return _("none")
    if isinstance(value, int):
        return _number_words(letter, name, value)
    if name == "plan_text" and isinstance(value, tuple):
        return listed(_(_PARTS[part]) for part in value)
    text = str(value)
    if moment := _MOMENT.fullmatch(text):
        return f"{moment[1]} {moment[2]} UTC"
    label = _CODES.get(letter, {}).get(name, {}).get(text)
    return _(label) if label is not None else _code_words(letter, name, text, plan)


def _number_words(letter: str, name: str, value: int) -> str:
    if name == "funds_yuan":
        return f"{value / YUAN_PER_WAN:g}"
    if (letter, name) == ("T", "minutes"):
        return f"{round(value / 60, 2):g}"
    return str(value)


def _code_words(letter: str, name: str, code: str, plan: Plan | None) -> str:
    """What a code of the plan, or of its holidays, stands for."""
    if (letter, name) == ("R", "holiday"):
        from safetyctl.records.rosters import names

        return names(code.split())
    if plan is not None and name == "area" and (area := plan.area(code)):
        return area.name.said(language())
    if plan is not None and name == "authority":
        from safetyctl.records.incidents import authority_name

        return authority_name(plan, code)
    return code


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


def columns(plan: Plan | None = None) -> tuple[Shown, ...]:
    """The journal's columns; ``plan`` says what its codes stand for."""
    return (
        Shown("seq", N_("entry"), right=True),
        Shown("day", N_("day")),
        Shown("at", N_("typed at (UTC)"), say=lambda turn: turn.at[:16].replace("T", " ")),
        Shown("actor", N_("who")),
        Shown("ref", FIELDS["id"]),
        Shown("verb", N_("what"), say=lambda turn: verb_words(turn.verb)),
        Shown(
            "changes", N_("changes"), say=lambda turn: change_words(turn.changes, turn.ref, plan), fold=True
        ),
    )


COLUMNS = columns()
