"""Search by meaning and by words at once."""

from rehearse.ports import Kind, Passage, Retriever

RANK_DAMPING = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""
DEPTH = 200


class HybridRetriever:
    """Fuses the ranks of two retrievers. `Passage.similarity` stays the first one's: the cosine."""

    def __init__(self, dense: Retriever, keywords: Retriever, keyword_weight: float = 1.0) -> None:
        self._dense = dense
        self._keywords = keywords
        self._keyword_weight = keyword_weight

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        """The documents that are high in both rankings, best first."""
        near = self._dense.search(kind, query, DEPTH)
        scores = {passage.id: 1 / (RANK_DAMPING + rank) for rank, passage in enumerate(near)}
        for rank, passage in enumerate(self._keywords.search(kind, query, DEPTH)):
            if passage.id in scores:
                scores[passage.id] += self._keyword_weight / (RANK_DAMPING + rank)
        return sorted(near, key=lambda passage: -scores[passage.id])[:count]
