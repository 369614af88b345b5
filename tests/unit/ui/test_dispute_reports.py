"""What a scorecard shows of a dispute."""

import json

import pytest

from rehearse.domain.events import Disputed
from rehearse.domain.report import Report, build_report
from rehearse.domain.verdicts import Status
from rehearse.settings import Settings
from rehearse.ui.disputes import how_it_is_judged, outcome
from rehearse.ui.reports import render, report_html
from unit.builders import Story, rubrics, verdict

ANSWER = "Their errors cancel."


def report(item_id="why", status=Status.MET, reason="I said that errors cancel.", first=Status.MISSING):
    story = Story(marks={"bagging": {item_id: first}}).says(ANSWER).says("skip")
    second = verdict(item_id, status, ANSWER) if status else None
    failure = "" if second else "The model 'm' is down."
    claim = Status.MISSING if item_id == "myth" else Status.MET
    story.events.append(
        Disputed(at=0, question_id="bagging", item_id=item_id, reason=reason, claim=claim, engine="fake", second=second, failure=failure)
    )
    return build_report(story.state, story.entries, rubrics(), {})


@pytest.mark.parametrize("form", ["md", "html"])
def test_both_verdicts_and_the_reason_stand_beside_the_item(form):
    document = render(report(), form)
    assert "disputed: first missing (fake), second met (fake)" in document
    assert "I said that errors cancel." in document
    assert "8 of 8 points" in document


def test_the_json_scorecard_holds_the_dispute_and_can_be_read_back():
    shown = report()
    text = render(shown, "json")
    (dispute,) = json.loads(text)["cards"][0]["items"][1]["disputes"]
    assert (dispute["first"]["status"], dispute["second"]["status"], dispute["claim"]) == ("missing", "met", "met")
    assert Report.model_validate_json(text) == shown


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_dispute_without_a_second_verdict_says_why(form):
    document = render(report(status=None), form).replace("&#39;", "'")
    assert "first missing (fake), second still owed (The model 'm' is down.)" in document
    assert "6 of 8 points" in document


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_misconception_that_was_taken_back_is_no_longer_called_one(form):
    document = render(report("myth", Status.MISSING, first=Status.MET), form)
    assert "disputed: first misconception (fake), second no misconception (fake)" in document
    assert "8 of 8 points" in document


def test_a_hostile_reason_stays_a_reason():
    hostile = "<script>alert(1)</script>\n# heading\n| a | b |"
    assert "<script>" not in report_html(report(reason=hostile))
    assert r"Reason: &lt;script\>alert(1)&lt;/script\> \# heading \| a \| b \|" in render(report(reason=hostile), "md")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.MET, "The second verdict counts now. 8 of 8 points"),
        (Status.MISSING, "Both agree, so the score stays. 6 of 8 points"),
        (Status.UNSCORED, "second not scored (fake). The first verdict still counts; the dispute is kept and can be tried again."),
        (None, "The first verdict still counts; the dispute is kept and can be tried again."),
    ],
)
def test_the_person_is_told_what_came_of_it(status, says):
    card = report(status=status).cards[0]
    assert says in outcome(card.items[1].disputes[0], card)


def test_the_embedded_engine_is_said_to_repeat_itself_and_a_model_not_to_see_the_first_verdict():
    assert "says the same again" in how_it_is_judged(Settings(_env_file=None))
    assert "neither the first verdict nor your reason" in how_it_is_judged(Settings(_env_file=None, model="m"))
