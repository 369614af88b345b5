"""What a model's judge shows of its work, on every form of the scorecard."""

import pytest
from rich.console import Console

from rehearse.domain.events import Graded
from rehearse.domain.evidence import Sign
from rehearse.domain.question import Competency
from rehearse.domain.report import build_card, build_report
from rehearse.domain.verdicts import Status
from rehearse.ui.cli import show
from rehearse.ui.reports import render
from unit.builders import Story, quote, rubrics, two_round_entries, verdicts

SAID = "Bagging averages many trees."


def drafted_entries():
    entries = two_round_entries()
    asked = entries["bagging"]
    items = tuple(item.model_copy(update={"drafted": item.id == "cost"}) for item in asked.key.items)
    return entries | {"bagging": asked.model_copy(update={"key": asked.key.model_copy(update={"items": items})})}


def graded(asked):
    marks = verdicts(asked, SAID, why=Status.MISSING)
    reasoned = tuple(v.model_copy(update={"reason": f"Because of <{v.item_id}> | here."}) for v in marks)
    sign = Sign(competency=Competency.FUNDAMENTALS, quote=quote(SAID, "averages many trees"), observation="Names the | mechanism.")
    return Graded(at=2000.0, question_id=asked.id, engine="llm:m", verdicts=reasoned, signs=(sign,))


@pytest.fixture
def documents():
    """The scorecard of one answer as Markdown, HTML and in the terminal."""
    entries = drafted_entries()
    story = Story(entries=entries).says(SAID).says("No.").says("No.")
    story.events.append(graded(entries["bagging"]))
    report = build_report(story.state, entries, rubrics(), {})
    console = Console(record=True, width=200, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(show.card_panel(build_card(graded(entries["bagging"]), (SAID,), entries["bagging"], {})))
    return {"md": render(report, "md"), "html": render(report, "html"), "terminal": console.export_text()}


@pytest.mark.parametrize("form", ["md", "html", "terminal"])
def test_reasons_signs_and_drafted_items_are_shown(documents, form):
    shown = documents[form]
    assert "Because of" in shown
    assert "Fundamentals: Names the" in shown
    assert "averages many trees" in shown
    assert shown.count("drafted") == 1


def test_what_a_model_writes_cannot_break_the_scorecard(documents):
    assert "<why>" not in documents["html"]
    assert "<why>" not in documents["md"]
