"""The data recipe: pairs of sentences of which we know whether they say the same, the opposite, or something else.

From the bank: two accepted phrasings of an item say the same; an accepted and a rejected one the opposite; phrasings of other
items something else. From code: phrasings negated, reversed, swapped or with another number (`rehearse.evaluation.perturb`), hedges,
bare keywords and echoes of the question. From answers whose claims were turned round by hand: what stood there, and what stands there
now. Everything is drawn with a fixed seed.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import TypeVar

from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.record import Value
from rehearse.evaluation.perturb import CONTRADICTING

T = TypeVar("T")
Target = tuple[float, float, float]
SAME, OTHER, OPPOSITE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
_EDITED, _WORDLESS = 0.6, 0.5
"""Weights of pairs that code has made, beside 1 for those of people's phrasings."""
_TURNED, _EXCHANGED, _STOOD = 0.8, 0.5, 0.6
"""Weights of what was turned round by hand beside the key, beside what stood there, and of what stood there beside the key."""
_PHRASINGS = 4
"""Phrasings of an item that a piece of an answer is compared with."""


class TextPair(Value):
    """What a candidate says, what the key says, the probabilities of same, other and opposite, and the weight of the pair."""

    said: str
    phrasing: str
    target: Target
    weight: float = 1.0


def bank_pairs(entry: BankEntry, seed: int = 0) -> list[TextPair]:
    """The pairs of one question."""
    draw = random.Random(f"{seed}-{entry.id}")
    return [pair for item in entry.key.items for pair in _item_pairs(entry, item, draw)]


def turned_pairs(item: RubricItem, before: Sequence[str], after: Sequence[str], draw: random.Random) -> Iterator[TextPair]:
    """The pieces of an answer before and after its claim of an item was turned round: those that changed say the opposite.

    Where their number has changed too, nobody knows which of them stands for which.
    """
    old, new = [unit for unit in before if unit not in after], [unit for unit in after if unit not in before]
    yield from _beside_key(item, new, OPPOSITE, _TURNED, draw)
    if len(old) == len(new):
        for pair in zip(old, new, strict=True):
            yield from (TextPair(said=a, phrasing=b, target=OPPOSITE, weight=_EXCHANGED) for a, b in permutations(pair))
        yield from _beside_key(item, old, SAME, _STOOD, draw)


def _beside_key(item: RubricItem, units: Sequence[str], target: Target, weight: float, draw: random.Random) -> Iterator[TextPair]:
    for said in units:
        yield from (TextPair(said=said, phrasing=p, target=target, weight=weight) for p in _some(item.phrasings, _PHRASINGS, draw))


def _item_pairs(entry: BankEntry, item: RubricItem, draw: random.Random) -> Iterator[TextPair]:
    yield from _true_pairs(item, draw)
    yield from _false_pairs(item, draw)
    yield from _other_pairs(item, [other for other in entry.key.items if other.id != item.id], draw)
    yield from _edited_pairs(item, draw)
    yield from _wordless_pairs(entry, item, draw)


def _true_pairs(item: RubricItem, draw: random.Random) -> Iterator[TextPair]:
    yield from (TextPair(said=said, phrasing=item.text, target=SAME) for said in item.accept)
    yield from (TextPair(said=a, phrasing=b, target=SAME) for a, b in _some(list(permutations(item.phrasings, 2)), 10, draw))


def _false_pairs(item: RubricItem, draw: random.Random) -> Iterator[TextPair]:
    crossed = [(wrong, right) for wrong in item.reject for right in item.phrasings]
    yield from (TextPair(said=a, phrasing=b, target=OPPOSITE) for a, b in _some(crossed, 9, draw))
    yield from (TextPair(said=b, phrasing=a, target=OPPOSITE, weight=0.7) for a, b in _some(crossed, 6, draw))


def _other_pairs(item: RubricItem, others: Sequence[RubricItem], draw: random.Random) -> Iterator[TextPair]:
    for _ in range(8 if others else 0):
        yield TextPair(said=draw.choice(draw.choice(others).phrasings), phrasing=draw.choice([*item.phrasings, item.text]), target=OTHER)
    wrong = [text for other in others for text in other.reject]
    yield from (TextPair(said=said, phrasing=draw.choice(item.phrasings), target=OTHER) for said in _some(wrong, 3, draw))


def _edited_pairs(item: RubricItem, draw: random.Random) -> Iterator[TextPair]:
    for edit in CONTRADICTING.values():
        edited = [(said, phrasing) for phrasing in item.phrasings if (said := edit(phrasing))]
        for said, original in _some(edited, 3, draw):
            yield TextPair(said=said, phrasing=draw.choice([original, *item.phrasings]), target=OPPOSITE, weight=_EDITED)


def _wordless_pairs(entry: BankEntry, item: RubricItem, draw: random.Random) -> Iterator[TextPair]:
    """A hedge, a list of the key's longer words, and the question itself: they say nothing."""
    phrasing = draw.choice(item.phrasings)
    words = sorted({word for text in item.phrasings for word in text.lower().split() if len(word) > 5})
    said = [f"maybe {phrasing}, or maybe it is the opposite", " ".join(_some(words, 6, draw)), entry.question.text.split("?")[0][:150]]
    yield from (TextPair(said=text, phrasing=draw.choice(item.phrasings), target=OTHER, weight=_WORDLESS) for text in said if text)


def _some(values: Sequence[T], most: int, draw: random.Random) -> list[T]:
    return draw.sample(values, min(most, len(values)))
