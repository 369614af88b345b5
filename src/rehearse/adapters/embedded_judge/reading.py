"""An answer as the judge reads it: its claims as units, each with a vector in two spaces."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rehearse.adapters.embeddings import CachingEmbedder, ManySpaces, Vectors
from rehearse.domain import star
from rehearse.domain.claims import is_claim, is_taken_back
from rehearse.domain.keyword_lists import in_recurring_frames
from rehearse.domain.question import BankEntry, Round
from rehearse.domain.units import Unit, clauses, listed, pairs, statements


class Encoders:
    """`plain` is MiniLM as it comes; `trained` has our layers on top, where right and wrong ways of saying a thing lie apart."""

    def __init__(self, plain: CachingEmbedder, twin: ManySpaces, size: int) -> None:
        """`twin` has both spaces; the last `size` texts are remembered in the trained one."""
        self.plain = plain
        self.trained = CachingEmbedder(twin, size=size)
        self._twin = twin

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """The texts in both spaces; the layers that these share run once."""
        if new := self.trained.missing(texts):
            plain, trained = self._twin.encode_all(new)
            unknown = set(self.plain.missing(new))
            self.plain.remember({text: vector for text, vector in zip(new, plain, strict=True) if text in unknown})
            self.trained.remember(dict(zip(new, trained, strict=True)))
        return self.plain.encode(texts), self.trained.encode(texts)


@dataclass(frozen=True)
class Reading:
    """The claims of an answer. Row i of `plain` and `trained`, both (units, 384) with rows of length 1, is unit i.

    `statements` are the units but for the things listed, which are too short to read numbers from.
    """

    units: list[Unit]
    plain: Vectors
    trained: Vectors
    statements: list[Unit]


def read(entry: BankEntry, answer: str, encoders: Encoders) -> Reading:
    """Cut an answer into units, drop what claims nothing, and embed the rest.

    The vector of two neighbouring statements is the mean of theirs, which costs no encoding.
    """
    whole = _standing([unit for unit in _meant(statements(answer)) if _counts(entry, unit.text)])
    parts = [c for s in whole for c in clauses(s) if c.text != s.text and _counts(entry, c.text)]
    short = [piece for s in whole for piece in listed(s) if piece not in parts]
    joined = pairs(answer, whole)
    vectors = encoders.encode([unit.text for unit in whole + parts + short])
    plain, trained = (_with_pairs(each, len(whole)) for each in vectors)
    return Reading(whole + parts + short + joined, plain, trained, whole + parts + joined)


def _meant(units: list[Unit]) -> list[Unit]:
    """The units that do not just fill in a frame."""
    return [unit for unit, framed in zip(units, in_recurring_frames([unit.text for unit in units]), strict=True) if not framed]


def _standing(units: list[Unit]) -> list[Unit]:
    """The units that none of the others takes back."""
    return [unit for unit in units if not is_taken_back(unit.text, (other.text for other in units if other is not unit))]


def _with_pairs(vectors: Vectors, sentences: int) -> Vectors:
    if sentences < 2:
        return vectors
    means = vectors[: sentences - 1] + vectors[1:sentences]
    return np.vstack([vectors, means / np.linalg.norm(means, axis=1, keepdims=True)])


def _counts(entry: BankEntry, text: str) -> bool:
    """Whether a piece claims something; in a behavioural round, something that happened."""
    is_story = entry.question.round is Round.BEHAVIOURAL
    return is_claim(text, entry.question.text) and not (is_story and star.is_generic(text))
