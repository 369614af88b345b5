"""An answer cut where its quotes begin and end, so that a screen can mark them."""

from collections.abc import Mapping
from itertools import pairwise

from rehearse.domain.record import Value
from rehearse.domain.verdicts import Quote


class Segment(Value):
    """A stretch of an answer and the labels of the quotes that cover it."""

    text: str
    labels: tuple[str, ...]


def segments(answer: str, quotes: Mapping[str, Quote]) -> list[Segment]:
    """The whole answer in order; quotes by label may overlap."""
    cuts = sorted({0, len(answer), *(q.start for q in quotes.values()), *(q.end for q in quotes.values())})
    return [
        Segment(text=answer[start:end], labels=tuple(label for label, q in quotes.items() if q.start <= start and end <= q.end))
        for start, end in pairwise(cuts)
    ]
