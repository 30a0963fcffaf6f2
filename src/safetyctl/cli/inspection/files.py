"""``inspection import | feedback``: a filled checklist or a ledger in, the notice to the campus out."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Desk, Reading, Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.imported import Partial, Sheet, refuse
from safetyctl.cli.inspection.words import RESULTS, kind, plan_of, reference_of
from safetyctl.cli.listing import listing
from safetyctl.cli.mapped import MapFile, SaveMap, Sources
from safetyctl.cli.output import detail, note, said
from safetyctl.cli.questions import confirm
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, Verb, examples
from safetyctl.cli.words import ASKED_FROM, acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput, Declined, NotFound, Refused
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import plan_on
from safetyctl.records.inspections import INSPECTION, InspectionView, inspection, items
from safetyctl.records.references import hazard_ref

if TYPE_CHECKING:
    from safetyctl.intake.inspections.checklist import Expected, Opened
    from safetyctl.intake.inspections.checklist import Reading as Read
    from safetyctl.intake.inspections.checklist_head import Head
    from safetyctl.intake.tables.line import Problem
    from safetyctl.records.inspecting import Recorded

app = typer.Typer()


class _Aim(NamedTuple):
    """The inspection that a form is for: one that there is, or a new one of this campus, kind and day."""

    view: InspectionView | None
    plan: Plan
    campus: str
    kind: str
    on: date


@app.command("import", cls=ChangeVerb)
@examples(
    "safetyctl inspection import I0001.xlsx --dry-run",
    "safetyctl inspection import 检查表.xlsx --campus 东校区 --kind routine  # "
    + N_("a form that names no inspection: a new one"),
    "safetyctl inspection import 检查台账.xlsx --dry-run  # " + N_("a ledger: each row is an inspection"),
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar=N_("FILE"),
            help=N_(
                "A checklist that was filled in, or a ledger with 检查日期, 检查类型, 检查人; .xlsx or .csv."
            ),
        ),
    ],
    campus: Annotated[
        str | None, typer.Option(help=N_("For a form, or rows of a ledger, that name no campus."))
    ] = None,
    kind_: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="dragnet|routine|special|holiday|group",
            help=N_("For a form that names no kind, or rows of a ledger that name none that is known."),
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar=N_("DAY"), help=N_("Of a checklist: the day; the form's otherwise, or the day in force.")
        ),
    ] = None,
    map_: MapFile = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    partial: Partial = False,
) -> None:
    """Read a filled checklist, or a ledger of inspections: all of it or nothing."""
    from safetyctl.cli.inspection.ledgers import Options, import_ledger
    from safetyctl.intake.inspections.checklist import is_checklist

    here: Here = ctx.obj
    of_ledgers = {"--map": map_, "--save-map": save_map, "--sheet": sheet, "--partial": partial}
    if is_checklist(Path(file)):
        _require_none(
            of_ledgers, _("{file} is a checklist; only a ledger of inspections takes: {names}"), file
        )
        _import_checklist(here, file, campus, kind_, on)
        return
    import_ledger(here, file, Options(campus, kind_, on, Sources(map_, save_map), sheet, partial))


def _require_none(options: Mapping[str, object], sentence: str, file: str) -> None:
    """Make sure that no option was given that would say nothing here. Raises BadInput."""
    given = [name for name, value in options.items() if value]
    if given:
        raise BadInput(sentence.format(file=file, names=listed(given)))


def _import_checklist(here: Here, file: str, campus: str | None, kind_: str | None, on: str | None) -> None:
    from safetyctl.intake.inspections.checklist import open_checklist, read_marks

    with asking(here) as desk:
        opened = open_checklist(Path(file), tuple(desk.campuses), desk.day)
        if opened.problems:
            _refuse(here, desk, 0, opened.problems, file)
        wanted = desk.campus(campus) if campus else None
        problems = _head_problems(desk, opened, maybe_day(here, on))
        if problems:
            _refuse(here, desk, 0, problems, file)
        aim = _aim(desk, opened.head, file, wanted, kind(kind_) if kind_ else None, maybe_day(here, on))
        found = read_marks(opened, _expected(desk, aim))
    if found.problems:
        _refuse(here, desk, found.read, found.problems, file)
    if not found.marks:
        raise BadInput(_("{file}: no box is ticked.").format(file=file), hint=_("Nothing was changed."))
    _agree(here, found, file)
    with changing(here) as writing:
        _take(here, writing, opened, aim, found)


def _head_problems(desk: Reading, opened: "Opened", on: date | None) -> list["Problem"]:
    """What the head says that the ledger knows otherwise, by its cells; ``on`` is said in place of the form's day."""
    head = opened.head
    if head.number is None:
        return []
    try:
        view = inspection(desk.asks, desk.day, head.number)
    except NotFound as error:
        return [opened.objection("inspection", error.sentence)]
    found = []
    if head.campus not in (None, view.campus):
        found.append(
            opened.objection("campus", _("{ref} is of {campus}.").format(ref=view.id, campus=view.campus))
        )
    if on is None and head.day is not None and head.day < view.started_on:
        found.append(opened.objection("day", _("it lies before {day}").format(day=view.started_on)))
    return found


