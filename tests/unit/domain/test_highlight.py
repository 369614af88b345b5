import pytest

from rehearse.domain.highlight import segments
from unit.builders import quote

ANSWER = "Bagging averages many trees 🙂, so errors cancel."


@pytest.mark.parametrize(
    "quotes", [{}, {"1": "Bagging"}, {"1": "many trees", "2": "trees 🙂, so"}, {"1": ANSWER, "2": "errors"}, {"1": "cancel."}]
)
def test_the_pieces_put_together_are_the_answer(quotes):
    cut = segments(ANSWER, {label: quote(ANSWER, words) for label, words in quotes.items()})
    assert "".join(piece.text for piece in cut) == ANSWER
    for label, words in quotes.items():
        assert "".join(piece.text for piece in cut if label in piece.labels) == words


def test_words_that_earned_two_points_carry_both_labels():
    cut = segments("one two three", {"1": quote("one two three", "one two"), "2": quote("one two three", "two three")})
    assert [(piece.text, piece.labels) for piece in cut] == [("one ", ("1",)), ("two", ("1", "2")), (" three", ("2",))]


def test_an_empty_answer_has_no_pieces():
    assert segments("", {}) == []


def test_markup_in_an_answer_is_cut_like_any_text():
    hostile = "<b>bold</b> claim"
    assert [piece.text for piece in segments(hostile, {"1": quote(hostile, "bold")})] == ["<b>", "bold", "</b> claim"]
