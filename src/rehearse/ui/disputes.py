"""What a person is told of a dispute, in the terminal and on the page, and keeping it as an eval case."""

from datetime import UTC, datetime
from pathlib import Path

from rehearse.bootstrap import App
from rehearse.content.dispute_case import case_of, write_case
from rehearse.domain.dispute import Dispute
from rehearse.domain.interview import State
from rehearse.domain.report import ItemResult, QuestionCard
from rehearse.services.disputes import last_dispute
from rehearse.settings import Settings
from rehearse.ui.reports import dispute_line


def how_it_is_judged(settings: Settings) -> str:
    """What the configured engine can add, said before it is asked."""
    if settings.model:
        return f"{settings.model} judges the point again, once. It sees your whole answer, but neither the first verdict nor your reason."
    return (
        "The embedded engine is deterministic: of the same words it says the same again. Point at the words of yours that make the point, and "
        "it judges their sentences by themselves, once. A language model could be asked instead: see REHEARSE_MODEL."
    )


def outcome(dispute: Dispute, card: QuestionCard) -> str:
    """What came of a dispute, and the points now."""
    line = dispute_line(item_of(card, dispute.item_id), dispute)
    total = card.score.total
    points = "" if card.withheld else f" {total.points:g} of {total.possible:g} points for this question."
    return f"{line[0].upper()}{line[1:]}. {_which_counts(dispute)}{points}"


def item_of(card: QuestionCard, item_id: str) -> ItemResult:
    """A contested item on its card."""
    return next(result for result in (*card.items, *card.misconceptions) if result.item.id == item_id)


def keep_case(app: App, state: State, question_id: str, item_id: str) -> Path:
    """Write the last dispute of an item as a case of the person's own suite. Raises `DisputeError` or `StoreError`."""
    case = case_of(last_dispute(state, question_id, item_id), state.full_answer(question_id), datetime.now(UTC).date())
    return write_case(app.settings.disputes_folder, case)


def _which_counts(dispute: Dispute) -> str:
    if dispute.is_open:
        return "The first verdict still counts; the dispute is kept and can be tried again."
    return "The second verdict counts now." if dispute.overturns else "Both agree, so the score stays."