def _aim(
    desk: Reading, head: "Head", file: str, campus: str | None, kind_: str | None, on: date | None
) -> _Aim:
    """For which inspection a form is. Raises NotFound, BadInput, and Refused for one that takes no results."""
    if head.number is None:
        missing = [
            name
            for name, value in (("--campus", campus or head.campus), ("--kind", kind_ or head.kind))
            if not value
        ]
        if missing:
            raise BadInput(
                _("{file} names no inspection; a new one needs: {names}").format(
                    file=file, names=listed(missing)
                )
            )
        day = on or head.day or desk.day
        aim = _Aim(None, plan_on(desk.asks, day), campus or head.campus or "", kind_ or head.kind or "", day)
    else:
        view = inspection(desk.asks, desk.day, head.number)
        _require_going_on(view)
        if kind_ is not None and kind_ != view.kind:
            raise BadInput(_("{file} is of {ref}; --kind is for a new one.").format(file=file, ref=view.id))
        day = on or head.day or desk.day
        aim = _Aim(view, plan_of(desk, view), view.campus, view.kind, day)
    for told in (campus, head.campus):
        if told not in (None, aim.campus):
            raise BadInput(
                _("{file} is of {here}, not of {there}.").format(file=file, here=aim.campus, there=told)
                if aim.view is None
                else _("{ref} is of {campus}.").format(ref=aim.view.id, campus=aim.campus)
            )
    return aim


def _require_going_on(view: InspectionView) -> None:
    if view.voided_on is not None:
        raise Refused(_("{ref} is void: {reason}.").format(ref=view.id, reason=view.void_reason))
    if view.finished_on is not None:
        raise Refused(
            _("{ref} was finished on {day}; it does not change any more.").format(
                ref=view.id, day=view.finished_on
            ),
            hint=_("A result is corrected with: {command}").format(
                command=f"safetyctl inspection amend {view.id} --item CODE --result pass|fail|na --reason TEXT"
            ),
        )


def _expected(desk: Reading, aim: _Aim) -> "Expected":
    from safetyctl.intake.inspections.checklist import Expected

    if aim.view is None:
        codes = {area.code for area in aim.plan.areas if not area.items}
        codes |= {item.code for area in aim.plan.areas for item in area.items}
        return Expected(frozenset(codes), {}, aim.on)
    known = items(desk.asks, date.max, aim.view.uid)
    standing = {one.item: one.hazard for one in known if one.hazard}
    return Expected(frozenset(one.item for one in known), standing, aim.on)


def _agree(here: Here, found: "Read", file: str) -> None:
    """Show what was understood and ask, where a person is there; a script has said so by its command."""
    if here.yes or here.dry_run or not here.interactive or found.read < ASKED_FROM:
        return
    columns = (
        Shown("row", N_("row"), right=True),
        Shown("item", N_("check item")),
        Shown("result", N_("result"), say=lambda one: _(RESULTS[one.result])),
        Shown("note", N_("note"), fold=True),
        Shown("responsible", N_("responsible person")),
        Shown("due", N_("deadline")),
    )
    listing(here, columns, found.marks, empty="")
    question = _("Take these {n} results from {file} into the ledger?")
    if not confirm(here, question.format(n=len(found.marks), file=file)):
        raise Declined(_("Nothing was changed."))


