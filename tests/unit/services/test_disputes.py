"""What may be contested, and what a second look gets to see."""

import pytest

from rehearse.adapters.fakes import NoNotes, ScriptedJudge
from rehearse.domain.events import Disputed
from rehearse.domain.verdicts import Status, check_evidence
from rehearse.errors import DisputeError, NotFoundError
from rehearse.services.disputes import Contest, check_contest, last_dispute, second_look
from rehearse.services.grader import Grader
from unit.builders import Story, entry, quote

ANSWER = "It averages many trees. Their errors cancel. It costs memory."
WEAK = {"bagging": {"why": Status.MISSING, "cost": Status.UNSCORED}}


def finished(says=ANSWER):
    return Story(marks=WEAK).says(says).says("skip")


def check(question="bagging", item="why", reason="I said it.", story=None, engine="fake", **fields):
    story = story or finished()
    return check_contest(Contest(question, item, reason, **fields), story.state, story.entries.get(question), engine)


def test_what_is_contested_is_placed_in_the_answer_and_claimed_to_be_met():
    checked = check(reason="  I said\x00 it.\n", words="THEIR errors   cancel")
    assert checked.reason == "I said it."
    assert checked.words.text == "Their errors cancel"
    assert checked.claim is Status.MET


def test_of_a_misconception_it_is_claimed_that_it_was_not_asserted():
    story = Story(marks={"bagging": {"myth": Status.MET}}).says(ANSWER).says("skip")
    assert check(item="myth", story=story).claim is Status.MISSING


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"question": "bayes"}, "'bayes' is not over yet"),
        ({"item": "cost"}, "'cost' has no verdict to contest"),
        ({"reason": " \n"}, "The reason is empty"),
        ({"reason": "x" * 2001}, "2,001 characters"),
        ({"words": "their errors add up"}, "'their errors add up' are not in your answer"),
        ({"item": "what"}, "already 'met'"),
        ({"claim": Status.MISSING}, "already 'missing'"),
    ],
)
def test_what_cannot_be_contested_is_said(given, says):
    with pytest.raises(DisputeError, match=says):
        check(**given)


@pytest.mark.parametrize(("given", "says"), [({"question": "baggin"}, "Did you mean bagging"), ({"item": "wyh"}, "Did you mean why")])
def test_a_name_that_leads_nowhere_is_an_error_with_those_that_come_close(given, says):
    with pytest.raises(NotFoundError, match=says):
        check(**given)


def test_a_skipped_question_has_no_answer_to_judge_again():
    with pytest.raises(DisputeError, match="'bagging' was skipped"):
        check(story=finished("skip"))


def test_a_question_that_has_left_the_bank_cannot_be_contested():
    story = finished()
    del story.entries["bagging"]
    with pytest.raises(DisputeError, match="has left the bank"):
        check(story=story)


def test_each_engine_gives_a_second_verdict_once_unless_it_gave_none():
    def with_second(status):
        story = finished()
        (second,) = (v.model_copy(update={"status": status}) for v in story.state.grades["bagging"].verdicts if v.item_id == "why")
        event = Disputed(at=0, question_id="bagging", item_id="why", reason="I did.", claim="met", engine="fake", second=second)
        story.events.append(event)
        return story

    with pytest.raises(DisputeError, match="fake has already judged 'why' a second time"):
        check(story=with_second(Status.MISSING))
    check(story=with_second(Status.MISSING), engine="gpt")
    check(story=with_second(Status.UNSCORED))


def test_only_what_was_contested_has_a_last_dispute():
    with pytest.raises(DisputeError, match="has not been contested yet"):
        last_dispute(finished().state, "bagging", "why")


def test_a_second_look_sees_the_sentences_pointed_at_and_quotes_them_in_the_whole_answer():
    judge = ScriptedJudge({"why": Status.MET})
    second = second_look(Grader(judge, NoNotes(), {}), entry("bagging"), "why", ANSWER, quote(ANSWER, "errors cancel"))
    assert judge.answers == ["Their errors cancel."]
    assert (second.item_id, second.quote) == ("why", quote(ANSWER, "Their errors cancel."))
    assert check_evidence([second], ANSWER) == [second]


def test_without_words_it_sees_the_whole_answer_against_the_whole_key():
    judge = ScriptedJudge()
    second = second_look(Grader(judge, NoNotes(), {}), entry("bagging"), "why", ANSWER, None)
    assert judge.answers == [ANSWER]
    assert (second.item_id, second.status) == ("why", Status.MISSING)
