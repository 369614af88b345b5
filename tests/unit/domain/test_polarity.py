import pytest

from rehearse.domain.polarity import is_negated_against, negations, opposites


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("it lowers variance", 0),
        ("it does not lower variance", 1),
        ("it doesn't lower variance", 1),
        ("it doesn’t lower variance", 1),
        ("never without labels", 2),
        ("not only variance but bias", 0),
        ("no matter how large", 0),
        ("NOT at all", 1),
    ],
)
def test_negating_words_are_counted(text, count):
    assert negations(text) == count


def test_a_claim_and_its_denial_are_told_apart():
    assert is_negated_against("bagging does not lower bias", "bagging lowers bias")
    assert is_negated_against("bagging lowers bias", "bagging does not lower bias")


def test_two_negations_make_an_assertion():
    assert not is_negated_against("it is not true that bagging never helps", "bagging helps")
    assert not is_negated_against("bagging doesn't help", "bagging does not help")


def test_opposite_words_are_counted_in_both_directions():
    assert opposites("the variance increases", "the variance decreases") == 1
    assert opposites("higher bias and less variance", "lower bias and more variance") == 2


def test_a_clause_that_names_both_sides_contradicts_neither():
    assert opposites("precision rises while recall falls", "recall falls and precision rises") == 0
    assert opposites("more data, less variance", "more data gives less variance") == 0


def test_unrelated_clauses_hold_no_opposites():
    assert opposites("use a heap", "keep the k largest values") == 0
