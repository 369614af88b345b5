"""The candidate's own answer, rewritten to the next level; no number in it that they did not say."""

from collections.abc import Callable, Sequence

from rehearse.domain.better_answer import TOP, BetterAnswer, Rewrite, Step, next_step, stronger_exemplar
from rehearse.domain.new_numbers import new_numbers, numbers_in
from rehearse.domain.question import BankEntry
from rehearse.domain.report import QuestionCard
from rehearse.domain.words import content_words
from rehearse.ports import Passage, Writer

TRIES = 2
LEAST_SHARE = 0.25
"""A rewrite, also of a rambling answer, has at least so large a share of its words of content."""

NO_MODEL = "Rewriting your answer needs a model; set REHEARSE_MODEL."


class BetterAnswers:
    """Asks a writer, and lets through only what adds no number. Without a writer there is the bank's exemplar."""

    def __init__(self, writer: Writer | None, references: Callable[[BankEntry], Sequence[Passage]]) -> None:
        self._writer = writer
        self._references = references

    def of(self, card: QuestionCard, entry: BankEntry) -> BetterAnswer:
        """A better answer to one question of a scorecard. Raises `EngineError` when the model fails."""
        if reason := _nothing_to_do(card):
            return BetterAnswer(note=reason)
        step = next_step(card)
        if self._writer is None:
            return _exemplar(entry, card, NO_MODEL)
        if step is None:
            return _exemplar(entry, card, "What is missing here is a number, and none is put into your mouth. Work it out, then try again.")
        return self._rewritten(self._writer, card, entry, step)

    def _rewritten(self, writer: Writer, card: QuestionCard, entry: BankEntry, step: Step) -> BetterAnswer:
        facts = (*(r.item.text for r in step.add), entry.key.reference_answer, *(passage.text for passage in self._references(entry)))
        wanted = Rewrite(question=card.text, answer=card.answer, step=step, facts=facts, numbers=tuple(numbers_in(card.answer)))
        for _ in range(TRIES):
            text = writer.rewrite(wanted)
            if _is_no_answer(text, card.answer):
                return _exemplar(entry, card, f"No better answer can be given: what {writer.engine} sent is not one.")
            refused = new_numbers(text, card.answer)
            if not refused:
                added = tuple(result.item.text for result in step.add)
                return BetterAnswer(level=step.target, text=text, engine=writer.engine, added=added)
            wanted = wanted.model_copy(update={"refused": tuple(refused)})
        note = f"No better answer can be given: {writer.engine} twice put a number into it that you did not say ({', '.join(refused)})."
        return _exemplar(entry, card, note)


def _is_no_answer(text: str, answer: str) -> bool:
    """Whether there is too little in a rewrite for it to say what the answer says, and more."""
    return len(content_words(text)) < max(1, len(content_words(answer)) * LEAST_SHARE)


def _nothing_to_do(card: QuestionCard) -> str:
    """Why there is nothing to rewrite; empty where there is."""
    if card.skipped or not card.answer.strip():
        return "You gave no answer to this question, so there is nothing to rewrite. The reference answer is on the scorecard."
    if card.withheld:
        return "The engine that judged this answer is not good enough to say what is missing from it."
    if card.score.level is None:
        return "This answer could not be scored, so what is missing from it is not known. `rehearse regrade` judges it again."
    return "This answer is at the highest level already." if card.score.level >= TOP else ""


def _exemplar(entry: BankEntry, card: QuestionCard, note: str) -> BetterAnswer:
    found = stronger_exemplar(entry, card.score.level)
    return BetterAnswer(exemplar=found.text if found else "", note=note)
