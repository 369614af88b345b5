"""The arithmetic of the retrieval suite."""

import pytest

from rehearse.errors import ContentError
from rehearse.evaluation.retrieval import Case, Split, Suite, check_suite, measure
from rehearse.ports import Kind, Passage

CASES = [
    Case(query=f"about {name}", split=Split.TEST, kind=Kind.QUESTION, right=right)
    for name, right in (("first", ("a",)), ("last", ("f", "g")), ("none", ("z",)))
]


class Alphabet:
    """Finds the same letters for every query."""

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        return [Passage(id=letter, text="", similarity=0.5) for letter in "abcdef"][:count]


def test_recall_counts_the_first_five_and_mrr_all():
    found = measure(Alphabet(), CASES)
    assert found.recall == pytest.approx(1 / 3)
    assert found.mrr == pytest.approx((1 + 1 / 6) / 3)
    assert found.missed == ("about last", "about none")


def test_a_case_that_names_nothing_is_a_fault():
    with pytest.raises(ContentError, match="'about none' names 'z', which is no questions"):
        check_suite(Suite(cases=tuple(CASES)), {Kind.QUESTION: list("abcdefg")})
