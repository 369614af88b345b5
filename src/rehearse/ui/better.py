"""A better answer for the terminal and the page."""

from rehearse.bootstrap import App
from rehearse.domain.better_answer import BetterAnswer
from rehearse.domain.report import Report
from rehearse.errors import NotFoundError


def better_answer(app: App, session_id: str, question_id: str, owner: str | None = None) -> BetterAnswer:
    """The candidate's answer to one question, one level up. Raises `NotFoundError` or `EngineError`."""
    report = app.interviews.report(app.interviews.peek(session_id, owner))
    card = next((card for card in report.cards if card.question_id == question_id), None)
    if card is None:
        known = [card.question_id for card in report.cards]
        raise NotFoundError("question", question_id, known, f"The scorecard of {session_id} has {', '.join(known) or 'none yet'}.")
    return app.better_answers.of(card, app.bank.get(question_id))


def improvable(report: Report) -> list[tuple[str, str]]:
    """The questions that were answered, as (what is shown, id), numbered as on the scorecard."""
    return [(f"{number}. {card.text}", card.question_id) for number, card in enumerate(report.cards, 1) if not card.skipped]


def better_text(found: BetterAnswer) -> str:
    """A better answer as a person reads it."""
    parts = [found.note]
    if found.text:
        parts += [f"Your answer at level {found.level}, rewritten by {found.engine}:", found.text, "What it was asked to add:"]
        parts += ["\n".join(f"- {point}" for point in found.added)] if found.added else ["- nothing; it puts right what was wrong"]
    if found.exemplar:
        parts += ["A stronger answer of ours:", found.exemplar]
    return "\n\n".join(part for part in parts if part)
