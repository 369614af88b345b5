"""Questions that ask the same."""

from rehearse.content.bank import Bank
from rehearse.ports import Kind, Passage
from rehearse.services.duplicates import near_duplicates
from unit.builders import entry


class AlikeByFirstWord:
    """Finds every question; those whose ids begin alike are near."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        asked = next(e for e in self._bank if e.question.text == query)
        found = [Passage(id=e.id, text="", similarity=0.9 if e.id[:4] == asked.id[:4] else 0.2) for e in self._bank]
        return sorted(found, key=lambda passage: -passage.similarity)[:count]


def test_near_duplicates_are_listed_once_a_pair():
    bank = Bank([entry("bagging"), entry("bagging-again"), entry("pca")])
    (pair,) = near_duplicates(bank, AlikeByFirstWord(bank))
    assert (pair.first, pair.second, pair.similarity) == ("bagging", "bagging-again", 0.9)


def test_siblings_are_alike_on_purpose_whichever_names_the_other():
    for named, naming in (("bagging", "bagging-again"), ("bagging-again", "bagging")):
        bank = Bank([entry(named), entry(naming).model_copy(update={"siblings": (named,)})])
        assert near_duplicates(bank, AlikeByFirstWord(bank)) == []
        assert bank.siblings(named) == [naming]
