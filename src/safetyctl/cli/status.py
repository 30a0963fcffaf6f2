"""``safetyctl status``: one screen for a principal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, note, write
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _, language, ngettext
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import one_line
from safetyctl.ledger.runs import last_run
from safetyctl.plan.model import Plan
from safetyctl.records.due import DueItem
from safetyctl.records.labels import FIELDS
from safetyctl.records.mailings import open_mail_line
from safetyctl.records.standing import (
    Standing,
    Tally,
    clock_line,
    phase_line,
    run_line,
    standing,
)

app = typer.Typer()


@app.command("status", cls=Verb, help=N_("One screen: where the campaign stands."))
@examples(
    "safetyctl status", "safetyctl status --as-of 2020-03-12 --json", "safetyctl status --out status.html"
)
def status(
    ctx: typer.Context,
    out: Annotated[
        str | None,
        typer.Option(metavar=N_("FILE.html"), help=N_("Write it as a page too, for a browser.")),
    ] = None,
) -> None:
    """Show where the campaign stands."""
    from safetyctl.reports.sent.mailed import open_mails

    here: Here = ctx.obj
    target = _target(out) if out is not None else None
    with asking(here) as desk:
        now, late = standing(desk.asks, desk.plan, desk.day, language(), here.moment)
        now = replace(now, mails=open_mails(desk.snapshot, desk.plan, desk.day))
    ran = last_run(here.ledger)
    if ran and ran.as_of <= now.as_of:
        now = replace(now, scheduled=ran)
    if target:
        _write(target, now, late, desk.plan, here.moment)
    if here.json:
        emit(now)
    else:
        _screen(here, desk, now)
    if target:
        note(here, _("The page is in {file}.").format(file=out))


def _screen(here: Here, desk: Reading, now: Standing) -> None:
    write("".join(clock_line(desk.plan, one) + "\n" for one in now.clocks))
    write(f"{now.title}\n{phase_line(now)}\n\n{_figures(now.total)}\n\n")
    listing(here, _tally_columns(_(FIELDS["campus"])), now.by_campus, empty="", limit=0)
    if now.by_area:
        write("\n")
        listing(here, _tally_columns(_(FIELDS["area"]), desk), now.by_area, empty="", limit=0)
    write(
        "\n"
        + _ahead(now)
        + _mails(desk.plan, now)
        + (run_line(now.scheduled) + "\n" if now.scheduled else "")
    )


def _mails(plan: Plan, now: Standing) -> str:
    """The mails that somebody must ask about or send again, and the command that tells more of them."""
    lines = [_("E-mail: {what}").format(what=open_mail_line(plan, one)) for one in now.mails]
    if len(lines) > SHOWN:
        lines[SHOWN:] = [_("  and {n} more: safetyctl report list").format(n=len(lines) - SHOWN)]
    return "".join(one_line(line) + "\n" for line in lines)


def _target(out: str) -> Path:
    """Where the page goes; one that is there is replaced. Raises BadInput where no page can be."""
    target = Path(out)
    if target.is_dir():
        raise BadInput(
            _("{path} is a folder.").format(path=target), hint=_("Name a file in it: --out status.html")
        )
    if target.suffix.lower() != ENDING:
        raise BadInput(
            _("{file} does not end in .html.").format(file=out),
            hint=_("Name it as in: safetyctl status --out status.html"),
        )
    if not target.parent.is_dir():
        raise BadInput(
            _("There is no folder {path}.").format(path=target.parent),
            hint=_("Make it first, or name another."),
        )
    return target


def _write(target: Path, now: Standing, late: Sequence[DueItem], plan: Plan, moment: datetime | None) -> None:
    from safetyctl.ground.files import write_whole
    from safetyctl.reports.drawn.standing_page import write_standing_page

    write_whole(target, write_standing_page(now, late, plan, moment))


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
    if now.ahead:
        lines.append(_("Next deadlines:"))
        lines += [
            f"  {item.due}  {item.ref}  {item.title}" + (f"  {item.campus}" if item.campus != "*" else "")
            for item in now.ahead[:SHOWN]
        ]
        if len(now.ahead) > SHOWN:
            lines.append(_("  and {n} more: safetyctl due").format(n=len(now.ahead) - SHOWN))
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


ENDING = ".html"
SHOWN = 6  # deadlines that fit the screen
