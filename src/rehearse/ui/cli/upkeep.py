"""``rehearse index``, ``serve`` and ``doctor``."""

import json
from typing import Annotated

import typer

from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import application, console


@app.command(epilog="Example: rehearse index")
def index(as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False) -> None:
    """Bring the search index up to date; only new and changed texts are embedded."""
    with application() as built:
        synced, counts = built.reindex(), built.index.counts()
    if as_json:
        typer.echo(json.dumps({**vars(synced), "documents": counts}))
        return
    held = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    typer.echo(f"Embedded {synced.embedded}, removed {synced.removed}, unchanged {synced.unchanged}. The index holds {held}.")


@app.command(epilog="Example: rehearse serve --port 7861")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; REHEARSE_HOST by default.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; REHEARSE_PORT by default.")] = None,
) -> None:
    """Start the web page."""
    from rehearse.ui.web.serve import serve as serve_web

    with application() as built:
        serve_web(built, host or built.settings.host, built.settings.port if port is None else port, typer.echo)


@app.command(epilog="Example: rehearse doctor --json")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False) -> None:
    """Say what is configured, what works, and what to do about the rest."""
    from rehearse.bootstrap import build
    from rehearse.settings import load_settings
    from rehearse.ui.doctor import examine

    checks = examine(lambda: build(load_settings()))
    if as_json:
        typer.echo(json.dumps([vars(check) for check in checks], indent=2))
    else:
        for check in checks:
            console().print(f"[{'green' if check.works else 'red'}]{'works' if check.works else 'FAILS':6}[/] ", end="")
            console().print(f"{check.name}: {check.finding}", markup=False)
    if not all(check.works for check in checks):
        raise typer.Exit(1)
