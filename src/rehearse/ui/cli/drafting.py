"""``rehearse bank draft``: rubrics for questions that have no answer key."""

from typing import TYPE_CHECKING, Annotated

import typer

from rehearse.errors import ConfigError
from rehearse.ui.cli.authoring import To, folder_of, report, taken_ids, write
from rehearse.ui.cli.interview import graded_card, read_text
from rehearse.ui.cli.main import bank_app
from rehearse.ui.cli.parts import LevelName, RoundName, application, console

if TYPE_CHECKING:
    from rehearse.bootstrap import App
    from rehearse.domain.question import BankEntry


@bank_app.command(epilog='Example: rehearse bank draft "Why does dropout help?" --to my-knowledge')
def draft(
    questions: Annotated[list[str] | None, typer.Argument(help="Questions, each in quotation marks.")] = None,
    job: Annotated[str | None, typer.Option(help="A job description to take questions from: a text file, or - for standard input.")] = None,
    to: To = None,
    round_: Annotated[RoundName, typer.Option("--round", help="The round of the questions.")] = "ml_theory",
    level: Annotated[LevelName, typer.Option(help="The level of the questions.")] = "mid",
    answer: Annotated[str | None, typer.Option(help="An answer to grade by the draft: a text file, or -. Nothing is written then.")] = None,
) -> None:
    """Have a model draft rubrics from our notes, for questions that have none.

    Every item is marked as drafted. Where no note is near enough there is no rubric: an answer then gets feedback in words, and no score.
    """
    from rehearse.content.question_lists import ListedQuestion

    with application() as built:
        drafting = built.drafting
        asked = [*(questions or []), *(drafting.questions(read_text(job)) if job else [])]
        _check(asked, answer)
        folder = None if answer else folder_of(built, to)
        taken = taken_ids(built, folder)
        for text in asked:
            found = drafting.draft(ListedQuestion(question=text, round=round_, level=level), taken)
            typer.echo(f"{text}\n  {found.note}")
            if answer:
                _grade(built, text, found.entry, read_text(answer))
            elif found.entry and folder:
                taken.add(found.entry.id)
                report(found.entry, write(folder, found.entry))


def _check(asked: list[str], answer: str | None) -> None:
    if not asked:
        raise ConfigError('Give a question, e.g. `rehearse bank draft "Why does dropout help?"`, or a job description with --job.')
    if answer and len(asked) > 1:
        raise ConfigError(f"--answer goes with one question, and there are {len(asked)}. Draft them one at a time.")


def _grade(built: "App", question: str, entry: "BankEntry | None", text: str) -> None:
    """The card of an answer by its drafted rubric, or feedback without a score."""
    from rehearse.services.session import check_answer
    from rehearse.ui.cli import show

    answer = check_answer(text, built.settings.most_words)
    if entry is None:
        typer.echo(f"\nFeedback in words, without a score:\n{built.drafting.feedback(question, answer)}")
    else:
        console().print(show.card_panel(graded_card(built, entry, answer)))
