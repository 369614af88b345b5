"""The style of an answer changes; its negations and its numbers do not."""

import re
from random import Random

import pytest
from tests.unit.builders import entry

from rehearse.content.bank import Bank
from rehearse.domain.number_words import to_digits
from rehearse.domain.polarity import negations
from rehearse.domain.question import Round
from rehearse.domain.words import words_of
from rehearse.errors import ContentError
from rehearse.evaluation.bases import suite_file
from rehearse.evaluation.cases import Case
from rehearse.evaluation.restyle import RESTYLES, contracted, expanded, may_be_mistyped, other_spelling, reordered, with_fillers, with_typos
from rehearse.evaluation.restyle import without_punctuation as bare
from rehearse.evaluation.speech import as_heard, spoken
from rehearse.evaluation.style import ABOUT, STYLES, Rewording, read_rewordings, restyled

ANSWER = (
    "The median's not the mean, and it doesn't depend on outliers. We normalise 1,250 rows, so the error falls from 0.92 to 0.6 percent. "
    "I would never drop three columns without a check. The recall is higher, the cache is cold."
)
BANK = Bank([entry("bagging"), entry("heap", round=Round.CODING)])


def chance(seed=0):
    return Random(seed)


def cases(question_id="bagging", answer=ANSWER):
    return [Case(id=f"c{n}", question_id=question_id, kind="good", answer=answer) for n in range(3)]


def test_the_same_variants_come_every_time():
    assert restyled(cases(), [], BANK) == restyled(cases(), [], BANK)


def test_every_kind_of_style_is_there_and_explained():
    rewordings = [Rewording(base="c0", paraphrase="The same in other words.", non_native="It is same with other words.")]
    made = [case for case in restyled(cases(), rewordings, BANK) if case.base]
    assert {case.kind for case in made} == {*STYLES, "paraphrase", "non-native"} == set(ABOUT)
    assert all(case.expected is None and case.note for case in made)


def test_code_is_not_mistyped():
    kinds = {case.kind for case in restyled(cases("heap"), [], BANK)}
    assert "spelling" in kinds
    assert not kinds & {"typos", "bare", "fillers", "speech"}


@pytest.mark.parametrize("seed", range(50))
def test_typos_spare_negations_and_numbers(seed):
    typed = with_typos(ANSWER, chance(seed))
    assert negations(typed) == negations(ANSWER)
    assert re.findall(r"[\d.,]*\d", typed) == re.findall(r"[\d.,]*\d", ANSWER)
    assert {"three", "percent", "higher", "never", "without"} <= set(words_of(typed))


def test_typos_are_there_and_few():
    typed = [with_typos(ANSWER, chance(seed)) for seed in range(50)]
    wrong = sum(len(set(words_of(text)) - set(words_of(ANSWER))) for text in typed) / len(typed)
    assert 1 < wrong < 8


@pytest.mark.parametrize("word", ["never", "without", "hundred", "lower", "SMOTE", "the"])
def test_a_word_that_carries_the_meaning_is_spared(word):
    assert not may_be_mistyped(word)
    assert may_be_mistyped("gradient")


def test_a_bare_answer_keeps_its_numbers():
    assert bare(ANSWER, chance()).startswith(
        "the median's not the mean and it doesnt depend on outliers we normalise 1,250 rows so the error falls from 0.92 to"
    )


@pytest.mark.parametrize("seed", range(20))
def test_fillers_add_words_and_no_negation(seed):
    told = with_fillers(ANSWER, chance(seed))
    assert len(told.split()) > len(ANSWER.split())
    assert negations(told) == negations(ANSWER)


def test_sentences_change_places_where_the_second_part_can_stand_alone():
    assert reordered("Trees overfit. They memorise. Forests average many trees. That helps.", chance()) == (
        "Forests average many trees. That helps. Trees overfit. They memorise."
    )
    assert reordered("Trees overfit. They memorise. It is bad.", chance()) is None


def test_contractions_come_and_go():
    assert expanded("It's fine, I don't mind.", chance()) == "It is fine, I do not mind."
    assert contracted("It is fine, that is where I do not mind.", chance()) == "It's fine, that's where I don't mind."
    assert contracted("They look cleaner than they are and I know.", chance()) is None
    assert expanded("Nothing here.", chance()) is None


def test_spelling_crosses_the_ocean_both_ways():
    british, american = "Normalised colours analyse the labelled centre.", "Normalized colors analyze the labeled center."
    assert other_spelling(british, chance()) == american
    assert other_spelling(american, chance()) == british
    assert other_spelling("Plain words.", chance()) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [("7", "seven"), ("92", "ninety two"), ("1,250", "one thousand two hundred fifty"), ("0.92", "zero point nine two")],
)
def test_numbers_are_spoken(number, words):
    assert spoken(number) == words


@pytest.mark.parametrize("number", ["7", "40", "92", "100", "1250", "14750", "20000000", "0.92", "43.2"])
def test_a_spoken_number_is_understood(number):
    assert to_digits(f"it is {spoken(number)} of them").text == f"it is {number} of them"


def test_a_transcript_has_no_marks_and_its_numbers_in_words():
    heard = as_heard(ANSWER, chance(3))
    assert heard is not None
    assert re.fullmatch(r"[a-z' ]+", heard)
    assert "one thousand two hundred fifty rows" in heard or "one thousand two hundred fifty rose" in heard
    assert "zero point nine two to zero point six percent" in heard
    assert negations(heard) == negations(ANSWER)


def test_some_words_are_misheard():
    heard = {word for seed in range(20) for word in (as_heard(ANSWER, chance(seed)) or "").split()}
    assert {"cash", "re", "call"} <= heard


@pytest.mark.parametrize("answer", ["```\nx = 1\n```", "heap[0] is the root", "sum_x over n"])
def test_nobody_reads_code_aloud(answer):
    assert as_heard(answer, chance()) is None


def test_a_rewording_of_no_answer_is_named():
    with pytest.raises(ContentError, match="a rewording of 'c9': there is no such answer"):
        restyled(cases(), [Rewording(base="c9", paraphrase="Some other words.", non_native="Other words some.")], BANK)


def test_our_own_rewordings_are_many_and_of_different_answers():
    ours = read_rewordings(suite_file("style.yaml"))
    assert len(ours) >= 40
    assert len({rewording.base for rewording in ours}) == len(ours)
    assert all(rewording.paraphrase != rewording.non_native for rewording in ours)


def test_styles_are_pure():
    for restyle in RESTYLES.values():
        assert restyle(ANSWER, chance(1)) == restyle(ANSWER, chance(1))
