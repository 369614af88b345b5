import pytest

from rehearse.domain.numbers import NumericMatch, match, values
from unit.builders import numeric_target

SIXTEEN = numeric_target(16.1, "%")
PAIRS = numeric_target(14_750)


@pytest.mark.parametrize(
    "said",
    [
        "16%",
        "about 16 %",
        "sixteen percent",
        "Sixteen per cent of them",
        "one in six",
        "1 in 6",
        "1/6",
        "about one out of every six",
        "0.161",
        ".161",
        "95 out of 590",
        "95/590",
        "zero point one six one",
        "I get 95 over 590, so roughly 16 percent.",
    ],
)
def test_a_share_is_recognised_however_it_is_said(said):
    assert match(said, SIXTEEN) is NumericMatch.RIGHT


@pytest.mark.parametrize(
    "said",
    [
        "14,750",
        "14750",
        "14.7k",
        "14.7K users",
        "fourteen thousand seven hundred and fifty",
        "about 15,000",
        "$14,750.00",
    ],
)
def test_a_count_is_recognised_however_it_is_said(said):
    assert match(said, PAIRS) is NumericMatch.RIGHT


@pytest.mark.parametrize("said", ["95 percent", "one in two hundred", "0.95", "1%", "19 out of 20"])
def test_another_share_is_wrong(said):
    assert match(said, SIXTEEN) is NumericMatch.WRONG


@pytest.mark.parametrize("said", ["14", "147,500", "14.7", "1.5k", "about twelve thousand"])
def test_another_count_is_wrong(said):
    assert match(said, PAIRS) is NumericMatch.WRONG


@pytest.mark.parametrize("said", ["", "quite low", "I would use Bayes' theorem", "F1 and L2", "the version v16 model"])
def test_an_answer_without_the_number_is_not_a_wrong_number(said):
    assert match(said, SIXTEEN) is NumericMatch.ABSENT
    assert match(said, PAIRS) is NumericMatch.ABSENT


def test_where_a_share_is_expected_a_bare_count_says_nothing():
    assert match("take 16 people and then 10,000 more", SIXTEEN) is NumericMatch.ABSENT


def test_one_right_number_among_others_is_enough():
    assert match("of 10,000 people 590 test positive and 95 of those are ill, so 16%", SIXTEEN) is NumericMatch.RIGHT


def test_the_tolerance_is_relative_to_the_expected_value():
    assert match("15.3%", SIXTEEN) is NumericMatch.RIGHT
    assert match("15.2%", SIXTEEN) is NumericMatch.WRONG
    assert match("-5", numeric_target(-5.1)) is NumericMatch.RIGHT


def test_nothing_is_divided_by_zero():
    assert values("5 out of 0", percent=True) == []


def test_a_percentage_point_is_a_percentage():
    assert values("five percentage points", percent=True) == [5]
