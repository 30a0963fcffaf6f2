"""``safetyctl status``: one screen for a principal."""

from collections.abc import Sequence

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, emit, listing, write
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _, language, ngettext
from safetyctl.records.labels import FIELDS
from safetyctl.records.standing import Standing, Tally, standing

app = typer.Typer()


@app.command("status", cls=Verb, help=N_("One screen: where the campaign stands."))
@examples("safetyctl status", "safetyctl status --as-of 2020-03-12 --json")
def status(ctx: typer.Context) -> None:
    """Show where the campaign stands."""
    here: Here = ctx.obj
    with asking(here) as desk:
        now = standing(desk.asks, desk.plan, desk.day, language())
    if here.json:
        emit(now)
        return
    write(f"{now.title}\n{_phase(now)}\n\n{_figures(now.total)}\n\n")
    listing(here, _tally_columns(_(FIELDS["campus"])), now.by_campus, empty="", limit=0)
    if now.by_area:
        write("\n")
        listing(here, _tally_columns(_(FIELDS["area"]), desk), now.by_area, empty="", limit=0)
    write("\n" + _ahead(now))


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
    if now.next:
        lines.append(_("Next deadlines:"))
        lines += [
            f"  {item.due}  {item.ref}  {item.title}" + (f"  {item.campus}" if item.campus != "*" else "")
            for item in now.next[:SHOWN]
        ]
        if len(now.next) > SHOWN:
            lines.append(_("  and {n} more: safetyctl due").format(n=len(now.next) - SHOWN))
    else:
        lines.append(_("Nothing is due in the next days."))
    if now.overdue_duties:
        lines.append(
            ngettext(
                "{n} duty of the plan is overdue: safetyctl due --overdue",
                "{n} duties of the plan are overdue: safetyctl due --overdue",
                now.overdue_duties,
            ).format(n=now.overdue_duties)
        )
    return "\n".join(lines) + "\n"


SHOWN = 6  # deadlines that fit the screen
