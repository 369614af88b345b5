"""What the judge measures between the rubric items of a question and one answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rehearse.adapters.embeddings import Embedder, Vectors
from rehearse.domain import polarity, star
from rehearse.domain.claims import content_words, is_claim
from rehearse.domain.question import BankEntry, Round, RubricItem
from rehearse.domain.units import Unit, clauses, pairs, sentences

Floats = NDArray[np.float64]

NAMES = (
    "accept", "accept_mean", "accept_max", "accept_top", "reject", "reject_max", "reject_lead", "margin", "margin_max", "own",
    "answer_margin", "unit_margin", "own_margin", "overlap", "overlap_nearest", "overlap_reject", "overlap_gap", "only_accept", "only_reject",
    "negated_accept", "negated_reject", "opposite_accept", "opposite_reject", "cue", "cue_any",
)  # fmt: skip
"""One name a column of a feature row, in order. All are cosines, shares or flags."""

_REJECT_PULL, _OWN_PULL, _CUE_PULL = 0.5, 0.15, 0.1
"""How much nearness to a rejected phrasing, belonging to this item alone, and STAR signs move the choice of evidence."""


@dataclass(frozen=True)
class Reading:
    """The claims of an answer as units with their vectors. Row i of `vectors` is unit i."""

    units: list[Unit]
    vectors: Vectors


@dataclass(frozen=True)
class Evidence:
    """The unit that speaks most for an item, and the feature row of the pair."""

    unit: Unit
    row: Floats

    @property
    def similarity(self) -> float:
        """Cosine of the unit and the nearest accepted phrasing."""
        return float(self.row[0])


@dataclass(frozen=True)
class _Match:
    """Cosines of every unit (rows) with an item's accepted and rejected phrasings (columns)."""

    item: RubricItem
    accept: Vectors
    reject: Vectors
    cues: Floats


def read(entry: BankEntry, answer: str, embedder: Embedder) -> Reading:
    """Cut an answer into units, drop what claims nothing, and embed the rest.

    The vector of two neighbouring sentences is the mean of theirs, which costs no encoding.
    """
    whole = [unit for unit in sentences(answer) if _counts(entry, unit.text)]
    parts = [c for s in whole for c in clauses(s) if c.text != s.text and _counts(entry, c.text)]
    vectors = embedder.encode([unit.text for unit in whole + parts])
    joined = pairs(answer, whole)
    if joined:
        means = vectors[: len(whole) - 1] + vectors[1 : len(whole)]
        vectors = np.vstack([vectors, means / np.linalg.norm(means, axis=1, keepdims=True)])
    return Reading(whole + parts + joined, vectors)


def _counts(entry: BankEntry, text: str) -> bool:
    """Whether a piece claims something; in a behavioural round, something that happened."""
    is_story = entry.question.round is Round.BEHAVIOURAL
    return is_claim(text, entry.question.text) and not (is_story and star.is_generic(text))


def find_evidence(items: Sequence[RubricItem], reading: Reading, embedder: Embedder) -> list[Evidence]:
    """The best evidence for each item. The reading must hold at least one unit."""
    matches = [_match(item, reading, embedder) for item in items]
    best_accept = np.array([match.accept.max(axis=1) for match in matches])
    margins = _margins(matches)
    evidence = []
    for index, match in enumerate(matches):
        others = np.delete(best_accept, index, axis=0).max(axis=0) if len(matches) > 1 else np.zeros(len(reading.units))
        own = best_accept[index] - others
        best = int(_strength(match, own).argmax())
        row = _row(match, best, reading.units[best].text, float(own[best]), [margin[best] for margin in margins])
        evidence.append(Evidence(reading.units[best], row))
    return evidence


def _margins(matches: Sequence[_Match]) -> list[Floats]:
    """How much nearer the answer is to what is right than to what is wrong, for every unit.

    Over the items, which falls when few of them are spoken of; over the units; and of the unit alone.
    """
    units = np.max([match.accept.max(axis=1) for match in matches], axis=0) - np.max(
        [match.reject.max(axis=1) for match in matches], axis=0
    )
    over_items = np.mean([match.accept.max() - match.reject.max() for match in matches])
    return [np.full_like(units, over_items), np.full_like(units, units.mean()), units]


def _match(item: RubricItem, reading: Reading, embedder: Embedder) -> _Match:
    phrasings = list(item.phrasings)
    keyed = embedder.encode(phrasings + list(item.reject))
    part = item.part
    cues = [part is not None and star.has_cue(unit.text, part) for unit in reading.units]
    split = len(phrasings)
    rejected = reading.vectors @ keyed[split:].T if item.reject else np.zeros((len(reading.units), 1), dtype=np.float32)
    return _Match(item, reading.vectors @ keyed[:split].T, rejected, np.array(cues, dtype=np.float64))


def _strength(match: _Match, own: Floats) -> Floats:
    """How much each unit speaks for an item."""
    accept, reject = match.accept.max(axis=1), match.reject.max(axis=1)
    strength: Floats = accept - _REJECT_PULL * np.maximum(0, reject - accept) + _OWN_PULL * own + _CUE_PULL * match.cues
    return strength


def _row(match: _Match, best: int, text: str, own: float, margins: list[float]) -> Floats:
    accept, reject = match.accept[best], match.reject[best]
    every_accept, every_reject = match.accept.max(axis=1), match.reject.max(axis=1)
    most_rejected = int(every_reject.argmax())
    cosines = (
        accept.max(), np.sort(accept)[-3:].mean(), every_accept.max(), np.sort(every_accept)[-3:].mean(), reject.max(),
        every_reject.max(), every_reject[most_rejected] - every_accept[most_rejected], accept.max() - reject.max(),
        every_accept.max() - every_reject.max(), own, *margins,
    )  # fmt: skip
    nearest = match.item.phrasings[int(accept.argmax())]
    nearest_reject = match.item.reject[int(reject.argmax())] if match.item.reject else ""
    words = _word_features(match.item, text, nearest, nearest_reject)
    return np.array([*cosines, *words, match.cues[best], match.cues.max()], dtype=np.float64)


def _word_features(item: RubricItem, text: str, nearest: str, nearest_reject: str) -> tuple[float, ...]:
    words = content_words(text)
    accepted, rejected = content_words(" ".join(item.phrasings)), content_words(" ".join(item.reject))
    overlap_nearest = _share(content_words(nearest), words)
    overlap_reject = _share(content_words(nearest_reject), words)
    return (
        _share(words, accepted),
        overlap_nearest,
        overlap_reject,
        overlap_nearest - overlap_reject,
        _share(accepted - rejected, words),
        _share(rejected - accepted, words),
        float(polarity.is_negated_against(text, nearest)),
        float(polarity.is_negated_against(text, nearest_reject)),
        float(polarity.opposites(text, nearest)),
        float(polarity.opposites(text, nearest_reject)),
    )


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """The share of `words` that stand in `others`."""
    return len(words & others) / len(words) if words else 0.0
