"""Under a scorecard on the page, an answer is rewritten one level up."""

from contextlib import nullcontext
from types import SimpleNamespace

import gradio as gr
import pytest

from rehearse.adapters.fakes import ScriptedWriter
from rehearse.domain.report import build_report
from rehearse.domain.verdicts import Status
from rehearse.errors import EngineError
from rehearse.services.better_answers import BetterAnswers
from rehearse.ui.better import improvable
from rehearse.ui.web.better_form import BetterForm
from unit.builders import Story, rubrics

SAID = "Bagging averages many trees, so the errors cancel."
MISSING = dict.fromkeys(("why", "cost", "when"), Status.MISSING)


@pytest.fixture
def story():
    return Story(marks={"bagging": MISSING}).says(SAID).says("No more.").says("No more.").says("skip")


def form(story, writer):
    report = build_report(story.state, story.entries, rubrics(), {})
    interviews = SimpleNamespace(
        peek=lambda session_id, owner: story.state, report=lambda state: report, metered=lambda session_id, owner: nullcontext()
    )
    app = SimpleNamespace(interviews=interviews, bank=story.entries, better_answers=BetterAnswers(writer, lambda entry: []))
    built = BetterForm(app, SimpleNamespace(wait=lambda: None))
    with gr.Blocks():
        built.draw(gr.BrowserState(), gr.Dropdown())
    return built, report


def last_said(built, question="bagging"):
    return list(built._rewrite({"owner": "me"}, "s1", question))[-1][built._said]["value"]


def test_the_answered_questions_are_offered_and_the_skipped_ones_are_not(story):
    built, report = form(story, None)
    offered = [question_id for _, question_id in improvable(report)]
    assert offered[0] == "bagging"
    assert not {card.question_id for card in report.cards if card.skipped} & set(offered)
    shown = built.shown(report)
    assert shown[built._panel]["visible"] is True
    assert shown[built._question]["value"] == "bagging"
    assert built.shown(None)[built._panel]["visible"] is False


def test_the_rewrite_is_shown_with_what_it_adds(story):
    built, _ = form(story, ScriptedWriter("Bagging averages many trees, and here is why."))
    said = last_said(built)
    assert "rewritten by scripted:\n\nBagging averages many trees, and here is why." in said
    assert "- Secret claim why of bagging." in said


def test_without_a_model_the_page_says_so(story):
    assert "set REHEARSE_MODEL" in last_said(form(story, None)[0])


def test_a_failure_is_a_sentence_and_the_button_works_again(story):
    class Down(ScriptedWriter):
        def rewrite(self, wanted):
            raise EngineError("The model is down.")

    built, _ = form(story, Down())
    *_, last = built._rewrite({"owner": "me"}, "s1", "bagging")
    assert last[built._said]["value"] == "The model is down."
    assert last[built._write]["interactive"] is True
