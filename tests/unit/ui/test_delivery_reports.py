import json
from io import StringIO
from xml.etree import ElementTree

import pytest
from rich.console import Console

from rehearse.domain.report import Report, build_report
from rehearse.ui.cli.show import print_report
from rehearse.ui.reports import render, report_html
from unit.builders import Story, rubrics
from unit.speaking import spoken

SAID = " ".join(["the model averages many trees um so their errors cancel (2.4)"] * 5) + " yes"


def scorecard(*answers):
    story = Story()
    for answer in answers:
        story.says("It averages many trees.", spoken=answer)
    return build_report(story.state, story.entries, rubrics(), {})


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_spoken_interview_has_its_delivery_on_the_scorecard(form):
    document = render(scorecard(spoken(SAID)), form)
    for shown in ("Delivery", "not in any score", "words a minute", "125 to 210", "Tauroza and Allison", "“um” 5×", "an ear"):
        assert shown in document


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_typed_interview_has_none(form):
    assert "Delivery" not in render(scorecard(None), form)


def test_the_json_scorecard_holds_the_figures_and_can_be_read_back():
    report = scorecard(spoken(SAID))
    document = render(report, "json")
    assert [m["name"] for m in json.loads(document)["delivery"]["measures"]][:2] == ["speaking time", "pace"]
    assert Report.model_validate_json(document) == report


def test_the_timeline_is_a_picture_with_a_title_and_the_same_in_words():
    page = report_html(scorecard(spoken(SAID), spoken(SAID, lead=None)))
    svg = ElementTree.fromstring(page[page.index('<svg class="rh-timeline"') :].split("</svg>")[0] + "</svg>")
    assert svg.get("role") == "img"
    assert svg.findtext("title") == "Timeline of the spoken answers"
    assert "Q1: 33 s, first word after 1.0 s, 5 long pauses, 5 fillers." in svg.findtext("desc")
    kinds = [rect.get("class") for rect in svg.iter("rect")]
    assert (kinds.count("rh-span-pause"), kinds.count("rh-span-filler")) == (10 + 1, 10 + 1)
    assert all(float(rect.get("x")) + float(rect.get("width")) <= 600 for rect in svg.iter("rect"))


def test_an_ear_that_leaves_out_um_is_called_so():
    assert "many recognisers leave out" in render(scorecard(spoken(SAID.replace("um", ""))), "md")


def test_words_of_an_engine_stay_words():
    hostile = spoken("you know (0.1) <script>alert(1)</script> " + SAID)
    renamed = hostile.model_copy(update={"transcript": hostile.transcript.model_copy(update={"engine": "<b>ear</b>"})})
    page = report_html(scorecard(renamed))
    assert "<script" not in page
    assert "&lt;b&gt;ear" in page


def test_the_terminal_shows_the_figures_of_a_spoken_interview_only():
    def shown(report):
        console = Console(width=160, record=True, file=StringIO())
        print_report(console, report)
        return console.export_text()

    assert "Delivery, which is in no score" in shown(scorecard(spoken(SAID))) and "“um” 5×" in shown(scorecard(spoken(SAID)))
    assert "Delivery" not in shown(scorecard(None))
