"""``safetyctl campaign check``: every duty that the plan has produced, up to and beyond the day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from safetyctl.cli.campaign.words import say_unannounced
from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.due import KINDS
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, note, person, write
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ListVerb, examples
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.errors import BadInput, CheckFound
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.judging import STATES, SUBMISSION, Counted, Judged, Reached
from safetyctl.plan.layout import unannounced
from safetyctl.plan.model import Phase, Plan
from safetyctl.records.campaigns import plans
from safetyctl.records.clauses import clause_words
from safetyctl.records.deadlines import Check, check
from safetyctl.records.due import OverdueElsewhere, due_by, overdue_elsewhere, to_whom
from safetyctl.records.labels import FIELDS

app = typer.Typer()

LABELS = {
    "met": N_("met"),
    "late": N_("done late"),
    "open": N_("to be done"),
    "overdue": N_("overdue"),
    "future": N_("not begun"),
    "waived": N_("waived"),
}
HANDED_IN_LATE = N_("met late")
CHOICES = {code: (label, HANDED_IN_LATE) if code == "late" else (label,) for code, label in LABELS.items()}


class Asked(NamedTuple):
    """Which duties are asked for; None and empty do not narrow."""

    phase: Phase | None
    campus: str | None
    kinds: tuple[str, ...]
    states: tuple[str, ...]

    def takes(self, one: Judged) -> bool:
        """Whether a duty is asked for."""
        return (
            (self.phase is None or self.phase.start <= one.owed.due < self.phase.end)
            and self.campus in (None, one.owed.campus)
            and (not self.kinds or one.owed.kind in self.kinds)
            and (not self.states or one.state in self.states)
        )


@app.command("check", cls=ListVerb)
@examples(
    "safetyctl campaign check",
    "safetyctl campaign check --campus 东校区 --state overdue --state late",
    "safetyctl campaign check --phase 1 --check --quiet",
    "safetyctl campaign check --campaign special-rectification-2020",
)
def check_(
    ctx: typer.Context,
    phase: Annotated[
        int | None, typer.Option(metavar="1|2|3", help=N_("Only what is due in this phase."))
    ] = None,
    campus: Annotated[str | None, typer.Option(help=N_("Only this campus; * for the group's own."))] = None,
    kind: Annotated[list[str], typer.Option(help=N_("Only this kind; repeatable."))] = [],  # noqa: B006
    state: Annotated[list[str], typer.Option(help=N_("Only in this state; repeatable."))] = [],  # noqa: B006
    check: Annotated[bool, typer.Option("--check", help=N_("Exit 3 if anything is overdue."))] = False,
    campaign: Annotated[
        str | None, typer.Option(metavar=N_("CODE"), help=N_("This campaign; the one in force otherwise."))
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """Show every duty with its state."""
    here: Here = ctx.obj
    kinds = tuple(one_of(one, KINDS, _("kind")) for one in kind)
    states = tuple(one_of(one, CHOICES, _("status")) for one in state)
    with asking(here) as desk:
        plan = _campaign(desk, campaign)
        asked = Asked(_phase(plan, phase), _campus(desk, campus), kinds, states)
        whole = _check(desk, plan, here)
        others = overdue_elsewhere(desk.asks, plan, desk.plan, desk.day, here.moment)
    found = [one for one in whole.duties if asked.takes(one)]
    if here.json:
        emit(_json(plan, desk.day, asked, whole, found) | {"others": others})
    elif person(here) and not states:
        _screen(here, plan, desk.day, asked, whole, found)
    else:
        listing(
            here,
            _columns(plan),
            [_row(one, whole) for one in found],
            empty=_("No duty is in this state."),
            limit=limit,
            keys=KEYS,
        )
    if not here.json:
        say_unannounced(here, unannounced(plan))
    _say_others(here, others)
    late = sum(one.state == "overdue" for one in found)
    if check and late:
        raise CheckFound(_("{n} overdue on {day}.").format(n=late, day=desk.day))


def _check(desk: Reading, plan: Plan, here: Here) -> Check:
    found = check(desk.asks, plan, desk.day, here.moment)
    return found._replace(waivers={id: one.as_of(desk.day) for id, one in found.waivers.items()})


def _campaign(desk: Reading, code: str | None) -> Plan:
    """The plan that is asked for by its campaign's code. Raises NotFound."""
    if code is None:
        return desk.plan
    known = {one.code: one for one in plans(desk.asks)}
    return known[one_of(code, {name: (name,) for name in known}, _("campaign"))]


