"""``safetyctl checklist``: a blank form to carry round on an inspection."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.inspection.words import plan_of, reference_of
from safetyctl.cli.output import detail, said
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.records.inspections import InspectionView, inspection, items

app = typer.Typer()

WRITERS = (".xlsx", ".docx")


@app.command("checklist", cls=Verb, help=N_("Write a blank checklist: one page an area, boxes to tick."))
@examples(
    "safetyctl checklist --inspection I0001 --out I0001.xlsx",
    "safetyctl checklist --area fire --area food --campus 东校区 --out 检查表.docx  # "
    + N_("before any inspection is started"),
)
def checklist(
    ctx: typer.Context,
    out: Annotated[
        str, typer.Option(metavar=N_("FILE"), help=N_("The file to write: .xlsx to fill in, .docx to print."))
    ],
    areas: Annotated[
        list[str],
        typer.Option(
            "--area",
            metavar=N_("AREA|ITEM"),
            help=N_("An area or check item to look at, by code or name; all areas otherwise; repeatable."),
        ),
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
    campus: Annotated[str | None, typer.Option(help=N_("The campus to write on it."))] = None,
    id_: Annotated[
        str | None,
        typer.Option("--inspection", metavar=N_("ID"), help=N_("The inspection that it is for: I0001.")),
    ] = None,
) -> None:
    """Write a blank checklist: one page an area, boxes to tick."""
    from safetyctl.cli.inspection.changing import chosen_items
    from safetyctl.ground.files import write_whole
    from safetyctl.records.checklists import blank

    here: Here = ctx.obj
    target = Path(out)
    if target.suffix.lower() not in WRITERS:
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=out),
            hint=_("There are: {names}").format(names=listed(WRITERS)),
        )
    if target.exists():
        raise BadInput(
            _("{path} exists already.").format(path=target),
            hint=_("It may be filled in: choose another name."),
        )
    with asking(here) as desk:
        view = inspection(desk.asks, desk.day, reference_of(id_)) if id_ else None
        plan = plan_of(desk, view) if view else desk.plan
        chosen = chosen_items(plan, areas)
        if view is not None:
            _require_for(view, desk.campus(campus) if campus else None)
            of_it = [(one.area, one.item) for one in items(desk.asks, desk.day, view.uid)]
            chosen = [one for one in of_it if not areas or one in chosen]
            if not chosen:
                raise BadInput(_("{ref} looks at none of these.").format(ref=view.id))
        form = blank(plan, tuple(desk.campuses), chosen, view, desk.campus(campus) if campus else None)
    if target.suffix.lower() == ".xlsx":
        from safetyctl.reports.drawn.checklist import write_sheets as written
    else:
        from safetyctl.reports.drawn.checklist import write_form as written
    write_whole(target, written(form))
    detail(
        here,
        {"file": str(target), "inspection": form.inspection, "areas": len(form.pages), "items": len(chosen)},
        [(_("file"), target), (_("check items"), len(chosen))],
    )
    following = f"safetyctl inspection import {out}" if target.suffix.lower() == ".xlsx" else None
    said(here, _("Wrote a checklist to carry round."), following)


def _require_for(view: InspectionView, campus: str | None) -> None:
    """A form is for an inspection that goes on, at its own campus. Raises Refused, BadInput."""
    if view.voided_on is not None:
        raise Refused(_("{ref} is void: {reason}.").format(ref=view.id, reason=view.void_reason))
    if view.finished_on is not None:
        raise Refused(_("{ref} was finished on {day}.").format(ref=view.id, day=view.finished_on))
    if campus not in (None, view.campus):
        raise BadInput(_("{ref} is of {campus}.").format(ref=view.id, campus=view.campus))
