"""The production grader: references, a judge, evidence checked in code. The app and the evals run this one."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rehearse.domain.evidence import Effort, Examination, Sign
from rehearse.domain.note import Note
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status, Verdict, check_evidence
from rehearse.errors import EngineError
from rehearse.ports import Examiner, Judge, Kind, Passage, Retriever

MOST_REFERENCES = 3
NEAREST = 0.35
"""Cosine below which a note does not belong to a question."""


@dataclass(frozen=True)
class Grading:
    """The verdicts of one answer, who gave them, and what went wrong on the way, if anything."""

    engine: str
    verdicts: tuple[Verdict, ...]
    warning: str | None = None
    signs: tuple[Sign, ...] = ()
    effort: Effort = field(default_factory=Effort)


class Grader:
    """Grades answers with `judge`; when it fails, with `backup` if there is one, and says so."""

    def __init__(self, judge: Judge, retriever: Retriever, notes: Mapping[str, Note], backup: Judge | None = None) -> None:
        self._judge = judge
        self._retriever = retriever
        self._notes = notes
        self._backup = backup
        self._references: dict[str, list[Passage]] = {}
        self._searching = threading.Lock()

    @property
    def engine(self) -> str:
        return self._judge.engine

    def grade(self, entry: BankEntry, answer: str) -> Grading:
        """Judge every item. Raises `EngineError` when the judge fails and there is no backup."""
        try:
            return self._grade_with(self._judge, entry, answer)
        except EngineError as error:
            if self._backup is None:
                raise
            grading = self._grade_with(self._backup, entry, answer)
            return replace(grading, warning=f"{error} The {self._backup.engine} engine graded this answer instead.")

    def warm(self, entry: BankEntry) -> None:
        """Do beforehand what the first answer to a question would have to wait for.

        The reference answer claims what the key asks for, so the whole key is read; the question itself claims nothing.
        """
        self.grade(entry, entry.key.reference_answer or entry.question.text)

    def references(self, entry: BankEntry) -> list[Passage]:
        """Notes for a question: those its key names, then the nearest by meaning."""
        with self._searching:
            if entry.id not in self._references:
                named = [_passage(self._notes[note_id]) for note_id in entry.key.read if note_id in self._notes]
                found = self.nearest(entry.question.text, MOST_REFERENCES + len(named))
                self._references[entry.id] = (named + [p for p in found if p.id not in entry.key.read])[:MOST_REFERENCES]
            return self._references[entry.id]

    def nearest(self, text: str, count: int = MOST_REFERENCES) -> list[Passage]:
        """The notes that belong to a text by meaning, best first; none below the threshold."""
        found = self._retriever.search(Kind.REFERENCE, text, count)
        return [_passage(self._notes[passage.id], passage.similarity) for passage in found if passage.similarity >= NEAREST]

    def _grade_with(self, judge: Judge, entry: BankEntry, answer: str) -> Grading:
        found = _examined(judge, entry, answer, self.references(entry))
        verdicts = _complete(entry, check_evidence(found.verdicts, answer), judge.engine)
        return Grading(judge.engine, tuple(verdicts), found.warning or None, found.signs, found.effort)


def _examined(judge: Judge, entry: BankEntry, answer: str, references: list[Passage]) -> Examination:
    if isinstance(judge, Examiner):
        return judge.examine(entry, answer, references)
    return Examination(verdicts=tuple(judge.judge(entry, answer, references)))


def _passage(note: Note, similarity: float = 1.0) -> Passage:
    return Passage(id=note.id, text=f"{note.title}\n{note.body}", similarity=similarity)


def _complete(entry: BankEntry, verdicts: list[Verdict], engine: str) -> list[Verdict]:
    """One verdict an item, in the key's order; an item that the judge left out is unscored."""
    by_item = {verdict.item_id: verdict for verdict in verdicts}
    left_out = "the judge left this item out"
    return [
        by_item.get(item.id) or Verdict(item_id=item.id, status=Status.UNSCORED, engine=engine, note=left_out) for item in entry.key.items
    ]
