"""A noun as the real ones are written, for the tests of what they stand on."""

import errno
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, emit, said
from safetyctl.cli.questions import confirm
from safetyctl.cli.table import Shown
from safetyctl.cli.values import kept, one_of, reference
from safetyctl.cli.verb import ChangeVerb, ListVerb, examples, needs
from safetyctl.ground.errors import BadInput, Busy, CannotDo, CheckFound, LedgerDamaged

app = typer.Typer()
AREAS = {"fire": "Fire", "food": "Food", "lab": "Laboratories"}


class Level(Enum):
    general = "general"
    major = "major"


@dataclass(frozen=True, slots=True)
class Thing:
    id: str
    title: str
    due: date | None
    overdue: bool
    funds: float | None


def campuses(here: Here) -> list[str]:
    return ["东校区", "西校区"]


@app.command(cls=ChangeVerb)
@needs(campus=campuses)
@examples("safetyctl thing add --campus 东校区 --area fire --title 灭火器过期  # an extinguisher out of date")
def add(
    ctx: typer.Context,
    area: Annotated[str, typer.Option(help="The focus area.", metavar="AREA")],
    title: Annotated[str, typer.Option(help="What is wrong.")],
    campus: Annotated[str | None, typer.Option(help="The campus.")] = None,
    level: Annotated[Level, typer.Option(help="How grave it is.")] = Level.general,
    days: Annotated[int, typer.Option(help="Days to rectify it.", min=1, max=90)] = 15,
    photo: Annotated[list[str] | None, typer.Option(help="A photograph.")] = None,
) -> None:
    """Register a thing.

    It keeps its number for ever,
    whatever happens to it.

    Examples:
      safetyctl thing add --title 灭火器过期
    """
    here: Here = ctx.obj
    code = one_of(area, AREAS, "area")
    if not confirm(here, "Add it?"):
        return
    title = kept(title, "--title", 200)
    if here.json:
        emit({"campus": campus, "area": code, "title": title, "level": level.value, "photo": photo})
    said(here, f"H0001 registered: {title}.", "safetyctl thing show H1")


@app.command(cls=ListVerb)
def list_(
    ctx: typer.Context,
    count: Annotated[int, typer.Option(help="How many.")] = 3,
    limit: Annotated[int | None, typer.Option(help="Rows at most.")] = None,
) -> None:
    """List things."""
    rows = [
        Thing(f"H{n:04}", f"[/b]第{n}\t处=隐患\x1b[31m", date(2020, 3, n % 28 + 1), n % 2 == 0, None)
        for n in range(1, count + 1)
    ]
    columns = (
        Shown("id", "Number"),
        Shown("title", "What"),
        Shown("due", "Due"),
        Shown("overdue", "Overdue", alarm=lambda row: row.overdue),
    )
    listing(ctx.obj, columns, rows, empty="No things.", limit=limit)


@app.command()
def show(ctx: typer.Context, id: Annotated[str, typer.Argument(help="The thing.")]) -> None:
    """Show a thing."""
    number = reference(id, "H")
    detail(
        ctx.obj,
        {"id": number, "note": "a\nb"},
        [("编号", number), ("Note", "a\nb"), ("Void", None), ("Open", True)],
    )


@app.command()
def told(ctx: typer.Context) -> None:
    """Say what was told."""
    here: Here = ctx.obj
    emit(
        {
            "ledger": str(here.ledger),
            "ledger_from": here.ledger_from,
            "as_of": here.as_of,
            "as_of_given": here.as_of_given,
            "actor": here.actor,
            "lang": here.lang,
            "quiet": here.quiet,
            "interactive": here.interactive,
        }
    )


@app.command()
def fail(ctx: typer.Context, kind: str) -> None:
    """Fail in a way of its own."""
    errors: dict[str, BaseException] = {
        "bad": BadInput("It is wrong.", hint="Mend it."),
        "cannot": CannotDo("It cannot."),
        "damaged": LedgerDamaged("It is broken."),
        "found": CheckFound("It found 2."),
        "busy": Busy("It is busy."),
        "interrupt": KeyboardInterrupt(),
        "abort": typer.Abort(),
        "exit": typer.Exit(3),
        "full": OSError(errno.ENOSPC, "No space left on device", "/srv/台账.db"),
        "denied": PermissionError(errno.EACCES, "Permission denied", "/srv/x"),
        "strange": OSError(errno.EDOM, "Domain error"),
        "bug": KeyError("x\x1b[31m\nline"),
    }
    raise errors[kind]


@app.command(name="big")
def big(ctx: typer.Context) -> None:
    """Write a megabyte."""
    listing(ctx.obj, (Shown("id", "Number"),), [{"id": "x" * 100}] * 10_000, empty="")
