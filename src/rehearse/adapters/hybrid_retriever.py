"""Search by meaning and by words at once."""

from collections.abc import Mapping

import numpy as np

from rehearse.ports import Kind, Passage, Retriever

KEYWORD_WEIGHT = 0.75
"""What a shared word counts beside nearness in meaning, both in standard deviations."""


class HybridRetriever:
    """Adds up the standard scores of two retrievers. `Passage.similarity` stays the first one's: the cosine."""

    def __init__(self, dense: Retriever, keywords: Retriever, sizes: Mapping[Kind, int], keyword_weight: float = KEYWORD_WEIGHT) -> None:
        self._dense = dense
        self._keywords = keywords
        self._sizes = sizes
        self._keyword_weight = keyword_weight

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        """The documents that are near in meaning, in words or in both, best first."""
        near = self._dense.search(kind, query, self._sizes[kind])
        words = {passage.id: passage.similarity for passage in self._keywords.search(kind, query, self._sizes[kind])}
        meaning = _standard(np.array([passage.similarity for passage in near]))
        shared = _standard(np.array([words.get(passage.id, 0.0) for passage in near]))
        order = np.argsort(-(meaning + self._keyword_weight * shared), kind="stable")
        return [near[index] for index in order[:count]]


def _standard(scores: np.ndarray) -> np.ndarray:
    """Scores in standard deviations from their mean; all zero when they are all the same."""
    spread = scores.std() if scores.size else 0.0
    return (scores - scores.mean()) / spread if spread else np.zeros_like(scores)
