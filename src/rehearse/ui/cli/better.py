"""``rehearse better``: the candidate's own answer, one level up."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from rehearse.errors import NotFoundError
from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import application

if TYPE_CHECKING:
    from rehearse.domain.better_answer import BetterAnswer


@app.command(epilog="Example: rehearse better 3f2a91c07b44 overfitting")
def better(
    session: Annotated[str, typer.Argument(help="A session id; see `rehearse sessions`.")],
    question: Annotated[str, typer.Argument(help="The question's id; the scorecard shows it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Rewrite your answer to the next level, in your own voice and with no number that you did not say."""
    with application() as built:
        cards = {card.question_id: card for card in built.interviews.report(built.interviews.peek(session)).cards}
        if question not in cards:
            raise NotFoundError("question", question, cards, f"The scorecard of {session} has {', '.join(cards) or 'none yet'}.")
        found = built.better_answers.of(cards[question], built.bank.get(question))
    typer.echo(json.dumps(found.model_dump(mode="json"), indent=2) if as_json else better_text(found))


def better_text(found: "BetterAnswer") -> str:
    """A better answer as a person reads it."""
    parts = [found.note]
    if found.text:
        parts += [f"Your answer at level {found.level}, rewritten by {found.engine}:", found.text, "What it adds:"]
        parts += ["\n".join(f"- {point}" for point in found.added)] if found.added else ["- nothing; it puts right what was wrong"]
    if found.exemplar:
        parts += ["A stronger answer of ours:", found.exemplar]
    return "\n\n".join(part for part in parts if part)
