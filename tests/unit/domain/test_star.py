import pytest

from rehearse.domain.question import StarPart
from rehearse.domain.star import has_cue

STORY = {
    StarPart.SITUATION: "At my last company our fraud model blocked good customers.",
    StarPart.TASK: "I was asked to halve the false alarms by June.",
    StarPart.ACTION: "I rewrote the features and shadow-tested them.",
    StarPart.RESULT: "In the end the false alarms went down.",
    StarPart.QUANTIFIED: "We saved 40 percent of the review hours.",
    StarPart.OWNERSHIP: "The mistake was mine, and it was my decision to roll back.",
    StarPart.LEARNING: "Looking back, it taught me to ask the reviewers first.",
}


@pytest.mark.parametrize(("part", "sentence"), STORY.items())
def test_each_part_of_a_story_shows_its_signs(part, sentence):
    assert has_cue(sentence, part)


@pytest.mark.parametrize("part", [StarPart.ACTION, StarPart.OWNERSHIP, StarPart.TASK])
def test_what_one_would_usually_do_is_no_story(part):
    assert not has_cue("In general I talked to the people and I was asked to help, usually I led that.", part)
    assert not has_cue("You should always have fixed what I fixed, it was my job.", part)


def test_what_the_team_did_is_no_action_of_the_candidates():
    assert not has_cue("The team rewrote the features.", StarPart.ACTION)
    assert not has_cue("The team rewrote the features.", StarPart.OWNERSHIP)


def test_numbers_in_words_count_as_numbers():
    assert has_cue("it took three weeks less", StarPart.QUANTIFIED)
    assert has_cue("latency halved", StarPart.QUANTIFIED)
    assert not has_cue("it became a lot faster", StarPart.QUANTIFIED)


def test_capitals_do_not_matter():
    assert has_cue("IN HINDSIGHT THAT WAS OBVIOUS", StarPart.LEARNING)
