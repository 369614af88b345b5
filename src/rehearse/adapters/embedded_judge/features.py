"""What the judge measures between the rubric items of a question and one answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rehearse.adapters.embedded_judge.pair_head import OPPOSITE, SAME, PairHead
from rehearse.adapters.embedded_judge.reading import Encoders, Reading
from rehearse.adapters.embeddings import Vectors
from rehearse.domain import polarity, star
from rehearse.domain.question import RubricItem
from rehearse.domain.units import Unit
from rehearse.domain.words import content_words

Floats = NDArray[np.float64]

_SPACE = (
    "accept",
    "accept_mean",
    "accept_max",
    "accept_top",
    "reject",
    "reject_max",
    "reject_lead",
    "margin",
    "margin_max",
    "own",
    "unit_margin",
)
_PAIRS = ("same", "same_best", "opposite", "opposite_best", "wrong", "wrong_best", "denies_wrong", "denies_wrong_best")
_WORDS = (
    "overlap", "overlap_nearest", "overlap_reject", "overlap_gap", "only_accept", "only_reject", "negated_accept", "negated_reject",
    "opposite_accept", "opposite_reject", "denied", "reversed", "recalled", "cue", "cue_any",
)  # fmt: skip
_ALONE = ("claimed", "reject_alone", "trained_claimed", "trained_reject_alone", "recalled_rare", "overlap_rare")
_CONTEXT = (
    "accept_max",
    "margin_max",
    "unit_margin",
    "trained_accept_max",
    "trained_margin_max",
    "same",
    "opposite",
    "wrong",
    "denies_wrong",
    "recalled",
)
_OWN_NAMES = (*_SPACE, *(f"trained_{name}" for name in _SPACE), *_PAIRS, *_WORDS, *_ALONE)
NAMES = (*_OWN_NAMES, *(f"answer_{name}" for name in _CONTEXT), "has_reject", "has_accept")
"""One name a column of a feature row, in order. All are cosines, probabilities, shares or flags; ``answer_`` is the mean over all items."""

_CONTEXT_COLUMNS = [_OWN_NAMES.index(name) for name in _CONTEXT]
_REJECT_PULL, _OWN_PULL, _CUE_PULL = 0.5, 0.15, 0.1
"""How much nearness to a rejected phrasing, belonging to this item alone, and STAR signs move the choice of evidence."""
CANDIDATES = 3
"""Units of an answer that are compared closely with an item."""


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
class _Phrasings:
    """The ways of saying an item, right (`accept`) and wrong (`reject`), as vectors in both spaces."""

    item: RubricItem
    plain: Vectors
    trained: Vectors

    @property
    def split(self) -> int:
        """The first row that is a wrong way."""
        return len(self.item.phrasings)


@dataclass(frozen=True)
class _Space:
    """Cosines of every unit (rows) with the phrasings (columns) of one item in one space."""

    accept: Vectors
    reject: Vectors

    @property
    def accept_best(self) -> Vectors:
        return np.asarray(self.accept.max(axis=1))

    @property
    def reject_best(self) -> Vectors:
        return np.asarray(self.reject.max(axis=1))


def find_evidence(items: Sequence[RubricItem], reading: Reading, encoders: Encoders, head: PairHead) -> list[Evidence]:
    """The best evidence for each item. The reading must hold at least one unit."""
    phrasings = [_encoded(item, encoders) for item in items]
    plain = [_space(reading.plain, each.plain, each.split) for each in phrasings]
    trained = [_space(reading.trained, each.trained, each.split) for each in phrasings]
    own_plain, own_trained = _own(plain), _own(trained)
    rarity, said = _rarity(items), _said(reading)
    chosen, rows = [], []
    for index, item in enumerate(items):
        cues = np.array([item.part is not None and star.has_cue(unit.text, item.part) for unit in reading.units], dtype=np.float64)
        strength = _strength(plain[index], own_plain[index], cues) + _strength(trained[index], own_trained[index], cues)
        candidates = np.argsort(-strength, kind="stable")[:CANDIDATES]
        best = int(candidates[0])
        close = _close(reading, phrasings[index], plain[index], trained[index], candidates, head)
        chosen.append(reading.units[best])
        rows.append(
            np.concatenate([
                _space_row(plain[index], best, own_plain[index]),
                _space_row(trained[index], best, own_trained[index]),
                close,
                _word_row(item, reading, best, trained[index], cues, said),
                _alone_row(plain[index], own_plain[index]),
                _alone_row(trained[index], own_trained[index]),
                _rare_row(item, reading, best, rarity, said),
            ])
        )  # fmt: skip
    return [Evidence(unit, row) for unit, row in zip(chosen, _in_context(np.array(rows), items), strict=True)]


def _encoded(item: RubricItem, encoders: Encoders) -> _Phrasings:
    texts = [*item.phrasings, *item.reject]
    return _Phrasings(item, *encoders.encode(texts))


def _space(units: Vectors, phrasings: Vectors, split: int) -> _Space:
    cosines = units @ phrasings.T
    reject = cosines[:, split:] if split < len(phrasings) else np.zeros((len(units), 1), dtype=np.float32)
    return _Space(cosines[:, :split], reject)


def _own(spaces: Sequence[_Space]) -> list[Floats]:
    """For each item and unit, how much nearer the unit is to this item than to the nearest other one."""
    best = np.array([space.accept_best for space in spaces])
    others = [np.delete(best, i, axis=0).max(axis=0) if len(spaces) > 1 else np.zeros(best.shape[1]) for i in range(len(spaces))]
    return [best[i] - others[i] for i in range(len(spaces))]


def _strength(space: _Space, own: Floats, cues: Floats) -> Floats:
    """How much each unit speaks for an item."""
    accept, reject = space.accept_best, space.reject_best
    strength: Floats = accept - _REJECT_PULL * np.maximum(0, reject - accept) + _OWN_PULL * own + _CUE_PULL * cues
    return strength


def _space_row(space: _Space, best: int, own: Floats) -> list[float]:
    accept, reject = space.accept[best], space.reject[best]
    every_accept, every_reject = space.accept_best, space.reject_best
    most_rejected = int(every_reject.argmax())
    return [
        accept.max(), np.sort(accept)[-3:].mean(), every_accept.max(), np.sort(every_accept)[-3:].mean(), reject.max(),
        every_reject.max(), every_reject[most_rejected] - every_accept[most_rejected], accept.max() - reject.max(),
        every_accept.max() - every_reject.max(), own[best], (every_accept - every_reject).mean(),
    ]  # fmt: skip


def _close(
    reading: Reading, phrasings: _Phrasings, plain: _Space, trained: _Space, candidates: NDArray[np.intp], head: PairHead
) -> list[float]:
    """What the pair head says of the likeliest units: same, opposite, and the same of the wrong ways; over all and of the best."""
    most_wrong = int((trained.reject_best - 0.5 * trained.accept_best).argmax())
    units = np.unique(np.append(candidates, most_wrong))
    count = len(phrasings.trained)
    cosines = (reading.plain[units] @ phrasings.plain.T).ravel()
    judged = head(np.repeat(reading.trained[units], count, axis=0), np.tile(phrasings.trained, (len(units), 1)), cosines)
    judged = judged.reshape(len(units), count, 3)
    right, wrong = judged[:, : phrasings.split], judged[:, phrasings.split :]
    best = int(np.flatnonzero(units == candidates[0])[0])
    columns = [_top(side[:, :, what]) for side in (right, wrong) for what in (SAME, OPPOSITE)]
    return [float(value) for column in columns for value in (column.max(), column[best])]


def _top(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the two highest of each row; 0 where a row has none."""
    if not probabilities.shape[1]:
        return np.zeros(len(probabilities), dtype=np.float32)
    mean: NDArray[np.float32] = np.sort(probabilities, axis=1)[:, -2:].mean(axis=1)
    return mean


