"""An answer cut into the pieces that can carry a claim: sentences, pairs of sentences, clauses, things listed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

SHORTEST_CLAUSE = 4
"""Words; a shorter clause stays with its neighbour."""
FEWEST_LISTED, LONGEST_LISTED = 3, 7
"""Pieces between commas that make a list, and the most words that each of them has."""

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n+")
_CLAUSE_END = re.compile(
    r",\s+(?=(?:and|but|so|because|since|which|while|whereas|then|or|not|until|although|though|it|we|i|you|they|that|the)\b)"
    r"|\s+(?=(?:because|whereas|which means|so that|but|although|and then)\b)"
    r"|:\s+|\s+[–—-]+\s+",
    re.IGNORECASE,
)
_LIST_END = re.compile(r",\s+(?:and\s+|or\s+)?|:\s+|\s+[–—-]\s+|\s+(?:→|plus)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A piece of an answer: ``answer[start:end] == text``."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> list[str]:
        return self.text.split()


def sentences(answer: str) -> list[Unit]:
    """The sentences of an answer, offsets kept."""
    return list(_cut(answer, 0, len(answer), _SENTENCE_END))


def clauses(sentence: Unit) -> list[Unit]:
    """The clauses of a sentence; short ones are joined to the clause before."""
    pieces = list(_cut(sentence.text, 0, len(sentence.text), _CLAUSE_END))
    joined: list[Unit] = []
    for piece in pieces:
        if joined and (len(piece.words) < SHORTEST_CLAUSE or len(joined[-1].words) < SHORTEST_CLAUSE):
            start = joined.pop().start
            joined.append(Unit(start, piece.end, sentence.text[start : piece.end]))
        else:
            joined.append(piece)
    return [Unit(sentence.start + u.start, sentence.start + u.end, u.text) for u in joined]


def listed(sentence: Unit) -> list[Unit]:
    """What a sentence lists between commas, as in "more data, weight decay, early stopping"; nothing when it is no such list."""
    pieces = list(_cut(sentence.text, 0, len(sentence.text), _LIST_END))
    short = [piece for piece in pieces if len(piece.words) <= LONGEST_LISTED]
    if len(short) < FEWEST_LISTED:
        return []
    return [Unit(sentence.start + u.start, sentence.start + u.end, u.text) for u in short if len(u.words) > 1]


def pairs(answer: str, units: list[Unit]) -> list[Unit]:
    """Neighbouring units joined, for claims that take two sentences."""
    return [Unit(a.start, b.end, answer[a.start : b.end]) for a, b in pairwise(units)]


def overlaps(a: Unit, b: Unit) -> bool:
    """Whether two units of one answer share text."""
    return a.start < b.end and b.start < a.end


def _cut(text: str, start: int, end: int, boundary: re.Pattern[str]) -> Iterator[Unit]:
    at = start
    for match in [*boundary.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop]
        stripped = piece.strip()
        if stripped:
            left = at + piece.index(stripped)
            yield Unit(left, left + len(stripped), stripped)
        at = match.end() if match else end
