import pytest

from rehearse.domain.phonetics import Sounds, coarse, distance

CMU = {"rock": "R AA K", "rug": "R AH G", "recall": "R IY K AO L", "call": "K AO L", "boost": "B UW S T", "ex": "EH K S", "gee": "JH IY"}
SOUNDS = Sounds(CMU)


def apart(one, other, sounds=SOUNDS):
    return distance(sounds.of(one), sounds.of(other))


def test_words_that_sound_the_same_are_not_apart():
    assert apart("ex gee boost", "x g boost") == 0


def test_sounds_that_are_easily_misheard_are_nearer_than_others():
    assert 0 < apart("rug", "rock") < apart("boost", "rock")


def test_distance_is_the_same_both_ways():
    assert apart("rug", "recall") == pytest.approx(apart("recall", "rug"))
    assert apart("rock", "") == pytest.approx(apart("", "rock"))


def test_a_number_sounds_like_its_words():
    assert SOUNDS.of("99") == SOUNDS.of("ninety nine")


def test_what_cannot_be_pronounced_is_spelled():
    assert SOUNDS.of("svm") == SOUNDS.of("s v m")


@pytest.mark.parametrize("known, unknown", [("recall", "recawl"), ("rock", "rok"), ("call", "kall")])
def test_a_word_that_no_dictionary_has_sounds_as_it_is_spelled(known, unknown):
    assert apart(known, unknown) <= 0.7


def test_without_a_dictionary_spelling_is_enough_to_tell_words_apart():
    bare = Sounds()
    assert apart("embeding", "embedding", bare) < apart("embedding", "gradient", bare)


def test_coarse_sounds_lose_voicing_and_vowels_but_not_consonants():
    assert coarse(SOUNDS.of("rock")) == coarse(SOUNDS.of("rug"))
    assert coarse(SOUNDS.of("rock")) != coarse(SOUNDS.of("call"))


def test_marks_without_a_sound_are_silent():
    assert SOUNDS.of("— …") == ""


def test_what_is_further_apart_than_one_cares_for_is_infinitely_far():
    near = apart("rug", "rock")
    heard, meant = SOUNDS.of("rug"), SOUNDS.of("rock")
    assert distance(heard, meant, near) == near
    assert distance(heard, meant, near / 2) == float("inf")