def _say_others(here: Here, others: Iterable[OverdueElsewhere]) -> None:
    for one in () if here.json else others:
        note(
            here,
            ngettext(
                "{n} duty of the campaign {code} is still overdue: safetyctl campaign check --campaign {code}",
                "{n} duties of the campaign {code} are still overdue: safetyctl campaign check --campaign {code}",
                one.overdue,
            ).format(n=one.overdue, code=one.campaign),
        )


def _phase(plan: Plan, number: int | None) -> Phase | None:
    if number is None:
        return None
    for one in plan.phases:
        if one.number == number:
            return one
    raise BadInput(
        _("The plan has no phase {number}.").format(number=number),
        hint=_("It has: {names}").format(names=listed(str(one.number) for one in plan.phases)),
    )


def _campus(desk: Reading, text: str | None) -> str | None:
    return text if text in (None, GROUP) else desk.campus(str(text))


KEYS = (
    *("id", "code", "kind", "campus", "period_start", "period_end", "opens", "due", "advised", "state"),
    *("met_on", "evidence", "clause", "title", "requirement", "waiver", "due_at", "authority"),
)


def _row(one: Judged, whole: Check) -> dict[str, Any]:
    """A duty with the keys of the command line's contract; the period's last day is shown."""
    owed = one.owed
    values = (
        *(
            owed.id,
            owed.code,
            owed.kind,
            owed.campus,
            owed.period_start,
            owed.period.last,
            owed.opens,
            owed.due,
        ),
        *(owed.advised, one.state, one.met_on, one.evidence, owed.clause, owed.title.said(language())),
        *(owed.requirement, whole.waivers[owed.id]._asdict() if one.state == "waived" else None),
        *(owed.due_at, owed.authority),
    )
    return dict(zip(KEYS, values, strict=True))


def _json(plan: Plan, day: date, asked: Asked, whole: Check, found: Sequence[Judged]) -> dict[str, Any]:
    phase = asked.phase or plan.phase_on(day)
    return {
        "as_of": day,
        "campaign": plan.code,
        "phase": phase and _phase_row(phase, day),
        "duties": [_row(one, whole) for one in found],
        "milestones": [_milestone_row(one) for one in _milestones(asked, whole)],
        "running": [_running_row(one) for one in _running(asked, whole)],
        "unannounced": unannounced(plan),
    }


def _phase_row(phase: Phase, day: date) -> dict[str, Any]:
    return {
        "number": phase.number,
        "name": phase.name.said(language()),
        "start": phase.start,
        "end": phase.last,
        "days_left": phase.days_left(day),
    }


def _milestones(asked: Asked, whole: Check) -> list[Reached]:
    return [
        one
        for one in whole.milestones
        if asked.campus in (None, one.campus)
        and (asked.phase is None or asked.phase.start <= one.milestone.due < asked.phase.end)
    ]


def _milestone_row(one: Reached) -> dict[str, Any]:
    return {
        "code": one.milestone.code,
        "campus": one.campus,
        "due": one.milestone.due,
        "state": one.state,
        "total": one.total,
        "done": one.done,
        "open": one.open,
        "met_on": one.met_on,
        "found": one.found,
        "rectified": one.rectified,
    }


def _running(asked: Asked, whole: Check) -> list[Counted]:
    return [
        one
        for one in whole.running
        if asked.campus in (None, one.standing.campus)
        and (not asked.kinds or one.standing.duty.kind in asked.kinds)
    ]


def _running_row(one: Counted) -> dict[str, Any]:
    duty = one.standing.duty
    return {
        "code": duty.code,
        "kind": duty.kind,
        "campus": one.standing.campus,
        "count": one.number,
        "last_on": one.last_on,
        "clause": duty.clause,
        "title": duty.title.said(language()),
    }


# for a person


