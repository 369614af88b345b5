"""Whether a sentence gives an answer away, over a key of four points and a judge that knows one paraphrase."""

import pytest

from rehearse.adapters.fakes import ScriptedJudge
from rehearse.adapters.giveaway import Giveaway
from rehearse.domain.verdicts import Status
from unit.builders import entry, item

ALL = {"what", "why", "cost"}
ASKED = entry(
    items=[
        item("what", accept=("bootstrap samples decorrelate the trees",) * 4),
        item("why", accept=("averaging lowers the variance of the forest",) * 4, probe="Why would you average many trees at all?"),
        item("cost", accept=("training takes one tree per sample drawn",) * 4),
    ]
)


def means_why(claim):
    """A judge that reads a paraphrase of "why", as a statement only."""
    said = "steadier than any single one" in claim and "?" not in claim
    return {"why": Status.MET} if said else {}


def gives_away(sentence, heard="", items=ALL):
    return Giveaway(ScriptedJudge(means_why))(ASKED, sentence, heard, items)


@pytest.mark.parametrize(
    "sentence",
    ["Remember that bootstrap samples decorrelate the trees.", "Would you agree that bootstrap samples decorrelate trees?"],
)
def test_a_phrase_of_the_key_gives_it_away_also_inside_a_question(sentence):
    assert gives_away(sentence) == {"what"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The whole forest is steadier than any single one.",
        "Would you agree that the whole forest is steadier than any single one?",
        "The whole forest is steadier than any single one, right?",
        "Given that the whole forest is steadier than any single one, how would you go on?",
    ],
)
def test_the_same_in_other_words_gives_it_away_also_inside_a_question(sentence):
    assert gives_away(sentence) == {"why"}


def test_a_probe_and_the_question_give_nothing_away():
    assert not gives_away("Thanks.")
    assert not gives_away("And why would you average many trees at all?")
    assert not gives_away(ASKED.question.text)


def test_the_candidates_own_words_are_no_secret():
    said = "I think bootstrap samples decorrelate the trees somehow."
    assert gives_away("Bootstrap samples decorrelate the trees, you say; how so?") == {"what"}
    assert not gives_away("Bootstrap samples decorrelate the trees, you say; how so?", said)
    assert not gives_away("You said “bootstrap samples decorrelate the trees”. How so?", said)


def test_an_item_that_is_no_longer_secret_may_be_spoken_of():
    assert not gives_away("Remember that bootstrap samples decorrelate the trees.", items={"why", "cost"})
