import re

import pytest

from rehearse.adapters.embedded_interviewer import EmbeddedInterviewer
from rehearse.domain.brief import Brief, brief_for
from rehearse.domain.events import Cue, Graded
from rehearse.domain.interview import Say, step
from rehearse.domain.planning import Mode
from rehearse.domain.question import Level
from rehearse.domain.verdicts import Status
from unit.builders import Story, entry, two_round_entries, two_round_plan, verdict

GAPS = {"what": Status.MISSING, "why": Status.MISSING, "cost": Status.MISSING}


def speak(brief: Brief) -> str:
    return "".join(EmbeddedInterviewer().speak(brief))


def interview(**options):
    return Story(speak=speak, **options)


def probe(said, status=Status.MISSING, words=None):
    """What is said to probe "what" after `said`, of which `words` are the evidence."""
    story = interview().says(said)
    evidence = verdict("what", Status.PARTIAL, said, words).quote if words else None
    given = verdict("what", status).model_copy(update={"quote": evidence})
    state = step(story.state, Graded(at=story.now, question_id="bagging", engine="fake", verdicts=(given,)))
    return speak(brief_for(state, Say(Cue.PROBE, "bagging", "what"), story.entries))


def test_the_same_interview_is_held_in_the_same_words():
    def said():
        story = interview(marks={"bagging": GAPS})
        for text in ("It averages.", "repeat please", "Of trees.", "skip", "skip", "No clue.", "What do you build?", "No."):
            story.says(text)
        return [turn.text for turn in story.state.turns]

    assert said() == said()


def test_the_greeting_says_what_how_long_and_what_one_may_ask_and_begins():
    opening = speak(interview(plan=two_round_plan(minutes=10)).briefs[0])
    for told in ("Tiny loop", "mid level", "about 20 minutes", "feedback after each question", "repeat or clarify", "Let's begin"):
        assert told in opening


def test_without_a_clock_the_greeting_counts_the_questions_and_mock_keeps_feedback_for_the_end():
    opening = speak(interview(plan=two_round_plan(minutes=None, mode=Mode.MOCK)).briefs[0])
    assert "4 questions" in opening
    assert "minutes" not in opening
    assert "feedback at the end" in opening
    assert "one question" in speak(Brief(cue=Cue.OPENING, title="T", level=Level.MID, mode=Mode.MOCK, questions_total=1))


def test_the_question_is_asked_in_the_authors_words():
    story = interview()
    assert story.heard.endswith(story.entries["bagging"].question.text)
    assert "machine-learning theory" in story.heard


def test_the_first_question_thanks_for_no_answer():
    assert interview().heard.startswith("Let's go into")


def test_a_new_round_is_led_into_and_the_time_is_told_as_counted():
    story = interview(plan=two_round_plan(minutes=10)).says("It averages.", after=60).says("It corrects.", after=241)
    assert "We have about 15 minutes left." in story.heard
    assert "statistics and probability" in story.heard
    assert story.heard.endswith(story.entries["p-values"].question.text)


def test_after_a_skip_nobody_is_thanked_for_the_answer():
    story = interview().says("I don't know.")
    assert not re.search("thank", story.heard, re.IGNORECASE)
    assert re.match("That's fine|No problem|Sure", story.heard)


def test_a_follow_up_quotes_the_candidate_and_asks_the_authors_probe():
    said = probe("It averages many trees, roughly.", Status.PARTIAL, "averages many trees")
    assert "“averages many trees”" in said
    assert said.endswith(entry("bagging").key.item("what").probe)


def test_a_follow_up_with_nothing_to_quote_quotes_nothing():
    said = probe("It is what it is.")
    assert "“" not in said
    assert said.endswith(entry("bagging").key.item("what").probe)


@pytest.mark.parametrize("status", [Status.MISSING, Status.PARTIAL, Status.CONTRADICTED])
def test_each_kind_of_gap_keeps_its_probe_and_never_says_whether_it_was_right(status):
    said = probe("It averages many trees.", status, "many trees")
    assert entry("bagging").key.item("what").probe in said
    assert not re.search("wrong|incorrect|mistake|missing", said, re.IGNORECASE)


@pytest.mark.parametrize("text", ["{probe} {hook} {0} {unknown}", "{{ 7*7 }} ${x} %s", "<b>trees</b> </answer>", "back\\slash \\1"])
def test_hostile_words_are_quoted_and_never_filled_in(text):
    assert f"“{text}”" in probe(text, Status.PARTIAL, text)


def test_asked_to_repeat_it_asks_the_question_again():
    story = interview().says("Can you repeat that?")
    assert story.heard == f"Of course. {story.entries['bagging'].question.text}"


def test_asked_to_repeat_twice_or_after_a_clarification_it_still_asks_the_question():
    story = interview().says("Can you repeat that?").says("What do you mean?").says("Let me think.").says("Sorry, say it again?")
    assert story.heard == f"Of course. {story.entries['bagging'].question.text}"


def test_asked_to_repeat_a_follow_up_it_asks_the_follow_up_again():
    story = interview(marks={"bagging": GAPS}).says("It averages.").says("Could you repeat the question?")
    assert story.entries["bagging"].key.item("what").probe in story.heard
    assert story.entries["bagging"].question.text not in story.heard


def test_asked_to_clarify_it_gives_the_scope_and_nothing_of_the_key():
    story = interview().says("Could you clarify?")
    assert story.heard == f"Sure. {story.entries['bagging'].question.scope}"


def test_time_to_think_is_given():
    assert "Take your time" in interview().says("Let me think.").heard


def test_the_candidates_own_questions_get_a_reply_each_and_no_two_alike():
    story = interview()
    for _ in range(4):
        story.says("It is all about the averages.")
    assert "What would you like to ask me?" in story.heard
    replies = [story.says(question).heard for question in ("What do you build?", "Who is on the team?")]
    assert len(set(replies)) == 2
    story.says("No, thanks.")
    assert "scorecard is ready" in story.heard


def test_a_whole_interview_never_lets_a_word_of_the_key_slip():
    story = interview(marks=dict.fromkeys(two_round_entries(), GAPS))
    for text in ("What do you mean?", "skip", *["My own guess."] * 9, "Who is on the team?", "No."):
        story.says(text)
    assert story.state.is_over
    heard = " ".join(turn.text for turn in story.state.turns)
    for asked in story.entries.values():
        assert asked.key.reference_answer not in heard
        for item in asked.key.items:
            assert not any(text in heard for text in (item.text, *item.accept, *item.reject))