def _refuse(here: Here, desk: Desk, read: int, problems: Sequence["Problem"], file: str) -> NoReturn:
    refuse(here, file, _outcome(read, None, None, problems), problems, {"campus": tuple(desk.campuses)})


def _take(here: Here, writing: Writing, opened: "Opened", aim: _Aim, found: "Read") -> None:
    from safetyctl.records import inspecting
    from safetyctl.records.people import off_roster

    if aim.view is None:
        values = {
            "campus": writing.campuses[aim.campus],
            "kind": aim.kind,
            "started_on": aim.on,
            "zones": opened.head.zones,
            "persons": opened.head.persons,
        }
        chosen = [(code.partition(".")[0], code) for code in found.listed]
        before = inspecting.taken_before(writing.tx, values, chosen, found.marks)
        one = before or inspecting.start(writing.tx, values, chosen)
    else:
        before, one = None, inspecting.find(writing.tx, aim.view.uid)
    done = (
        inspecting.Recorded((), (), tuple(mark.item for mark in found.marks), ())
        if before
        else inspecting.take(writing.tx, aim.plan, one, found.marks, aim.on)
    )
    ref = INSPECTION.ref(one.number)
    view = inspection(writing.tx, writing.day, one.number)
    sentence = _("Read {read} results into {ref}: {added} new, {updated} changed, {skipped} known already.")
    told = sentence.format(
        read=found.read,
        ref=ref,
        added=len(done.added),
        updated=len(done.updated),
        skipped=len(done.skipped),
    )
    made = [hazard_ref(hazard.number) for hazard in done.hazards]
    if made:
        told = _("{done} Hazards registered: {hazards}.").format(done=told, hazards=listed(made))
    following = f"safetyctl inspection {'show' if view.open else 'finish'} {ref}"
    strangers = off_roster(writing.tx, [hazard.responsible for hazard in done.hazards])

    def answer() -> None:
        if here.json:
            detail(here, _outcome(found.read, ref, done, ()), [])
        acknowledged(here, told, following)
        if strangers:
            note(here, _("Not on the roster: {names}").format(names=listed(strangers)))

    writing.answer(answer)


def _outcome(
    read: int, ref: str | None, done: "Recorded | None", problems: Sequence["Problem"]
) -> dict[str, object]:
    return {
        "read": read,
        "added": len(done.added) if done else 0,
        "updated": len(done.updated) if done else 0,
        "skipped": len(done.skipped) if done else 0,
        "rejected": len({(one.sheet, one.row) for one in problems}),
        "errors": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "problem": one.problem,
            }
            for one in problems
        ],
        "inspection": ref,
        "hazards": [hazard_ref(hazard.number) for hazard in done.hazards] if done else [],
    }


@app.command("feedback", cls=Verb)
@examples("safetyctl inspection feedback I0001 --out 反馈通知.docx")
def feedback(
    ctx: typer.Context,
    id: kept.Id,
    out: Annotated[str, typer.Option(metavar=N_("FILE.docx"), help=N_("The document to write."))],
) -> None:
    """Write the notice to the campus: what was found, who rectifies it, by when."""
    from safetyctl.ground.files import write_whole
    from safetyctl.reports.drawn.notice import notice, write_notice

    here: Here = ctx.obj
    target = Path(out)
    if target.suffix.lower() != ".docx":
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=out),
            hint=_("There are: {names}").format(names=".docx"),
        )
    if target.exists():
        raise BadInput(
            _("{path} exists already.").format(path=target),
            hint=_("It may have been handed over: choose another name."),
        )
    with asking(here) as desk:
        view = inspection(desk.asks, desk.day, reference_of(id))
        if view.voided_on is not None:
            raise Refused(_("{ref} is void: {reason}.").format(ref=view.id, reason=view.void_reason))
        if view.finished_on is None:
            raise Refused(
                _("{ref} is not finished yet.").format(ref=view.id),
                hint=_("First: {command}").format(command=f"safetyctl inspection finish {view.id}"),
            )
        told = notice(desk.asks, plan_of(desk, view), desk.day, view)
    write_whole(target, write_notice(told))
    detail(
        here,
        {"file": str(target), "inspection": view.id, "hazards": [one.hazard.id for one in told.hazards]},
        [(_("file"), target), (_("hazards"), len(told.hazards))],
    )
    said(here, _("Wrote the notice to {campus}.").format(campus=view.campus))
