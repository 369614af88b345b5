"""The judge port on a laptop: no network, no key, the same verdicts every time."""

from collections.abc import Sequence

from rehearse.adapters.embedded_judge import ENGINE
from rehearse.adapters.embedded_judge.calibration import Model, family_of, load_models
from rehearse.adapters.embedded_judge.features import Evidence, find_evidence
from rehearse.adapters.embedded_judge.numeric import NEAR_FROM, numeric_verdict
from rehearse.adapters.embedded_judge.pair_head import PairHead
from rehearse.adapters.embedded_judge.reading import Encoders, Reading, read
from rehearse.adapters.language import foreign_language
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.units import Unit
from rehearse.domain.verdicts import NEEDS_QUOTE, Quote, Status, Verdict, every_item
from rehearse.ports import Passage

RELATED_FROM = 0.33
"""Cosine below which words have nothing to do with an item; 98% of the words that met one in our exemplars are above."""


class EmbeddedJudge:
    """Matches each rubric item to the answer's clauses, calibrated; reads English only."""

    engine = ENGINE

    def __init__(self, encoders: Encoders, head: PairHead) -> None:
        self._encoders = encoders
        self._head = head
        self._models = load_models()

    @property
    def fingerprint(self) -> str:
        """Changes with the weights of the encoders."""
        return self._encoders.trained.fingerprint

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict an item. An answer in another language is unscored, since it cannot be read."""
        if language := foreign_language(answer):
            return every_item(
                entry, Status.UNSCORED, ENGINE, f"the answer seems to be in {language}; the embedded judge reads English only"
            )
        reading = read(entry, answer, self._encoders)
        if not reading.units:
            return every_item(entry, Status.MISSING, ENGINE, "the answer makes no claim")
        evidence = find_evidence(entry.key.items, reading, self._encoders, self._head)
        reference_ids = tuple(passage.id for passage in references)
        return [
            self._verdict(item, found, reading, entry).model_copy(update={"reference_ids": reference_ids})
            for item, found in zip(entry.key.items, evidence, strict=True)
        ]

    def _verdict(self, item: RubricItem, evidence: Evidence, reading: Reading, entry: BankEntry) -> Verdict:
        if item.numeric:
            asked = f"{entry.question.text} {entry.question.scope}"
            return numeric_verdict(item, item.numeric, asked, reading.statements, evidence.unit, evidence.similarity, entry.key.items)
        return _claim_verdict(item, evidence, self._models[family_of(item)])


def _claim_verdict(item: RubricItem, evidence: Evidence, model: Model) -> Verdict:
    if evidence.similarity < RELATED_FROM:
        return Verdict(item_id=item.id, status=Status.MISSING, engine=ENGINE, confidence=_UNRELATED, credit=0.0)
    chances = model.chances(evidence.row)
    near = _quote(evidence.unit) if evidence.similarity >= NEAR_FROM else None
    verdict = Verdict(
        item_id=item.id, status=chances.status, engine=ENGINE, near=near, confidence=chances.confidence, credit=chances.credit
    )
    if not chances.is_sure:
        return verdict.void(f"the judge leans to {chances.status.value!r}, but is only {chances.confidence:.0%} sure")
    return verdict.model_copy(update={"quote": near or _quote(evidence.unit), "near": None}) if verdict.status in NEEDS_QUOTE else verdict


_UNRELATED = 0.9
"""Confidence that an item is missing when no words come near it; measured on the answers that the judge was calibrated on."""


def _quote(unit: Unit) -> Quote:
    return Quote(start=unit.start, end=unit.end, text=unit.text)