def _columns(plan: Plan) -> tuple[Shown, ...]:
    handed_in = {duty.code for duty in plan.duties if duty.evidence == SUBMISSION}

    def state(row: dict[str, Any]) -> str:
        late = row["state"] == "late" and row["code"] in handed_in
        return _(HANDED_IN_LATE if late else LABELS[row["state"]])

    return (
        Shown("state", FIELDS["status"], say=state, alarm=_overdue),
        Shown("due", N_("due by"), say=lambda row: due_by(row["due"], row["due_at"])),
        Shown("id", N_("duty"), fold=True),
        Shown("title", N_("what"), say=lambda row: to_whom(plan, row["title"], row["authority"]), fold=True),
        Shown("met_on", N_("met on")),
        Shown("evidence", N_("shown by"), say=lambda row: listed(row["evidence"]), fold=True, spare=True),
        Shown("clause", N_("clause"), say=lambda row: clause_words(row["clause"]), spare=True),
    )


def _overdue(row: dict[str, Any]) -> bool:
    return str(row["state"]) == "overdue"


def _screen(here: Here, plan: Plan, day: date, asked: Asked, whole: Check, found: Sequence[Judged]) -> None:
    """At a terminal: how many of each duty stand how, the milestones, then what is overdue."""
    phase = asked.phase or plan.phase_on(day)
    write(f"{plan.title.said(language())}\n{_phase_line(phase, day)}\n\n")
    listing(here, _sum_columns(), _sums(plan, found), empty=_("No duty is in this state."), limit=0)
    reached = _milestones(asked, whole)
    if reached:
        write("\n" + _("Milestones") + "\n")
        listing(here, _milestone_columns(plan), reached, empty="", limit=0)
    late = [_row(one, whole) for one in found if one.state == "overdue"]
    if late:
        write("\n" + _("Overdue") + "\n")
        columns = [one for one in _columns(plan) if one.key in ("due", "id", "title")]
        listing(here, columns, late, empty="", limit=None)
    note(here, _("Each duty of a state: safetyctl campaign check --state overdue"))


def _phase_line(phase: Phase | None, day: date) -> str:
    if phase is None:
        return _("{day}: outside the campaign's phases").format(day=day)
    left = phase.days_left(day)
    return ngettext(
        "{day}: phase {number}, {name}; {days} day left (to {end})",
        "{day}: phase {number}, {name}; {days} days left (to {end})",
        left,
    ).format(day=day, number=phase.number, name=phase.name.said(language()), days=left, end=phase.last)


def _sums(plan: Plan, found: Iterable[Judged]) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.owed.code, Counter())[one.state] += 1
    return [
        {"title": duty.title.said(language()), "total": counts[duty.code].total(), **dict.fromkeys(STATES, 0)}
        | counts[duty.code]
        for duty in plan.duties
        if duty.code in counts
    ]


def _sum_columns() -> list[Shown]:
    return [
        Shown("title", N_("duty"), fold=True),
        *(_sum_column(state) for state in LABELS),
        Shown("total", N_("in all"), right=True),
    ]


def _sum_column(state: str) -> Shown:
    def number(row: dict[str, Any]) -> object:
        return row[state] or "·"

    return Shown(
        state, LABELS[state], say=number, right=True, alarm=_has_overdue if state == "overdue" else None
    )


def _has_overdue(row: dict[str, Any]) -> bool:
    return int(row["overdue"]) > 0


def _milestone_columns(plan: Plan) -> list[Shown]:
    return [
        Shown("due", N_("due by"), say=lambda one: one.milestone.due),
        Shown("title", N_("what"), say=lambda one: one.milestone.title.said(language()), fold=True),
        Shown("campus", FIELDS["campus"]),
        Shown(
            "state",
            FIELDS["status"],
            say=lambda one: _(LABELS[one.state]),
            alarm=lambda one: one.state == "overdue",
        ),
        Shown(
            "done", N_("done"), say=lambda one: f"{one.done}/{one.total}" if one.total else "/", right=True
        ),
        Shown(
            "rectified",
            N_("rectified"),
            say=lambda one: f"{one.rectified}/{one.found}" if one.found else "/",
            right=True,
            spare=True,
        ),
        Shown("open", N_("missing"), say=lambda one: _some(_said(plan, one.open)), fold=True),
    ]


MOST = 6  # references that fit a cell


def _said(plan: Plan, refs: Iterable[str]) -> list[str]:
    """What is missing: areas by their names, hazards by their numbers."""
    names = {area.code: area.name.said(language()) for area in plan.areas}
    return [names.get(ref, ref) for ref in refs]


def _some(refs: Sequence[str]) -> str:
    shown = listed(refs[:MOST])
    return shown if len(refs) <= MOST else _("{some} and {n} more").format(some=shown, n=len(refs) - MOST)
