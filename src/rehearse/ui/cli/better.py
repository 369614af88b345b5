"""``rehearse better``: the candidate's own answer, one level up."""

import json
from typing import Annotated

import typer

from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import application


@app.command(epilog="Example: rehearse better 3f2a91c07b44 overfitting")
def better(
    session: Annotated[str, typer.Argument(help="A session id; see `rehearse sessions`.")],
    question: Annotated[str, typer.Argument(help="The question's id; the scorecard shows it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Rewrite your answer to the next level, in your own voice and with no number that you did not say."""
    from rehearse.ui.better import better_answer, better_text

    with application() as built:
        found = better_answer(built, session, question)
    typer.echo(json.dumps(found.model_dump(mode="json"), indent=2) if as_json else better_text(found))
