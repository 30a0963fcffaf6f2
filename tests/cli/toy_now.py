"""A noun that is its own command."""

import typer

from safetyctl.cli.output import emit

app = typer.Typer()


@app.command()
def now(ctx: typer.Context) -> None:
    """What day it is."""
    emit({"as_of": ctx.obj.as_of})
