"""``safetyctl status``: one screen for a principal."""

from collections.abc import Sequence
from dataclasses import replace

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.due import clock
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, emit, listing, write
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ledger.runs import LastRun, last_run
from safetyctl.ledger.words import INCIDENT_KIND_LABELS, IncidentKind
from safetyctl.plan.model import Plan
from safetyctl.records.incidents import authority_name
from safetyctl.records.labels import FIELDS
from safetyctl.records.standing import Clock, Standing, Tally, standing

app = typer.Typer()


@app.command("status", cls=Verb, help=N_("One screen: where the campaign stands."))
@examples("safetyctl status", "safetyctl status --as-of 2020-03-12 --json")
def status(ctx: typer.Context) -> None:
    """Show where the campaign stands."""
    here: Here = ctx.obj
    with asking(here) as desk:
        now = standing(desk.asks, desk.plan, desk.day, language(), here.moment)
    ran = last_run(here.ledger)
    if ran and ran.as_of <= now.as_of:
        now = replace(now, scheduled=ran)
    if here.json:
        emit(now)
        return
    write("".join(clock_line(desk.plan, one) + "\n" for one in now.clocks))
    write(f"{now.title}\n{_phase(now)}\n\n{_figures(now.total)}\n\n")
    listing(here, _tally_columns(_(FIELDS["campus"])), now.by_campus, empty="", limit=0)
    if now.by_area:
        write("\n")
        listing(here, _tally_columns(_(FIELDS["area"]), desk), now.by_area, empty="", limit=0)
    write("\n" + _ahead(now) + _scheduled(now.scheduled))


def clock_line(plan: Plan, one: Clock) -> str:
    """An incident's clock that runs, or ran out: whom to tell, and how long there is left."""
    sentence = (
        _("{ref} {campus} {kind}: {time}, tell {authorities}")
        if one.minutes_left >= 0
        else _("{ref} {campus} {kind}: {time}, not told: {authorities}")
    )
    return sentence.format(
        ref=one.incident,
        campus=one.campus,
        kind=_(INCIDENT_KIND_LABELS[IncidentKind(one.kind)]),
        time=clock(one.minutes_left),
        authorities=listed(authority_name(plan, code) for code in one.authorities),
    )


def _phase(now: Standing) -> str:
    if now.phase is None:
        return _("{day}: outside the campaign's phases").format(day=now.as_of)
    return ngettext(
        "{day}: phase {number}, {name}; {days} day left (to {end})",
        "{day}: phase {number}, {name}; {days} days left (to {end})",
        now.phase.days_left,
    ).format(
        day=now.as_of,
        number=now.phase.number,
        name=now.phase.name,
        days=now.phase.days_left,
        end=now.phase.end,
    )


def _figures(total: Tally) -> str:
    return _(
        "Open {open}, overdue {overdue}, major {major}, waiting for verification {waiting}, closed {closed}."
    ).format(
        open=total.open, overdue=total.overdue, major=total.major, waiting=total.waiting, closed=total.closed
    )


def _tally_columns(heading: str, desk: Reading | None = None) -> Sequence[Shown]:
    def named(one: Tally) -> str:
        area = desk.plan.area(one.name) if desk else None
        return area.name.said(language()) if area else one.name

    return (
        Shown("name", heading, say=named),
        Shown("open", N_("open"), right=True),
        Shown("overdue", FIELDS["overdue"], right=True, alarm=lambda one: one.overdue > 0),
        Shown("major", N_("major"), right=True),
        Shown("waiting", N_("waiting for verification"), right=True),
        Shown("closed", N_("closed"), right=True),
    )


def _ahead(now: Standing) -> str:
    lines = []
    ahead = [item for item in now.next if item.minutes_left is None]
    if ahead:
        lines.append(_("Next deadlines:"))
        lines += [
            f"  {item.due}  {item.ref}  {item.title}" + (f"  {item.campus}" if item.campus != "*" else "")
            for item in ahead[:SHOWN]
        ]
        if len(ahead) > SHOWN:
            lines.append(_("  and {n} more: safetyctl due").format(n=len(ahead) - SHOWN))
    else:
        lines.append(_("Nothing is due in the next days."))
    if now.overdue_duties:
        lines.append(
            ngettext(
                "{n} duty or decision is overdue: safetyctl due --overdue",
                "{n} duties and decisions are overdue: safetyctl due --overdue",
                now.overdue_duties,
            ).format(n=now.overdue_duties)
        )
    if now.waived:
        lines.append(
            ngettext(
                "{n} duty is waived: safetyctl campaign check --state waived",
                "{n} duties are waived: safetyctl campaign check --state waived",
                now.waived,
            ).format(n=now.waived)
        )
    return "\n".join(lines) + "\n"


def _scheduled(ran: LastRun | None) -> str:
    if ran is None:
        return ""
    if ran.error is None:
        return _("Last scheduled run: {day}").format(day=ran.as_of) + "\n"
    sentence = _("The scheduled run of {day} failed ({reason}); the last that succeeded: {before}")
    before = ran.succeeded_on or _("none")
    return sentence.format(day=ran.as_of, reason=ran.error.rstrip(".。"), before=before) + "\n"


SHOWN = 6  # deadlines that fit the screen
