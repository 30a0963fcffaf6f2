"""``hazard assign | rectify | verify | close | …``: one step of a hazard's life each."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.hazard.words import (
    Id,
    On,
    Photos,
    changed,
    columns,
    hazard_number,
    ref_of,
)
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit
from safetyctl.cli.output import note as notice
from safetyctl.cli.questions import ask, confirm
from safetyctl.cli.values import day, money
from safetyctl.cli.verb import ChangeVerb, examples, needs
from safetyctl.cli.words import ASKED_FROM, acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import Declined
from safetyctl.ledger.words import AWAITING_RECTIFICATION
from safetyctl.records.labels import FIELDS
from safetyctl.records.views import hazard

app = typer.Typer()

Reason = Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why."))]
ApprovedBy = Annotated[str, typer.Option(metavar=N_("NAME"), help=N_("Who approved it."))]
Until = Annotated[str, typer.Option(metavar=N_("DAY"), help=N_("The new deadline."))]


@app.command("assign", cls=ChangeVerb)
@examples("safetyctl hazard assign H0012 --responsible 李四 --measure 更换灭火器 --due +7d")
def assign(
    ctx: typer.Context,
    id: Id,
    responsible: Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who rectifies it."))] = None,
    measure: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What is to be done."))] = None,
    due: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The deadline."))] = None,
    funds: Annotated[
        str | None, typer.Option(metavar=N_("WAN"), help=N_("What it costs, in units of 10,000 yuan."))
    ] = None,
    contingency: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("The contingency plan."))
    ] = None,
) -> None:
    """Say who rectifies a hazard, how, and by when."""
    from safetyctl.records import hazards
    from safetyctl.records.people import off_roster

    here: Here = ctx.obj
    if here.interactive:
        given = {"responsible": responsible, "measure": measure, "funds": funds, "contingency": contingency}
        given = _asked(here, id, given)
        responsible, measure = given["responsible"], given["measure"]
        funds, contingency = given["funds"], given["contingency"]
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        yuan = hazards.funds_in_yuan(money(funds)) if funds else None
        hazards.assign(
            desk.tx,
            record,
            responsible,
            measure,
            maybe_day(here, due),
            funds=yuan,
            contingency=contingency,
        )
        changed(
            here,
            desk,
            record,
            _("Assigned {ref} to {who}, due {due}.").format(
                ref=ref_of(record), who=record.responsible, due=record.due
            ),
        )
        strangers = off_roster(desk.tx, [responsible])
    if strangers:
        notice(here, _("Not on the roster: {names}").format(names=listed(strangers)))


def _asked(here: Here, id: str, given: dict[str, str | None]) -> dict[str, str | None]:
    """What the hazard still needs before it is assigned, asked of the person at the terminal."""
    with asking(here) as desk:
        one = hazard(desk.asks, desk.day, hazard_number(id))
    needed = one.missing if one.status in AWAITING_RECTIFICATION else ()
    return given | {name: ask(_(FIELDS[name])) for name in needed if name in given and not given[name]}


@app.command("rectify", cls=ChangeVerb)
def rectify(
    ctx: typer.Context,
    id: Id,
    note: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("What was done."))],
    on: On = None,
    by: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("Who did it; the responsible person otherwise."))
    ] = None,
    photo: Photos = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Report that a hazard has been rectified."""
    from safetyctl.ledger.words import AttachmentKind
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.rectify(desk.tx, record, note, maybe_day(here, on), by)
        files = [Path(name) for name in photo]
        hazards.attach(desk.tx, record, AttachmentKind.AFTER, here.ledger, files, here.dry_run)
        changed(
            here,
            desk,
            record,
            _("{ref} was rectified on {day}; it waits for verification.").format(
                ref=ref_of(record), day=record.rectified_on
            ),
        )


@app.command("verify", cls=ChangeVerb)
@needs("by", "passed")
@examples("safetyctl hazard verify H0012 --by 王五 --pass")
def verify(
    ctx: typer.Context,
    id: Id,
    by: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("Who verified it; not who rectified it."))
    ] = None,
    passed: Annotated[bool | None, typer.Option("--pass/--fail", help=N_("Whether it passed."))] = None,
    on: On = None,
    note: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What was seen."))] = None,
) -> None:
    """Verify a rectification: passing closes a general hazard, failing sends it back."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.verify(desk.tx, record, by or "", bool(passed), maybe_day(here, on), note)
        if not passed:
            sentence = _("{ref} did not pass; it goes back to be rectified, due {due}.").format(
                ref=ref_of(record), due=record.due
            )
        elif record.closed_on:
            sentence = _("{ref} passed verification and is closed.").format(ref=ref_of(record))
        else:
            sentence = _("{ref} passed verification; the group strikes a major hazard off.").format(
                ref=ref_of(record)
            )
        changed(here, desk, record, sentence)


@app.command("close", cls=ChangeVerb)
def close(
    ctx: typer.Context,
    id: Id,
    by: Annotated[str, typer.Option(metavar=N_("NAME"), help=N_("Who of the group strikes it off."))],
    on: On = None,
) -> None:
    """Strike a verified major hazard off."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.close(desk.tx, record, by, maybe_day(here, on))
        changed(here, desk, record, _("{ref} is closed.").format(ref=ref_of(record)))


