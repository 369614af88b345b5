"""A model's verdicts beside those of a judge that takes no orders and can count."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rehearse.domain.claims import is_to_grader, plain_letters
from rehearse.domain.evidence import Examination
from rehearse.domain.question import BankEntry
from rehearse.domain.scoring import level_of, score
from rehearse.domain.units import sentences
from rehearse.domain.verdicts import Status, Verdict
from rehearse.ports import Examiner, Judge, Passage

MOST_ABOVE = 2
"""Levels above the independent judge from which a model is not believed when the answer spoke to it."""
NOTE = "withheld: the answer speaks to the grader, and the model's grade is far above that of an independent check"


class CheckedJudge:
    """The judge port over a model and an independent judge.

    Numeric items are the independent judge's alone, since arithmetic never comes from a model. Where the answer holds
    instructions to the grader and the model's level is too far above the other's, every verdict is withheld.
    """

    def __init__(self, model: Examiner, independent: Judge) -> None:
        self._model = model
        self._independent = independent

    @property
    def engine(self) -> str:
        return self._model.engine

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict an item. Raises `EngineError` when the model fails."""
        return list(self.examine(entry, answer, references).verdicts)

    def examine(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> Examination:
        """The verdicts with what the model shows beside them, and a warning where they are withheld."""
        numeric = frozenset(item.id for item in entry.key.items if item.numeric)
        suspect = speaks_to_grader(answer)
        if not numeric and not suspect:
            return self._model.examine(entry, answer, references)
        checking = _CHECKS.submit(self._independent.judge, entry if suspect else _only(numeric, entry), answer, references)
        found, check = self._side_by_side(checking, entry, answer, references)
        verdicts = (*(v for v in found.verdicts if v.item_id not in numeric), *(v for v in check if v.item_id in numeric))
        if suspect and _is_too_far_above(entry, verdicts, check):
            return _withheld(found, verdicts, self)
        return found.model_copy(update={"verdicts": verdicts})

    def _side_by_side(
        self, checking: "Future[list[Verdict]]", entry: BankEntry, answer: str, references: Sequence[Passage]
    ) -> tuple[Examination, list[Verdict]]:
        """What the model says, and what the check says, which costs no time while the model is waited for."""
        try:
            return self._model.examine(entry, answer, references), checking.result()
        finally:
            checking.cancel()


_CHECKS = ThreadPoolExecutor(2, thread_name_prefix="check")


def _only(ids: frozenset[str], entry: BankEntry) -> BankEntry:
    """An entry with some of its items, since each item that is judged costs time."""
    items = tuple(item for item in entry.key.items if item.id in ids)
    return entry.model_copy(update={"key": entry.key.model_copy(update={"items": items})})


def speaks_to_grader(answer: str) -> bool:
    """Whether any sentence of an answer is meant for whoever grades it."""
    plain = plain_letters(answer)
    return any(is_to_grader(text) for text in (*plain.splitlines(), *(sentence.text for sentence in sentences(plain))))


def _is_too_far_above(entry: BankEntry, verdicts: Sequence[Verdict], check: Sequence[Verdict]) -> bool:
    """An answer that the independent judge cannot score counts as one of the lowest level."""
    level = score(entry, verdicts).level
    return level is not None and level - (score(entry, check).level or level_of(0.0)) >= MOST_ABOVE


def _withheld(found: Examination, verdicts: Sequence[Verdict], judge: CheckedJudge) -> Examination:
    warning = f"This answer holds instructions to the grader, and {judge.engine} graded it far above the independent check, so its grade is withheld."
    withheld = tuple(verdict if verdict.status is Status.UNSCORED else verdict.void(NOTE) for verdict in verdicts)
    return found.model_copy(update={"verdicts": withheld, "signs": (), "warning": warning})
