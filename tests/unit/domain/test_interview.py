import pytest

from rehearse.domain.events import Answered, Cue, Ended, Graded, Said
from rehearse.domain.intent import Intent
from rehearse.domain.interview import Say, Speaker, Stage, Wait, awaiting_engine, finished_questions, replay, step
from rehearse.domain.verdicts import Status
from unit.builders import Story, two_round_entries, two_round_plan

GAPS = {"what": Status.MISSING, "why": Status.MISSING, "cost": Status.MISSING}


def cues(story):
    return [event.cue for event in story.events if isinstance(event, Said)]


def test_the_candidate_is_greeted_and_asked_the_first_question():
    story = Story()
    assert cues(story) == [Cue.OPENING, Cue.QUESTION]
    assert story.asked == ["bagging"]
    assert story.state.awaits_candidate
    assert isinstance(story.owed, Wait)


def test_four_good_answers_lead_to_the_candidates_own_questions_and_to_the_end():
    story = Story()
    for _ in range(4):
        story.says("Here is everything I know about that.")
    assert story.asked == ["bagging", "boosting", "p-values", "bayes"]
    assert story.state.stage is Stage.TAKE_QUESTIONS
    story.says("What does your team work on?")
    assert cues(story)[-2:] == [Cue.INVITE, Cue.REPLY]
    story.says("No, thank you.")
    assert cues(story)[-1] is Cue.CLOSING
    assert isinstance(story.events[-1], Ended)
    assert story.state.is_over
    assert isinstance(story.owed, Wait)


def test_after_three_questions_of_the_candidates_own_the_interview_closes():
    story = Story()
    for _ in range(4):
        story.says("Here is everything I know about that.")
    for question in ("What do you build?", "Who would I work with?", "How do you deploy?"):
        assert not story.state.is_over
        story.says(question)
    assert story.state.is_over


@pytest.mark.parametrize(
    ("request_", "cue"), [("Sorry, can you repeat that?", Cue.REPEAT), ("Could you clarify?", Cue.CLARIFY), ("Let me think.", Cue.THINK)]
)
def test_a_word_about_the_interview_is_answered_and_does_not_use_up_the_question(request_, cue):
    story = Story().says(request_)
    assert cues(story)[-1] is cue
    assert story.state.question_id == "bagging"
    assert story.state.awaits_candidate
    assert story.state.answered == ()
    story.says("It averages trees over bootstrap samples.")
    assert story.state.full_answer("bagging") == "It averages trees over bootstrap samples."
    assert story.asked == ["bagging", "boosting"]


def test_asking_again_during_a_follow_up_does_not_use_up_the_follow_up():
    story = Story(marks={"bagging": GAPS}).says("Not much comes to mind at the moment.")
    assert len(story.probes) == 1
    story.says("Can you repeat the question?")
    assert cues(story)[-1] is Cue.REPEAT
    assert len(story.state.probed) == 1
    assert story.state.question_id == "bagging"


def test_a_skipped_question_scores_nothing_and_gets_no_follow_up():
    story = Story().says("skip")
    graded = story.state.grades["bagging"]
    assert graded.skipped
    assert graded.engine == "rule"
    assert {verdict.status for verdict in graded.verdicts} == {Status.MISSING}
    assert story.probes == []
    assert story.asked == ["bagging", "boosting"]
    assert story.state.answered == ("bagging",)
    assert "bagging" not in story.state.answers


def test_a_follow_up_may_be_skipped_and_the_answer_before_it_still_counts():
    story = Story(marks={"bagging": GAPS}).says("It averages many trees.").says("I don't know.")
    assert len(story.probes) == 1
    assert story.asked == ["bagging", "boosting"]
    assert not story.state.grades["bagging"].skipped
    assert story.state.full_answer("bagging") == "It averages many trees."


def test_after_a_skip_the_next_question_has_its_follow_ups_again():
    story = Story(marks={"boosting": GAPS}).says("skip").says("I would only be guessing about the details.")
    assert story.probes == [("boosting", "what")]


def test_the_answer_and_what_was_said_to_its_follow_ups_are_graded_together():
    story = Story(marks={"bagging": GAPS}).says("First part of it.").says("Second part of it.").says("Third part of it.")
    assert story.state.full_answer("bagging") == "First part of it.\n\nSecond part of it.\n\nThird part of it."
    assert [e.question_id for e in story.events if isinstance(e, Graded)] == ["bagging"] * 3


def test_no_question_gets_more_than_two_follow_ups():
    story = Story(marks=dict.fromkeys(two_round_entries(), GAPS))
    for _ in range(12):
        story.says("I am really not certain about that part.")
    assert story.state.stage is Stage.TAKE_QUESTIONS
    assert [story.probes.count((q, i)) for q in two_round_entries() for i in ("what", "why", "cost")] == [1, 1, 0] * 4


