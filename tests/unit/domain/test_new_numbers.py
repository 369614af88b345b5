import pytest

from rehearse.domain.new_numbers import new_numbers, numbers_in

SAID = "Precision fell from 12 percent to nine percent in two weeks, at 40 ms and three times the cost, on 1,000 users with L2."


@pytest.mark.parametrize(
    "text",
    [
        "It fell from 12% to 9%.",
        "It took two weeks.",
        "Within 0.04 seconds, tripling the cost.",
        "On a thousand users, at forty milliseconds.",
        "On 1000 users.",
        "Between nine and twelve percent.",
        "No number at all; it uses L2, F1, GPT-4 and p95.",
        "One of them falls, and no one noticed.",
    ],
)
def test_what_the_candidate_said_may_be_said_again(text):
    assert new_numbers(text, SAID) == []


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("It fell to 8 percent.", "8 percent"),
        ("It fell to eight percent.", "8 percent"),
        ("It took two months.", "2 months"),
        ("At 40 GB.", "40 GB"),
        ("It halved.", "halved"),
        ("It was twice as fast.", "twice"),
        ("For hundreds of users.", "hundreds"),
        ("A third of the users.", "1/3"),
        ("Between nine and fifteen percent.", "15"),
        ("In 2 of 3 cases.", "3"),
    ],
)
def test_a_number_that_was_not_said_is_found_however_it_is_written(text, new):
    assert any(new in found for found in new_numbers(text, SAID)), new_numbers(text, SAID)


def test_everything_is_new_to_one_who_said_nothing():
    assert new_numbers("12 ms, nine users, doubled", "") == ["12 ms", "9", "doubled"]


def test_the_numbers_of_a_text_in_order():
    assert numbers_in("It fell from 12 percent to nine in two weeks and doubled.") == ["12 percent", "9", "2 weeks", "doubled"]
