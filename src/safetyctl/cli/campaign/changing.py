"""``campaign new | use``: the plan laid over another year, and everything that changes the plan in force."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from safetyctl.cli.campaign.words import say_unannounced
from safetyctl.cli.desk import Desk, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail, note, person, said, tell, warn
from safetyctl.cli.questions import confirm
from safetyctl.cli.values import kept
from safetyctl.cli.verb import ChangeVerb, Verb, examples
from safetyctl.cli.words import ASKED_FROM, acknowledged
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined, Refused
from safetyctl.ground.limits import YEARS
from safetyctl.ground.text import one_line

if TYPE_CHECKING:
    from safetyctl.plan.model import Duty
    from safetyctl.plan.years import Dated, Laid
    from safetyctl.records.adopting import Adoption

app = typer.Typer()

SHOWN = 5  # deadlines of a kind that are shown
LINES = 12  # texts to look at that are shown
EDITIONS = {"new": N_("a new campaign"), "changed": N_("a new edition"), "same": N_("unchanged")}


@app.command("new", cls=Verb)
@examples(
    "safetyctl campaign new --start 2026-12 --out plan.toml",
    "safetyctl campaign new --start 2026-12 --out next.toml --plan plan.toml",
)
def new(
    ctx: typer.Context,
    start: Annotated[
        str, typer.Option(metavar="YYYY-MM", help=N_("The month in which the new campaign starts."))
    ],
    out: Annotated[str, typer.Option(metavar=N_("FILE"), help=N_("The plan to write."))],
    plan: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FILE"), help=N_("The plan to start from; the ledger's, else the built-in one.")
        ),
    ] = None,
) -> None:
    """Lay the plan over another year, with that year's weekdays, month ends and holidays."""
    from safetyctl.ground.files import write_whole
    from safetyctl.plan.years import laid_over

    here: Here = ctx.obj
    month = _month(start)
    target = _free(out)
    followed = _has_ledger(here)
    text, name = _origin(here, plan, followed)
    laid = laid_over(text, month, name)
    write_whole(target, laid.text.encode())
    _show_new(here, target, laid)
    following = f"safetyctl campaign use {out}" if followed else f"safetyctl init --plan {out}"
    said(here, _("Wrote the plan."), following)


@app.command("use", cls=ChangeVerb)
@examples(
    "safetyctl campaign use plan.toml",
    "safetyctl campaign use --reading A4=previous-workday --dry-run",
    "safetyctl campaign use --days days.toml",
    "safetyctl campaign use  # " + N_("with the holidays that are announced by now"),
)
def use(
    ctx: typer.Context,
    plan: Annotated[
        str | None,
        typer.Argument(metavar=N_("PLAN.toml"), help=N_("The plan; without it the one in force is changed.")),
    ] = None,
    days: Annotated[
        str | None,
        typer.Option(metavar=N_("DAYS.toml"), help=N_("The school's own days: vacations, days off.")),
    ] = None,
    reading: Annotated[
        list[str],
        typer.Option(metavar="A4=WAY", help=N_("A reading, and the way to take it; repeatable.")),
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
    campus: Annotated[
        list[str],
        typer.Option(metavar=N_("NAME"), help=N_("A campus to add to the ledger; repeatable.")),
    ] = [],  # noqa: B006
) -> None:
    """Take a plan into force, or the plan in force with other readings or days."""
    from safetyctl.records.adopting import adopt

    here: Here = ctx.obj
    asked = _asked(plan, days, reading, campus)
    with asking(here) as desk:
        adoption = _weighed(desk, asked)
    if not adoption.changes:
        _show_use(here, adoption)
        said(here, _("Nothing changes: the ledger follows this plan already."))
        return
    shown = _agree(here, adoption)
    with changing(here) as writing:
        if _weighed(writing, asked) != adoption:
            raise Refused(_("Something was changed meanwhile."), hint=_("Run the command again."))
        adopt(writing.tx, adoption)
    if here.json or not shown:
        _show_use(here, adoption)
    _remark(here, adoption)
    acknowledged(here, _done(adoption), "safetyctl campaign check")


# the new plan


def _month(text: str) -> date:
    """The first day of the month that a person typed: ``2026-12``, ``2026/12``, ``2026年12月``. Raises BadInput."""
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?", unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise BadInput(
            _('--start: "{text}" is not a month.').format(text=one_line(text)),
            hint=_("Write it as YYYY-MM, for instance 2026-12."),
        )
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise BadInput(
            _("--start: a year has 12 months, {month} is none of them.").format(month=month),
            hint=_("Write it as YYYY-MM, for instance 2026-12."),
        )
    if year not in YEARS:
        raise BadInput(
            _('"{text}" is outside the years {first} to {last}.').format(
                text=one_line(text), first=YEARS[0], last=YEARS[-1]
            )
        )
    return date(year, month, 1)