def test_the_candidate_may_end_the_interview_at_any_time():
    story = Story().says("Let's stop here.")
    assert cues(story)[-1] is Cue.CLOSING
    assert story.state.is_over
    assert story.state.answered == ()


def test_when_the_minutes_of_a_round_are_gone_the_next_round_begins():
    story = Story(two_round_plan(minutes=10)).says("A long answer indeed.", after=601)
    assert story.asked == ["bagging", "p-values"]


def test_while_a_round_has_time_its_next_question_is_asked():
    story = Story(two_round_plan(minutes=10)).says("A long answer indeed.", after=599)
    assert story.asked == ["bagging", "boosting"]


def test_a_round_that_ended_early_leaves_its_time_to_the_next():
    story = Story(two_round_plan(minutes=10)).says("Quick answer.", after=60).says("Quick answer.", after=60)
    story.says("A very long answer.", after=900)
    assert story.asked[-1] == "bayes"


def test_when_all_time_is_gone_the_candidate_is_still_invited_to_ask():
    story = Story(two_round_plan(minutes=10)).says("I talked for half an hour.", after=1800)
    assert story.asked == ["bagging"]
    assert story.state.stage is Stage.TAKE_QUESTIONS
    assert story.state.seconds_left == -600


def test_an_interview_counted_in_questions_knows_no_clock():
    story = Story(two_round_plan(minutes=None)).says("I talked for a day.", after=86_400)
    assert story.asked == ["bagging", "boosting"]
    assert story.state.seconds_left is None


def test_no_follow_up_is_asked_in_the_last_minute_of_a_round():
    marks = {"bagging": GAPS}
    assert Story(two_round_plan(minutes=10), marks=marks).says("Hm, it averages.", after=541).probes == []
    assert Story(two_round_plan(minutes=10), marks=marks).says("Hm, it averages.", after=539).probes == [("bagging", "what")]


def test_time_away_from_the_interview_does_not_count():
    story = Story().says("The first answer.", after=30).comes_back(after=86_400)
    assert story.state.elapsed == 30
    story.says("The second answer.", after=20)
    assert story.state.elapsed == 50
    assert story.asked == ["bagging", "boosting", "p-values"]


def test_a_clock_that_was_set_back_takes_no_time_away():
    story = Story().says("The first answer.", after=30)
    assert step(story.state, Said(at=story.now - 500, cue=Cue.THINK, text="hm")).elapsed == 30


def test_a_resumed_interview_goes_on_at_the_same_turn_wherever_it_stopped():
    story = Story(marks={"bagging": GAPS}).says("It averages.").says("can you repeat that?").says("Of many trees.").says("skip")
    for count in range(1, len(story.events) + 1):
        folded = replay(story.events[:1])
        for event in story.events[1:count]:
            folded = step(folded, event)
        assert folded == replay(story.events[:count])


def test_a_history_that_does_not_begin_with_the_plan_is_refused():
    with pytest.raises(ValueError, match="begins with 'started', not 'answered'"):
        replay([Answered(at=0, text="hello", intent=Intent.ANSWER)])


def test_a_warning_is_a_notice_in_the_transcript_and_changes_nothing_else():
    story = Story()
    before = story.state
    after = story.is_warned("The model is silent.").state
    assert after.turns[-1].speaker is Speaker.NOTICE
    assert after.turns[-1].text == "The model is silent."
    assert (after.stage, after.question_id) == (before.stage, before.question_id)


def test_a_question_is_finished_once_the_next_one_is_asked():
    story = Story(marks={"bagging": GAPS}).says("It averages.")
    assert finished_questions(story.state) == []
    story.says("skip")
    assert finished_questions(story.state) == ["bagging"]


def test_finished_questions_wait_for_the_better_engine_unless_skipped_given_up_or_done():
    story = Story().says("The first answer.").says("skip").says("The third answer.")
    assert awaiting_engine(story.state, "gpt") == ["bagging", "p-values"]
    assert awaiting_engine(story.state, "fake") == []
    story.is_warned("gpt timed out on this answer.", "bagging")
    assert awaiting_engine(story.state, "gpt") == ["p-values"]
    better = story.state.grades["p-values"].model_copy(update={"engine": "gpt", "at": story.now})
    state = step(story.state, better)
    assert awaiting_engine(state, "gpt") == []
    assert state.stage is story.state.stage


def test_every_finished_interview_has_asked_its_planned_questions_in_order():
    story = Story().says("One answer.").says("skip").says("Third answer.").says("skip")
    assert tuple(story.asked) == story.state.plan.question_ids == story.state.answered
    assert isinstance(story.owed, Wait)
    assert not isinstance(story.owed, Say)
