"""Questions without a key: a rubric drafted from the notes that are near enough, or no rubric and no score."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from rehearse.content.drafts import draft
from rehearse.content.question_lists import ListedQuestion
from rehearse.domain.drafting import DraftedItem, grounded
from rehearse.domain.new_numbers import new_numbers
from rehearse.domain.question import OPEN_PROBE, BankEntry, Round
from rehearse.domain.units import sentences
from rehearse.errors import EngineError
from rehearse.ports import Drafter, Passage

FEWEST_DRAFTED = 2
"""Items below which a rubric says too little to grade by."""
NO_REFERENCE = "no reference found"


@dataclass(frozen=True)
class Drafted:
    """A question with a drafted rubric, or without `entry` why there is none."""

    question: str
    entry: BankEntry | None
    note: str = ""


class Drafting:
    """Drafts rubrics with a model. `nearest` finds the notes that belong to a text; those below the threshold are not among them."""

    def __init__(self, drafter: Drafter, nearest: Callable[[str], Sequence[Passage]]) -> None:
        self._drafter = drafter
        self._nearest = nearest

    def draft(self, listed: ListedQuestion, taken: Container[str] = ()) -> Drafted:
        """An entry whose every item is marked as drafted. Raises `EngineError` when the model fails or drafts nothing that its notes say.

        A behavioural question needs no model: every story has the same parts.
        """
        if listed.round is Round.BEHAVIOURAL:
            return Drafted(listed.question, draft(listed, taken))
        notes = self._nearest(listed.question)
        if not notes:
            return Drafted(listed.question, None, NO_REFERENCE)
        items = grounded(self._drafter.items(listed.question, notes), {note.id: note.text for note in notes})
        if len(items) < FEWEST_DRAFTED:
            raise EngineError(
                f"{self._drafter.engine} drafted {len(items)} items that its notes bear out, too few to grade {listed.question!r} by."
            )
        return Drafted(listed.question, _entry(listed, items, taken), f"drafted from {', '.join(note.id for note in notes)}")

    def feedback(self, question: str, answer: str) -> str:
        """Words on an answer to a question without a rubric; a sentence with a number of the model's own, such as a score, is left out.

        Raises `EngineError` when the model fails or there is nothing else.
        """
        said = sentences(self._drafter.feedback(question, answer))
        kept = [sentence.text for sentence in said if not new_numbers(sentence.text, f"{question}\n{answer}")]
        if not kept:
            raise EngineError(f"{self._drafter.engine} gave nothing but a score, and there is nothing to measure it against.")
        return " ".join(kept)

    def questions(self, text: str) -> list[str]:
        """Questions that a job description calls for. Raises `EngineError`."""
        return list(self._drafter.questions(text))


def _entry(listed: ListedQuestion, items: Sequence[DraftedItem], taken: Container[str]) -> BankEntry:
    points = tuple(f"{item.text} ({item.points})" for item in items)
    entry = draft(listed.model_copy(update={"points": points, "answer": listed.answer or " ".join(item.text for item in items)}), taken)
    marked = tuple(
        rubric.model_copy(update={"drafted": True, "probe": item.probe or OPEN_PROBE})
        for rubric, item in zip(entry.key.items, items, strict=True)
    )
    read = tuple(dict.fromkeys(item.note_id for item in items))
    return entry.model_copy(update={"key": entry.key.model_copy(update={"items": marked, "read": read})})
