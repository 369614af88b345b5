"""The ``rehearse`` command and how its errors are shown."""

from typing import Any

import typer
from typer.core import TyperGroup

from rehearse.errors import ContentError, RehearseError

INTERRUPTED = 130


class Group(TyperGroup):
    """A command group whose errors are sentences, not tracebacks."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RehearseError as error:
            _say_error(error)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            typer.echo("\nStopped. Everything that was sent is saved.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _say_error(error: RehearseError) -> None:
    if isinstance(error, ContentError) and len(error.faults) > 1:
        typer.echo(f"Error: {len(error.faults)} faults in content files", err=True)
        for fault in error.faults:
            typer.echo(f"  {fault}", err=True)
    else:
        typer.echo(f"Error: {error}", err=True)


app = typer.Typer(
    cls=Group,
    name="rehearse",
    help="A mock interviewer for machine-learning engineers.\n\nExample: rehearse interview --loop ml_theory --questions 3",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
bank_app = typer.Typer(
    cls=Group, help="Look at the question bank and check it.\n\nExample: rehearse bank list --round statistics", no_args_is_help=True
)
app.add_typer(bank_app, name="bank")


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    if version:
        from rehearse import __version__

        typer.echo(__version__)
        raise typer.Exit
