import pytest

from rehearse.domain.disfluency import fillers, hedges
from unit.speaking import words


@pytest.mark.parametrize(
    "said, heard",
    [
        ("um we er trained a model", ["um", "er"]),
        ("we trained you know a model", ["you know"]),
        ("I mean the loss was noisy", []),
        ("I mean we tried it", ["i mean"]),
        ("it was um like twice as fast", ["um", "like"]),
        ("it was (0.4) like (0.4) twice as fast", ["like"]),
        ("it was, like, twice as fast", ["like"]),
        ("and like we had no labels", ["like"]),
        ("it was like like twice as fast", ["like", "like"]),
        ("it basically overfits", ["basically"]),
    ],
)
def test_words_that_say_nothing_are_fillers(said, heard):
    assert [found.text for found in fillers(words(said))] == heard


@pytest.mark.parametrize(
    "said",
    [
        "metrics like recall and precision",
        "models like (0.6) boosted trees",
        "a loss that looks like a bowl",
        "we would like to know the base rate",
        "(0.5) like bagging it averages many trees",
        "do you know the base rate",
        "you know that the labels are late",
        "as you know it is convex",
        "what I mean is the variance",
        "when you see a gap you stop",
        "once you know the prior",
    ],
)
def test_the_same_words_with_a_meaning_are_no_fillers(said):
    assert fillers(words(said)) == []


@pytest.mark.parametrize("said", ["I think it converges", "it is sort of convex", "maybe the learning rate", "Probably, yes"])
def test_words_that_soften_are_hedges(said):
    assert len(hedges(words(said))) == 1


@pytest.mark.parametrize("said", ["a kind of regularisation", "this sort of data", "it converges", "I thought about it"])
def test_plain_words_are_no_hedges(said):
    assert hedges(words(said)) == []
