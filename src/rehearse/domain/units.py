"""An answer cut into the pieces that can carry a claim: sentences, pairs of sentences, clauses, things listed."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

SHORTEST_CLAUSE = 4
"""Words; a shorter clause stays with its neighbour."""
FEWEST_LISTED, LONGEST_LISTED = 3, 7
"""Pieces between commas that make a list, and the most words that each of them has."""
LONGEST_SENTENCE = 40
"""Words; a longer one is speech that was written down without marks."""
SHORTEST_PASSAGE, LONGEST_PASSAGE = 12, 24
"""Words of the pieces that such a one is cut into."""

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n+")
_CLAUSE_END = re.compile(
    r",\s+(?=(?:and|but|so|because|since|which|while|whereas|then|or|not|until|although|though|it|we|i|you|they|that|the)\b)"
    r"|\s+(?=(?:because|whereas|which means|so that|but|although|and then)\b)"
    r"|:\s+|\s+[–—-]+\s+",
    re.IGNORECASE,
)
_JOINT = re.compile(r",\s+|\s+(?=(?:and|but|so|because|since|which|while|whereas|then|or|until|although|though)\b)", re.IGNORECASE)
_WORD = re.compile(r"\S+")
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


def statements(answer: str) -> list[Unit]:
    """The sentences of an answer, those that run on and on cut where words such as "because" join them, or else by length."""
    return [
        piece for whole in sentences(answer) for piece in (_passages(answer, whole) if len(whole.words) > LONGEST_SENTENCE else [whole])
    ]


def _passages(answer: str, sentence: Unit) -> Iterator[Unit]:
    def belong(before: Unit, piece: Unit) -> bool:
        return len(before.words) < SHORTEST_PASSAGE and len(before.words) + len(piece.words) <= LONGEST_PASSAGE

    for passage in _joined(answer, _cut(answer, sentence.start, sentence.end, _JOINT), belong):
        yield from _of_equal_length(answer, passage)


def _of_equal_length(answer: str, passage: Unit) -> Iterator[Unit]:
    """As few pieces as there must be for none to be longer than `LONGEST_PASSAGE` words."""
    words = list(_WORD.finditer(answer, passage.start, passage.end))
    length = math.ceil(len(words) / math.ceil(len(words) / LONGEST_PASSAGE))
    for first in range(0, len(words), length):
        start, end = words[first].start(), words[min(first + length, len(words)) - 1].end()
        yield Unit(start, end, answer[start:end])


def clauses(sentence: Unit) -> list[Unit]:
    """The clauses of a sentence; short ones are joined to the clause before."""
    pieces = _cut(sentence.text, 0, len(sentence.text), _CLAUSE_END)
    joined = _joined(sentence.text, pieces, lambda before, piece: min(len(before.words), len(piece.words)) < SHORTEST_CLAUSE)
    return [Unit(sentence.start + u.start, sentence.start + u.end, u.text) for u in joined]


def _joined(text: str, pieces: Iterable[Unit], belong: Callable[[Unit, Unit], bool]) -> list[Unit]:
    """The pieces of a text, each in one with what stands before it where the two belong together."""
    joined: list[Unit] = []
    for piece in pieces:
        if joined and belong(joined[-1], piece):
            start = joined.pop().start
            joined.append(Unit(start, piece.end, text[start : piece.end]))
        else:
            joined.append(piece)
    return joined


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
