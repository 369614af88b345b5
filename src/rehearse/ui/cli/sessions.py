"""``rehearse sessions`` and ``rehearse report``."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import Fresh, Votes, application, console, grading


@app.command(epilog="Example: rehearse sessions --json")
def sessions(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False) -> None:
    """List stored interviews, the last one first."""
    with application() as built:
        rows = built.interviews.sessions()
    if as_json:
        typer.echo(json.dumps([vars(row) for row in rows], indent=2))
        return
    if not rows:
        typer.echo("No interviews yet. Start one with `rehearse interview`.")
        return
    from rich.table import Table

    table = Table("session", "title", "begun (UTC)", "state", box=None)
    for row in rows:
        begun = datetime.fromtimestamp(row.created_at, UTC).strftime("%Y-%m-%d %H:%M")
        table.add_row(row.id, row.title, begun, "over" if row.over else "open")
    console().print(table)


@app.command(epilog="Example: rehearse regrade 3f2a91c07b44")
def regrade(
    session: Annotated[str, typer.Argument(help="A session id; see `rehearse sessions`.")], votes: Votes = None, fresh: Fresh = False
) -> None:
    """Judge again what could not be scored, or what the configured engine has not judged."""
    with application(**grading(votes, fresh)) as built:
        count = built.interviews.open(session).regrade()
    typer.echo(f"{count} answers judged again. `rehearse report {session}` shows the scorecard.")


@app.command(epilog="Example: rehearse report 3f2a91c07b44 --format html --out scorecard.html")
def report(
    session: Annotated[str, typer.Argument(help="A session id; see `rehearse sessions`.")],
    form: Annotated[Literal["md", "html", "json"], typer.Option("--format", help="Markdown, HTML or JSON.")] = "md",
    out: Annotated[Path | None, typer.Option(help="A file to write to; standard output by default.")] = None,
) -> None:
    """Print the scorecard of an interview."""
    from rehearse.errors import StoreError
    from rehearse.ui.reports import render

    with application() as built:
        text = render(built.interviews.report(built.interviews.peek(session)), form)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"The report cannot be written to {str(out)!r} ({error.strerror}). Choose another file with --out.") from error
    typer.echo(f"Written to {out}")
