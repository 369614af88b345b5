import pytest

from rehearse.domain.units import Unit, clauses, listed, overlaps, pairs, sentences, statements

TEXTS = [
    "It averages trees. That lowers variance, because their errors cancel out; the bias stays.",
    "  Leading space.\n\nA new paragraph: with a colon – and a dash.  ",
    "Naïve Bayes 🙂 is fast. «Très bien» – it works, and it scales, but the scores are poorly calibrated!",
    "One",
    "",
    "...!!!",
    "First\nsecond\nthird, so there.",
    "The rate is 0.161, which is about 16.1% of them.",
]


@pytest.mark.parametrize("answer", TEXTS)
def test_every_piece_stands_in_the_answer_at_its_offsets(answer):
    whole = sentences(answer)
    pieces = [*whole, *(clause for sentence in whole for clause in clauses(sentence)), *pairs(answer, whole)]
    for piece in pieces:
        assert answer[piece.start : piece.end] == piece.text
        assert piece.text == piece.text.strip() != ""


@pytest.mark.parametrize("answer", TEXTS)
def test_no_word_of_the_answer_is_lost_or_heard_twice(answer):
    assert " ".join(s.text for s in sentences(answer)).split() == answer.split()
    for sentence in sentences(answer):
        joined = " ".join(clause.text for clause in clauses(sentence))
        assert [w for w in joined.replace(",", "").replace(":", "").split() if w not in "–—-"] == [
            w for w in sentence.text.replace(",", "").replace(":", "").split() if w not in "–—-"
        ]


SPOKEN = (
    "so i would say it is overfitting because the model has picked up peculiarities of the training rows that are not there in new rows and it is "
    "very flexible but first i would check that the comparison is honest and that validation comes from the same period and the same users"
)


def test_speech_without_marks_is_cut_where_words_join_it():
    assert [unit.text for unit in statements(SPOKEN)] == [
        "so i would say it is overfitting",
        "because the model has picked up peculiarities of the training rows that are not there in new rows",
        "and it is very flexible but first i would check that the comparison is honest",
        "and that validation comes from the same period and the same users",
    ]


@pytest.mark.parametrize("answer", [*TEXTS, SPOKEN, "word " * 1000])
def test_statements_lose_no_word_and_are_short(answer):
    assert " ".join(unit.text for unit in statements(answer)).split() == answer.split()
    assert all(answer[unit.start : unit.end] == unit.text and len(unit.words) <= 40 for unit in statements(answer))


@pytest.mark.parametrize("answer", TEXTS)
def test_an_ordinary_sentence_is_one_statement(answer):
    assert statements(answer) == sentences(answer)


def test_a_decimal_point_ends_no_sentence():
    assert len(sentences("The rate is 0.161 in all. That is low.")) == 2


def test_a_sentence_is_cut_at_its_reasons_and_turns():
    (sentence,) = sentences("It lowers the variance, because the errors cancel out, but the bias of it stays.")
    assert [c.text for c in clauses(sentence)] == ["It lowers the variance", "because the errors cancel out", "but the bias of it stays."]


def test_a_clause_too_short_to_claim_anything_stays_with_its_neighbour():
    (sentence,) = sentences("It helps, because errors cancel out.")
    assert [c.text for c in clauses(sentence)] == ["It helps, because errors cancel out."]


def test_things_listed_between_commas_are_pieces_of_their_own():
    answer = "First this. Against it: more data, weight decay, and stopping early."
    found = listed(sentences(answer)[1])
    assert [piece.text for piece in found] == ["Against it", "more data", "weight decay", "stopping early."]
    assert all(answer[piece.start : piece.end] == piece.text for piece in found)


def test_a_sentence_with_a_comma_or_two_lists_nothing():
    assert listed(sentences("When the loss on the validation set rises again, which it often does after some epochs, we stop.")[0]) == []


def test_neighbours_are_paired_for_claims_that_take_two_sentences():
    answer = "First this. Then that. Then more."
    assert [p.text for p in pairs(answer, sentences(answer))] == ["First this. Then that.", "Then that. Then more."]
    assert pairs("Only one.", sentences("Only one.")) == []


def test_pieces_overlap_when_they_share_text():
    assert overlaps(Unit(0, 5, "abcde"), Unit(4, 6, "ef"))
    assert not overlaps(Unit(0, 5, "abcde"), Unit(5, 6, "f"))
