"""A candidate brings a question that the bank does not have."""

import pytest

from rehearse.adapters.fakes import ScriptedDrafter
from rehearse.content.question_lists import ListedQuestion
from rehearse.domain.drafting import MOST_DRAFTED, DraftedItem
from rehearse.domain.question import Round
from rehearse.errors import EngineError
from rehearse.ports import Passage
from rehearse.services.drafting import Drafting

NOTE = Passage(id="dropout", text="Dropout\nDropping units at random with p = 0.5 keeps them from relying on each other.", similarity=0.6)
ASKED = ListedQuestion(question="Why does dropout help?")


def claim(text, quote="keeps them from relying on each other", **fields):
    return DraftedItem(**{"text": text, "points": 2, "note_id": "dropout", "quote": quote, "probe": "What do the units do then?", **fields})


GOOD = claim("Units cannot rely on each other."), claim("Units are dropped at random.", "Dropping units at random", points=3, probe="")


def drafting(*items, notes=(NOTE,), feedback=""):
    return Drafting(ScriptedDrafter(items, feedback), lambda text: notes)


def test_every_drafted_item_says_that_it_is_one_and_where_it_is_from():
    found = drafting(*GOOD).draft(ASKED)
    items = found.entry.key.items
    assert [(item.text, item.points, item.drafted) for item in items] == [
        ("Units cannot rely on each other.", 2, True),
        ("Units are dropped at random.", 3, True),
    ]
    assert items[0].probe == "What do the units do then?"
    assert found.entry.key.read == ("dropout",)
    assert found.entry.review.status == "draft"


@pytest.mark.parametrize(
    "bad",
    [
        claim("Dropout is a Bayesian method.", "a Bayesian method of inference"),
        claim("Dropout averages 2000 networks."),
        claim("It comes from another note.", note_id="bagging"),
        claim("A quotation of two words.", "units at"),
        claim("UNITS CANNOT RELY ON EACH OTHER."),
    ],
)
def test_a_claim_that_its_note_does_not_bear_out_is_left_out(bad):
    items = drafting(*GOOD, bad).draft(ASKED).entry.key.items
    assert len(items) == 2
    assert bad.text.lower() not in {item.text.lower() for item in items[1:]}


def test_too_little_that_holds_is_a_failure_and_no_rubric():
    with pytest.raises(EngineError, match="drafted 1 items that its notes bear out"):
        drafting(GOOD[0]).draft(ASKED)


def test_without_a_near_note_there_is_no_rubric_and_the_model_is_not_asked():
    drafter = ScriptedDrafter(GOOD)
    found = Drafting(drafter, lambda text: ()).draft(ASKED)
    assert (found.entry, found.note) == (None, "no reference found")
    assert drafter.asked == []


def test_a_long_draft_is_cut():
    many = [claim(f"Claim {name} of the note.") for name in "abcdefghij"]
    assert len(drafting(*many).draft(ASKED).entry.key.items) == MOST_DRAFTED


def test_a_story_is_graded_by_its_parts_without_a_model():
    asked = ASKED.model_copy(update={"round": Round.BEHAVIOURAL})
    drafter = ScriptedDrafter(())
    items = Drafting(drafter, lambda text: ()).draft(asked).entry.key.items
    assert {item.part for item in items} > {"situation", "action", "result"}
    assert not any(item.drafted for item in items)
    assert drafter.asked == []


def test_feedback_holds_words_and_no_score():
    said = "You explain the mechanism well. I would give this four out of five. Look up inverted dropout."
    assert drafting(feedback=said).feedback("Why?", "Because.") == "You explain the mechanism well. Look up inverted dropout."
    with pytest.raises(EngineError, match="nothing but a score"):
        drafting(feedback="8/10").feedback("Why?", "Because.")


def test_feedback_may_repeat_the_candidates_numbers():
    assert drafting(feedback="A rate of 0.5 is usual.").feedback("Why?", "I take 0.5.") == "A rate of 0.5 is usual."
