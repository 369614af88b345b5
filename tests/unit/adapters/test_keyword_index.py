"""Search by words, and by words and meaning at once."""

from rehearse.adapters.hybrid_retriever import HybridRetriever
from rehearse.adapters.keyword_index import KeywordIndex
from rehearse.ports import Document, Kind, Passage

DOCUMENTS = [
    Document(id="trees", text="Averaging many decision trees lowers the variance."),
    Document(id="nets", text="Gradients vanish in deep networks with saturating activations."),
    Document(id="tests", text="A p-value is not the probability of the null hypothesis."),
]
INDEX = KeywordIndex({Kind.QUESTION: DOCUMENTS})


class Dense:
    """Finds the documents in a given order."""

    def __init__(self, *ids: str) -> None:
        self._ids = ids

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        return [Passage(id=name, text="", similarity=1 - rank / 10) for rank, name in enumerate(self._ids)][:count]


def test_words_are_found_in_any_form():
    assert [passage.id for passage in INDEX.search(Kind.QUESTION, "the gradient of a network", 5)] == ["nets"]


def test_a_query_that_shares_no_word_finds_nothing():
    assert INDEX.search(Kind.QUESTION, "zebra", 5) == []
    assert INDEX.search(Kind.QUESTION, "of the", 5) == [], "words that every text holds say nothing"
    assert INDEX.search(Kind.REFERENCE, "trees", 5) == [], "nothing of this kind"


def test_a_shared_word_lifts_a_document_which_keeps_its_cosine():
    both = HybridRetriever(Dense("tests", "nets", "trees"), INDEX, {Kind.QUESTION: 3}, keyword_weight=2)
    found = both.search(Kind.QUESTION, "deep networks", 2)
    assert [passage.id for passage in found] == ["nets", "tests"]
    assert found[0].similarity == 0.9


def test_without_shared_words_the_order_of_meaning_stays():
    both = HybridRetriever(Dense("tests", "nets", "trees"), INDEX, {Kind.QUESTION: 3})
    assert [passage.id for passage in both.search(Kind.QUESTION, "zebra", 3)] == ["tests", "nets", "trees"]