def _word_row(item: RubricItem, reading: Reading, best: int, space: _Space, cues: Floats, said: frozenset[str]) -> list[float]:
    text = reading.units[best].text
    nearest = item.phrasings[int(space.accept[best].argmax())]
    nearest_reject = item.reject[int(space.reject[best].argmax())] if item.reject else ""
    words = content_words(text)
    accepted, rejected = content_words(" ".join(item.phrasings)), content_words(" ".join(item.reject))
    overlap_nearest, overlap_reject = _share(content_words(nearest), words), _share(content_words(nearest_reject), words)
    negated, opposite = float(polarity.is_negated_against(text, nearest)), float(polarity.opposites(text, nearest))
    return [
        _share(words, accepted), overlap_nearest, overlap_reject, overlap_nearest - overlap_reject,
        _share(accepted - rejected, words), _share(rejected - accepted, words),
        negated, float(polarity.is_negated_against(text, nearest_reject)), opposite, float(polarity.opposites(text, nearest_reject)),
        negated * overlap_nearest, min(1.0, opposite) * overlap_nearest,
        max(_share(content_words(phrasing), said) for phrasing in item.phrasings), cues[best], cues.max(),
    ]  # fmt: skip


def _alone_row(space: _Space, own: Floats) -> list[float]:
    """The best of the units that are nearer to this item than to any other, and how far a wrong way of it leads over all right ones."""
    mine = space.accept_best[own >= 0]
    return [mine.max() if len(mine) else 0.0, (space.reject_best - space.accept_best + np.minimum(own, 0)).max()]


def _rarity(items: Sequence[RubricItem]) -> dict[str, float]:
    """How much each content word of a key tells: 1 where one item has it, a quarter where two have, and so on."""
    counts = Counter(word for item in items for word in content_words(" ".join(item.phrasings)))
    return {word: count**-2 for word, count in counts.items()}


def _rare_row(item: RubricItem, reading: Reading, best: int, rarity: dict[str, float], said: frozenset[str]) -> list[float]:
    """What the answer, and its best unit, hold of the telling words of a phrasing."""
    phrasings = [content_words(phrasing) for phrasing in item.phrasings]
    texts = (said, content_words(reading.units[best].text))
    return [max(_weight(words & text, rarity) / (_weight(words, rarity) or 1) for words in phrasings) for text in texts]


def _weight(words: frozenset[str], rarity: dict[str, float]) -> float:
    return sum(rarity[word] for word in words)


def _said(reading: Reading) -> frozenset[str]:
    """The content words of an answer."""
    return frozenset[str]().union(*(content_words(unit.text) for unit in reading.units))


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """The share of `words` that stand in `others`."""
    return len(words & others) / len(words) if words else 0.0


def _in_context(rows: Floats, items: Sequence[RubricItem]) -> Floats:
    """Each row with the means over the items that earn points: a claim is likelier right in an answer that is right elsewhere."""
    earning = [index for index, item in enumerate(items) if item.points > 0] or list(range(len(items)))
    means = rows[earning][:, _CONTEXT_COLUMNS].mean(axis=0)
    flags = np.array([[bool(item.reject), bool(item.accept)] for item in items], dtype=np.float64)
    return np.hstack([rows, np.tile(means, (len(rows), 1)), flags])
