"""Questions of the bank that ask the same."""

from rehearse.content.bank import Bank
from rehearse.domain.record import Value
from rehearse.ports import Kind, Retriever

ALIKE = 0.8
"""Cosine of two questions' texts from which they are near-duplicates."""
NEIGHBOURS = 6


class Pair(Value):
    """Two questions and the cosine of their texts."""

    first: str
    second: str
    similarity: float


def near_duplicates(bank: Bank, retriever: Retriever) -> list[Pair]:
    """Pairs of questions that are near-duplicates and not siblings, the most alike first."""
    pairs: dict[tuple[str, str], Pair] = {}
    for entry in bank:
        siblings = bank.siblings(entry.id)
        for passage in retriever.search(Kind.QUESTION, entry.question.text, NEIGHBOURS):
            if passage.similarity >= ALIKE and passage.id not in (entry.id, *siblings):
                first, second = sorted((entry.id, passage.id))
                pairs[first, second] = Pair(first=first, second=second, similarity=passage.similarity)
    return sorted(pairs.values(), key=lambda pair: -pair.similarity)