@app.command("extend", cls=ChangeVerb)
@examples("safetyctl hazard extend H0012 --until +14d --reason 配件未到货 --approved-by 王五")
def extend(ctx: typer.Context, id: Id, until: Until, reason: Reason, approved_by: ApprovedBy) -> None:
    """Give a general hazard a later deadline."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.extend(desk.tx, record, day(until, here.as_of), reason, approved_by)
        sentence = _("{ref} is due {due} now; the first deadline {first} stays on record.")
        changed(
            here, desk, record, sentence.format(ref=ref_of(record), due=record.due, first=record.due_first)
        )


@app.command("defer", cls=ChangeVerb)
def defer(
    ctx: typer.Context,
    id: Id,
    until: Until,
    reason: Reason,
    interim: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Precautions in the meantime."))],
    approved_by: ApprovedBy,
) -> None:
    """Defer a major hazard that outside causes keep from being rectified."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.defer(desk.tx, record, day(until, here.as_of), reason, interim, approved_by)
        sentence = _("{ref} is deferred to {until}; after that day it is overdue again.")
        changed(here, desk, record, sentence.format(ref=ref_of(record), until=record.deferred_to))


@app.command("escalate", cls=ChangeVerb)
def escalate(
    ctx: typer.Context,
    id: Id,
    to: Annotated[str, typer.Option(metavar=N_("NAME"), help=N_("Whom help is asked of."))],
    on: On = None,
    note: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What is asked."))] = None,
) -> None:
    """Ask the group or an authority above for help."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.escalate(desk.tx, record, to, maybe_day(here, on), note)
        changed(
            here, desk, record, _("Help with {ref} is asked of {who}.").format(ref=ref_of(record), who=to)
        )


@app.command("reopen", cls=ChangeVerb)
def reopen(ctx: typer.Context, id: Id, reason: Reason) -> None:
    """Take up a closed hazard again."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.reopen(desk.tx, record, reason)
        changed(here, desk, record, _("{ref} is open again.").format(ref=ref_of(record)))


@app.command("void", cls=ChangeVerb)
def void(ctx: typer.Context, id: Id, reason: Reason) -> None:
    """Declare that a record is no hazard."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.void(desk.tx, record, reason)
        changed(
            here, desk, record, _("{ref} is void; its number is not used again.").format(ref=ref_of(record))
        )


@app.command("upload", cls=ChangeVerb)
@examples("safetyctl hazard upload H0012 H0015 --receipt 2020-0312-07")
def upload(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar=N_("ID"), help=N_("The hazards."))],
    receipt: Annotated[str, typer.Option(metavar=N_("NO"), help=N_("The platform's receipt."))],
    on: On = None,
) -> None:
    """Mark hazards as entered in the province's platform."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    numbers = list(dict.fromkeys(hazard_number(one) for one in ids))
    if len(numbers) >= ASKED_FROM:
        _agree(here, numbers)
    with changing(here) as desk:
        records = [hazards.find(desk.tx, number) for number in numbers]
        for record in records:
            hazards.upload(desk.tx, record, receipt, maybe_day(here, on))
        views = [hazard(desk.tx, desk.day, record.number) for record in records]
    if here.json:
        emit(views)
    sentence = ngettext("Marked {n} hazard as uploaded.", "Marked {n} hazards as uploaded.", len(views))
    acknowledged(here, sentence.format(n=len(views)))


def _agree(here: Here, numbers: list[int | str]) -> None:
    """Show the hazards and ask. Raises Declined where the answer is no, BadInput where nobody is there to ask."""
    if here.yes or here.dry_run:
        return
    with asking(here) as desk:
        views = [hazard(desk.asks, desk.day, number) for number in numbers]
    if here.interactive:
        listing(here, columns(desk), views, empty="", limit=0)
    if not confirm(here, _("Mark {n} hazards as uploaded?").format(n=len(views))):
        raise Declined(_("Nothing was changed."))