def _free(file: str) -> Path:
    target = Path(file)
    if target.is_dir():
        raise BadInput(
            _("{path} is a folder.").format(path=target), hint=_("Name a file in it: --out plan.toml")
        )
    if target.exists():
        raise BadInput(_("{path} exists already.").format(path=target), hint=_("Choose another name."))
    return target


def _has_ledger(here: Here) -> bool:
    """Whether there is a ledger; an account without a home folder has none where none is named."""
    try:
        return here.ledger.exists()
    except BadInput:
        if here.setting("ledger"):
            raise
        return False


def _origin(here: Here, file: str | None, followed: bool) -> tuple[str, str]:
    """The text of the plan to start from, and what it is called."""
    from safetyctl.plan.editing import builtin_and_text, plan_and_text

    if file:
        return plan_and_text(Path(file))[1], Path(file).name
    if followed:
        from safetyctl.records.adopting import source_of

        with asking(here) as desk:
            return source_of(desk.asks, desk.plan), _("the ledger's plan")
    note(here, _("No ledger was found: this starts from the built-in plan."))
    return builtin_and_text()[1], "plan.toml"


def _show_new(here: Here, target: Path, laid: "Laid") -> None:
    from safetyctl.plan.layout import unannounced
    from safetyctl.plan.years import deadlines_of_a_campus, weekly_reports

    plan, years = laid.plan, unannounced(laid.plan)
    count = deadlines_of_a_campus(plan)
    detail(
        here,
        {
            "file": str(target),
            "campaign": plan.code,
            "title": plan.title.said(language()),
            "start": plan.start,
            "end": plan.last,
            "duties": count,
            "unannounced": years,
            "look_at": laid.look_at,
            "days_dropped": laid.days_dropped,
        },
        [
            (_("file"), target),
            (_("campaign"), f"{plan.title.said(language())} ({plan.code})"),
            (_("from"), plan.start),
            (_("to"), plan.last),
            *(
                (
                    one.title.said(language()),
                    _("{count}, from {first} to {last}").format(
                        count=one.number, first=one.first, last=one.last
                    ),
                )
                for one in weekly_reports(plan)
            ),
            (_("deadlines of each campus"), count),
        ],
    )
    say_unannounced(here, years)
    if laid.days_dropped:
        note(
            here,
            _(
                "The school's own days are of one year and were left out; write those of the new one into days.toml."
            ),
        )
    if laid.same_code:
        warn(
            _(
                "The plan is still called {code}: a ledger takes it for a new edition of that campaign. "
                "Change its code if it is another."
            ).format(code=plan.code)
        )
    _say_dated(laid.look_at)


def _say_dated(texts: Sequence["Dated"]) -> None:
    by_line = {one.line: one.text for one in reversed(texts)}
    if not by_line:
        return
    warn(_("These texts name a year or a month that may be another one now; mend them where it is:"))
    for line in sorted(by_line)[:LINES]:
        tell(one_line(_("  line {line}: {text}").format(line=line, text=by_line[line])))
    if len(by_line) > LINES:
        tell(_("  and {n} more").format(n=len(by_line) - LINES))


# the plan in force


class _Asked(NamedTuple):
    """What a person asks for, with the files read: the plan's text and name (None: the ledger's), and the changes."""

    text: str | None
    name: str
    days: str | None
    ways: dict[str, str]
    campuses: tuple[str, ...]


def _asked(plan: str | None, days: str | None, reading: Iterable[str], campus: Iterable[str]) -> _Asked:
    from safetyctl.plan.editing import days_text, plan_and_text

    return _Asked(
        plan_and_text(Path(plan))[1] if plan else None,
        Path(plan).name if plan else _("the ledger's plan"),
        days_text(Path(days)) if days else None,
        _ways(reading),
        tuple(kept(name, "--campus", 60) for name in campus),
    )


def _ways(typed: Iterable[str]) -> dict[str, str]:
    """Readings with their ways, as typed: ``A4=previous-workday``. Raises BadInput."""
    ways: dict[str, str] = {}
    for text in typed:
        reading, equals, way = unicodedata.normalize("NFKC", text).partition("=")
        reading, way = reading.strip().upper(), way.strip().casefold()
        if not (reading and equals and way):
            raise BadInput(
                _('--reading: "{text}" names no reading and way.').format(text=one_line(text)),
                hint=_("Write it as in: --reading A4=previous-workday"),
            )
        if ways.setdefault(reading, way) != way:
            raise BadInput(_("--reading: {reading} is named twice.").format(reading=reading))
    return ways


def _weighed(desk: Desk, asked: _Asked) -> "Adoption":
    from safetyctl.records.adopting import source_of, weighed

    text = source_of(desk.asks, desk.plan) if asked.text is None else asked.text
    return weighed(desk.asks, desk.day, text, asked.name, asked.ways, asked.days, asked.campuses)


