"""The judge port on a laptop: no network, no key, the same verdicts every time."""

from collections.abc import Sequence
from itertools import repeat

from rehearse.adapters.embedded_judge import ENGINE
from rehearse.adapters.embedded_judge.calibration import Model, family_of, load_models
from rehearse.adapters.embedded_judge.features import Evidence, Reading, find_evidence, read
from rehearse.adapters.embedded_judge.numeric import NEAR_FROM, numeric_verdict
from rehearse.adapters.embeddings import Embedder
from rehearse.adapters.language import foreign_language
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.units import Unit
from rehearse.domain.verdicts import Quote, Status, Verdict, every_item
from rehearse.ports import Passage

PARTIAL_FROM = 0.4
MET_FROM = 0.55
CONTRADICTED_FROM = 0.5
RELATED_FROM = 0.33
"""Cosine below which words have nothing to do with an item; 98% of the words that met one in our exemplars are above."""


class EmbeddedJudge:
    """Matches each rubric item to the answer's clauses, calibrated; reads English only."""

    engine = ENGINE

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._models = load_models()

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict an item. An answer in another language is unscored, since it cannot be read."""
        if language := foreign_language(answer):
            return every_item(
                entry, Status.UNSCORED, ENGINE, f"the answer seems to be in {language}; the embedded judge reads English only"
            )
        reading = read(entry, answer, self._embedder)
        if not reading.units:
            return every_item(entry, Status.MISSING, ENGINE, "the answer makes no claim")
        evidence = find_evidence(entry.key.items, reading, self._embedder)
        verdicts = map(self._verdict, entry.key.items, evidence, repeat(reading), repeat(entry))
        reference_ids = tuple(passage.id for passage in references)
        return [verdict.model_copy(update={"reference_ids": reference_ids}) for verdict in verdicts]

    def _verdict(self, item: RubricItem, evidence: Evidence, reading: Reading, entry: BankEntry) -> Verdict:
        if item.numeric:
            asked = f"{entry.question.text} {entry.question.scope}"
            return numeric_verdict(item, item.numeric, asked, reading.units, evidence.unit, evidence.similarity, entry.key.items)
        return _claim_verdict(item, evidence, self._models[family_of(item.kind)])


def _claim_verdict(item: RubricItem, evidence: Evidence, model: Model) -> Verdict:
    chances = model.probabilities(evidence.row)
    status = _status(chances) if evidence.similarity >= RELATED_FROM else Status.MISSING
    confidence = chances[Status.MET] if status in (Status.MET, Status.PARTIAL) else chances[status]
    return _with_words(item, status, evidence, confidence)


def _status(chances: dict[Status, float]) -> Status:
    if chances[Status.MET] >= MET_FROM:
        return Status.MET
    if chances[Status.CONTRADICTED] >= CONTRADICTED_FROM:
        return Status.CONTRADICTED
    if chances[Status.MET] >= PARTIAL_FROM:
        return Status.PARTIAL
    return Status.MISSING


def _with_words(item: RubricItem, status: Status, evidence: Evidence, confidence: float) -> Verdict:
    if status is not Status.MISSING:
        return _verdict_at(item, status, evidence.unit, confidence)
    near = _quote(evidence.unit) if evidence.similarity >= NEAR_FROM else None
    return Verdict(item_id=item.id, status=status, engine=ENGINE, near=near, confidence=confidence)


def _verdict_at(item: RubricItem, status: Status, unit: Unit, confidence: float, note: str = "") -> Verdict:
    return Verdict(item_id=item.id, status=status, engine=ENGINE, quote=_quote(unit), confidence=confidence, note=note)


def _quote(unit: Unit) -> Quote:
    return Quote(start=unit.start, end=unit.end, text=unit.text)
