"""``rehearse dispute``: contest a verdict."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rehearse.errors import DisputeError, EngineError
from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import application

if TYPE_CHECKING:
    from rehearse.bootstrap import App
    from rehearse.domain.dispute import Dispute
    from rehearse.domain.report import QuestionCard

ClaimName = Literal["met", "partial", "missing", "contradicted"]


@app.command(
    epilog="Example: rehearse dispute 3f2a91c07b44 overfitting learns-noise --reason 'I said so' --words 'it memorises noise' --save"
)
def dispute(
    session: Annotated[str, typer.Argument(help="A session id; see `rehearse sessions`.")],
    question: Annotated[str, typer.Argument(help="The question's id.")],
    item: Annotated[str, typer.Argument(help="The rubric item's id; `rehearse report SESSION --format json` has them.")],
    reason: Annotated[str | None, typer.Option(help="Why the verdict is wrong. The judge does not see it.")] = None,
    words: Annotated[str, typer.Option(help="Words of your answer that make the point.")] = "",
    claim: Annotated[ClaimName | None, typer.Option(help="What it should be: met by default, missing for a misconception.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep the case for your own evals; alone, that of the last dispute.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the dispute and the score as JSON.")] = False,
) -> None:
    """Contest a verdict: it is judged again blind, both verdicts are kept, and the second counts where they differ."""
    from rehearse.domain.verdicts import Status
    from rehearse.services.disputes import Contest, last_dispute
    from rehearse.ui.disputes import keep_case

    if reason is None and not save:
        raise DisputeError("Say with --reason why the verdict is wrong, or keep the last dispute of this item with --save.")
    with application() as built:
        if reason is not None:
            built.interviews.dispute(session, Contest(question, item, reason, words, Status(claim) if claim else None))
        state = built.interviews.peek(session)
        result = last_dispute(state, question, item)
        card = next(card for card in built.interviews.report(state).cards if card.question_id == question)
        _say(built, result, card, as_json, keep_case(built, state, question, item) if save else None)
    if reason is not None and result.failure:
        raise EngineError(f"{result.failure} The dispute is kept and open: the same command tries again.")


def _say(built: "App", result: "Dispute", card: "QuestionCard", as_json: bool, case: Path | None) -> None:
    from rehearse.ui.disputes import how_it_is_judged, outcome

    if as_json:
        score = {"withheld": True} if card.withheld else {**card.score.total.model_dump(), "level": card.score.level}
        typer.echo(json.dumps({"dispute": result.model_dump(mode="json"), "score": score, "case": str(case) if case else None}, indent=2))
        return
    typer.echo(outcome(result, card))
    if not result.overturns:
        typer.echo(how_it_is_judged(built.settings))
    typer.echo(f"Kept as {case}" if case else "The same command with only --save keeps it as a case for your own evals.")