def _agree(here: Here, adoption: "Adoption") -> bool:
    """Where many deadlines change and a person is there: show and ask; whether it was shown."""
    if here.yes or here.dry_run or not here.interactive or _touched(adoption) < ASKED_FROM:
        return False
    for label, value in _pairs(adoption, whole=False):
        tell(f"{label}: {value}")
    if not confirm(here, _("Take this plan into force?")):
        raise Declined(_("Nothing was changed."))
    return True


def _touched(adoption: "Adoption") -> int:
    """How many deadlines are not what they were."""
    return len(adoption.added) + len(adoption.removed) + len(adoption.moved)


def _show_use(here: Here, adoption: "Adoption") -> None:
    detail(
        here,
        {
            "campaign": adoption.plan.code,
            "start": adoption.plan.start,
            "end": adoption.plan.last,
            "edition": adoption.edition,
            "readings": dict(adoption.readings),
            "added": adoption.added,
            "removed": adoption.removed,
            "moved": [{"id": one.duty, "due": one.due, "was": one.was} for one in adoption.moved],
            "unannounced": adoption.unannounced,
            "campuses_added": adoption.campuses,
            "campuses_unknown": adoption.unknown,
            "overlaps": [one.code for one in adoption.overlaps],
            "events": [duty.code for duty in _of_events(adoption)],
        },
        _pairs(adoption, whole=not person(here)),
    )


def _of_events(adoption: "Adoption") -> "list[Duty]":
    """The duties without a fixed day that a reading counts another way: incidents' hours, a hazard's allowance."""
    from safetyctl.plan.layout import rule_of
    from safetyctl.plan.model import Event

    reread = {reading for reading, _way in adoption.readings}
    return [
        duty
        for duty in adoption.plan.duties
        if reread.intersection(duty.readings) and isinstance(rule_of(adoption.plan, duty), Event)
    ]


def _pairs(adoption: "Adoption", whole: bool) -> list[tuple[str, object]]:
    """What is shown of it; ``whole``: a list in one line, else a line for each."""
    plan = adoption.plan
    moved = [f"{one.duty}: {one.was} → {one.due}" for one in adoption.moved]
    lines = {
        _("campaign"): f"{plan.title.said(language())} ({plan.code})",
        _("from"): plan.start,
        _("to"): plan.last,
        _("edition"): _(EDITIONS[adoption.edition]),
        _("readings"): listed(f"{reading}={way}" for reading, way in adoption.readings),
        _("campuses added"): listed(adoption.campuses),
        _("deadlines added"): _some(adoption.added, whole),
        _("deadlines removed"): _some(adoption.removed, whole),
        _("deadlines moved"): _some(moved, whole),
    }
    return [(label, value) for label, value in lines.items() if value]


def _some(ids: Sequence[str], whole: bool) -> str:
    """How many, and the first few: a line each, or all in one (``whole``)."""
    if not ids:
        return ""
    more = [_("and {n} more").format(n=len(ids) - SHOWN)] if len(ids) > SHOWN else []
    if whole:
        return _("{count}: {names}").format(count=len(ids), names=listed([*ids[:SHOWN], *more]))
    return "\n".join([f"{len(ids)}:", *ids[:SHOWN], *more])


def _remark(here: Here, adoption: "Adoption") -> None:
    """What else a person should know about the plan that is in force now."""
    say_unannounced(here, adoption.unannounced)
    if adoption.unknown:
        names = " ".join(f"--campus {name}" for name in adoption.unknown)
        warn(
            _(
                "The plan names campuses that the ledger has not: {names}. They are added with: {flags}"
            ).format(names=listed(adoption.unknown), flags=names)
        )
    if adoption.days_lost:
        warn(_("The school's own days of the edition before are not in this one; name them with --days."))
    for one in adoption.overlaps:
        warn(
            _(
                "The campaign {code} runs from {start} to {last}; on the days of both, the later one holds."
            ).format(code=one.code, start=one.start, last=one.last)
        )


def _done(adoption: "Adoption") -> str:
    plan = adoption.plan
    if adoption.edition == "new":
        sentence = _("Took the campaign {code} into the ledger; it runs from {start} to {last}.")
        return sentence.format(code=plan.code, start=plan.start, last=plan.last)
    if adoption.edition == "same":
        count = len(adoption.campuses)
        return ngettext("Added {n} campus.", "Added {n} campuses.", count).format(n=count)
    touched = _touched(adoption)
    if not touched and (events := _of_events(adoption)):
        return _(
            "Took the new edition of {code} into force; no deadline with a fixed day changes, but each of these is"
            " counted by the new reading: {duties}."
        ).format(code=plan.code, duties=listed(duty.title.said(language()) for duty in events))
    if not touched:
        return _("Took the new edition of {code} into force; no deadline changes.").format(code=plan.code)
    return ngettext(
        "Took the new edition of {code} into force; {n} deadline changes.",
        "Took the new edition of {code} into force; {n} deadlines change.",
        touched,
    ).format(code=plan.code, n=touched)
