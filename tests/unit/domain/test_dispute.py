"""A candidate contests verdicts: which of two counts, and what the scorecard keeps of it."""

import pytest

from rehearse.domain.dispute import excerpt
from rehearse.domain.events import Disputed, Graded
from rehearse.domain.interview import replay, step
from rehearse.domain.report import build_report
from rehearse.domain.verdicts import Status
from unit.builders import Story, quote, rubrics, verdict, verdicts

ANSWER = "It averages many trees. Their errors cancel. It costs memory."
WEAK = {"bagging": {"why": Status.MISSING, "cost": Status.PARTIAL}}


def disputed(item_id="why", status=Status.MET, engine="fake", **fields):
    """A dispute with its second verdict; none when `status` is None."""
    second = verdict(item_id, status, ANSWER, "Their errors cancel.").model_copy(update={"engine": engine}) if status else None
    given = {"reason": "I said that errors cancel.", "claim": Status.MET, "failure": "" if second else "The model is down."}
    return Disputed(at=2000.0, question_id="bagging", item_id=item_id, engine=engine, second=second, **{**given, **fields})


def after(*events, marks=WEAK):
    story = Story(marks=marks).says(ANSWER).says("skip")
    story.events.extend(events)
    return story


def card(story):
    return build_report(story.state, story.entries, rubrics(), {}).cards[0]


def result(story, item_id="why"):
    shown = card(story)
    return next(r for r in (*shown.items, *shown.misconceptions) if r.item.id == item_id)


def test_a_second_verdict_that_differs_counts_and_the_first_is_kept():
    before, story = after(), after(disputed())
    assert (result(before).verdict.status, card(before).score.total.points) == (Status.MISSING, 5)
    assert (result(story).verdict.status, card(story).score.total.points) == (Status.MET, 7)
    (dispute,) = result(story).disputes
    assert (dispute.first.status, dispute.second.status, dispute.reason) == (Status.MISSING, Status.MET, "I said that errors cancel.")
    assert story.state.grades == before.state.grades, "what the judge said first is not touched"


def test_a_second_verdict_may_be_lower_and_counts_all_the_same():
    story = after(disputed("cost", Status.MISSING))
    assert card(story).score.total.points == 4


@pytest.mark.parametrize("status", [Status.MISSING, Status.UNSCORED, None])
def test_the_same_verdict_or_none_at_all_leaves_the_score(status):
    before, story = after(), after(disputed(status=status))
    assert card(story).score == card(before).score
    assert len(result(story).disputes) == 1


@pytest.mark.parametrize("status", [Status.UNSCORED, None])
def test_a_dispute_without_a_second_verdict_is_open_until_a_retry_takes_its_place(status):
    assert result(after(disputed(status=status))).disputes[0].is_open
    (dispute,) = result(after(disputed(status=status), disputed())).disputes
    assert not dispute.is_open
    assert dispute.first.status is Status.MISSING


def test_another_engine_contests_what_the_first_dispute_left_and_both_stay():
    story = after(disputed(status=Status.PARTIAL), disputed(status=Status.MET, engine="gpt"))
    assert [(d.first.status, d.second.status) for d in result(story).disputes] == [
        (Status.MISSING, Status.PARTIAL), (Status.PARTIAL, Status.MET),
    ]  # fmt: skip
    assert result(story).verdict.engine == "gpt"


def graded_again(story, engine, **marks):
    given = tuple(v.model_copy(update={"engine": engine}) for v in verdicts(story.entries["bagging"], ANSWER, **marks))
    return Graded(at=2100.0, question_id="bagging", engine=engine, verdicts=given)


def test_judged_again_by_the_same_engine_the_dispute_still_counts_and_by_another_one_its_own_verdict():
    story = after(disputed())
    assert result(after(disputed(), graded_again(story, "fake", why=Status.MISSING))).verdict.status is Status.MET
    other = after(disputed(), graded_again(story, "gpt", why=Status.MISSING))
    assert result(other).verdict.status is Status.MISSING
    assert len(result(other).disputes) == 1


def test_a_misconception_that_is_taken_back_stays_on_the_scorecard_with_its_dispute():
    marks = {"bagging": {"myth": Status.MET}}
    before, story = after(marks=marks), after(disputed("myth", Status.MISSING, claim=Status.MISSING), marks=marks)
    assert card(story).score.total.points - card(before).score.total.points == 2
    assert [r.item.id for r in card(story).misconceptions] == ["myth"]
    assert not card(story).better.startswith("Unlearn")


def test_the_words_that_a_second_verdict_quotes_are_marked_in_the_answer():
    assert [s.text for s in card(after(disputed())).segments if "2" in s.labels] == ["Their errors cancel."]


def test_a_resumed_interview_knows_its_disputes():
    story = after(disputed(status=None), disputed())
    folded = replay(story.events[:1])
    for event in story.events[1:]:
        folded = step(folded, event)
    assert folded.disputes == story.state.disputes != ()


@pytest.mark.parametrize(
    ("words", "whole"),
    [("errors", "Their errors cancel."), ("many trees. Their", "It averages many trees. Their errors cancel."), (ANSWER, ANSWER)],
)
def test_words_pointed_at_stand_for_the_sentences_that_hold_them(words, whole):
    part = excerpt(ANSWER, quote(ANSWER, words))
    assert part.text == whole == ANSWER[part.start : part.end]
