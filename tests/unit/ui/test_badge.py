"""What is known of an engine stands on every scorecard, and an unfit one gives no numbers on any."""

import io
import json
import re

import pytest
from rich.console import Console

from rehearse.domain.events import Disputed
from rehearse.domain.report import build_report
from rehearse.domain.standing import Standing
from rehearse.domain.verdicts import Status
from rehearse.ui.badge import badge_line
from rehearse.ui.cli.show import print_report
from rehearse.ui.disputes import outcome
from rehearse.ui.reports import badge_html, card_html, render, report_html
from unit.builders import Story, certificate, rubrics, verdict

FIT, ROUGH, UNFIT = 0.8, 0.6, 0.2
FORMS = ("md", "html", "json", "page", "terminal")


def standing(qwk, engine="fake"):
    return Standing(engine=engine, certificate=certificate(qwk))


def scorecard(known, *says):
    """Bagging is answered so that one point is partly made, and one is a misconception."""
    story = Story(marks={"bagging": {"why": Status.PARTIAL, "myth": Status.MET}})
    for text in says or ("It averages many trees.", "And it lowers bias.", "skip"):
        story.says(text)
    return build_report(story.state, story.entries, rubrics(), {}, lambda engine: known or Standing(engine=engine))


def shown(report, form):
    if form == "page":
        return report_html(report)
    if form == "terminal":
        out = Console(file=io.StringIO(), width=200)
        print_report(out, report)
        return out.file.getvalue()
    return render(report, form)


@pytest.mark.parametrize("form", ["md", "html", "page", "terminal"])
def test_a_fit_engine_shows_its_error_beside_the_level(form):
    document = shown(scorecard(standing(FIT)), form).replace("&#34;", '"')
    assert re.search(r"[Ll]evel [1-5] ± 0\.5", document)
    assert "± 0.5 is the mean error of the fake engine on 40 answers it was not tuned on" in document
    assert (
        "fit. Agreement of its levels with the labelled ones: QWK 0.90, 95% interval 0.80 to 0.95, on 60 answers, 2026-11-29." in document
    )


@pytest.mark.parametrize("form", ["md", "html", "page", "terminal"])
def test_a_rough_engine_says_what_it_lacks(form):
    assert "Take its levels as a rough guide: the lower bound of the agreement with the labelled levels (QWK) is 0.60" in shown(
        scorecard(standing(ROUGH)), form
    )


@pytest.mark.parametrize("form", ["md", "html", "page", "terminal"])
def test_an_engine_that_nobody_has_measured_names_the_command(form):
    document = shown(scorecard(None), form)
    assert "not measured. `rehearse eval certify --engine fake` measures it." in document
    assert "±" not in document


def test_a_certificate_that_is_void_says_why_and_a_model_is_measured_by_name():
    line = badge_line(Standing(engine="llm:gpt-5-mini", void=("the prompt changed since",)))
    assert line == (
        "not measured. An earlier certificate does not hold: the prompt changed since. `rehearse eval certify --model gpt-5-mini` measures it."
    )


@pytest.mark.parametrize("form", FORMS)
def test_an_unfit_engine_gives_no_number_and_all_its_words(form):
    document = shown(scorecard(standing(UNFIT), "It averages many trees.", "And it lowers bias."), form)
    for number in (r"[Ll]evel [1-5]\b", r"\d of \d+ points", r"confidence \d", r"\d / \d"):
        assert not re.search(number, document), number
    for words in ("It averages many trees.", "Secret claim why of bagging", "partial" if form == "json" else "partly met"):
        assert words in document
    if form != "json":
        assert "no signal" in document.lower()
        assert "hidden" in document


def test_nor_is_there_a_number_in_its_json():
    report = json.loads(render(scorecard(standing(UNFIT), "It averages."), "json"))
    (card,) = report["cards"]
    assert (report["signal"], report["withheld"], report["total"], report["competencies"]) == (None, True, {"points": 0, "possible": 0}, [])
    assert (card["withheld"], card["score"]["competencies"], card["error"]) == (True, {}, None)
    assert {(item["points"], item["verdict"]["confidence"]) for item in card["items"] + card["misconceptions"]} == {(None, None)}
    assert report["standings"][0]["certificate"]["fitness"] == "unfit"


def test_a_question_that_was_skipped_was_judged_by_nobody():
    report = scorecard(standing(UNFIT), "skip")
    assert report.standings == ()
    assert not report.withheld


def test_numbers_of_a_fit_engine_do_not_cover_for_an_unfit_one():
    story = Story().says("It averages many trees.").says("Each corrects the one before.")
    second = story.state.grades["boosting"].model_copy(update={"engine": "other"})
    story.events.append(second)
    known = {"fake": standing(FIT), "other": standing(UNFIT, "other")}
    report = build_report(story.state, story.entries, rubrics(), {}, known.__getitem__)
    assert [card.withheld for card in report.cards] == [False, True]
    assert (report.signal, report.total.level) == (None, None)


def test_a_dispute_with_an_unfit_engine_names_no_points():
    story = Story(marks={"bagging": {"why": Status.MISSING}}).says("Their errors cancel.").says("skip")
    second = verdict("why", Status.MET, "Their errors cancel.")
    given = {"question_id": "bagging", "item_id": "why", "reason": "I said so.", "claim": Status.MET, "engine": "fake", "second": second}
    story.events.append(Disputed(at=0, **given))
    report = build_report(story.state, story.entries, rubrics(), {}, lambda engine: standing(UNFIT))
    card = report.cards[0]
    contested = next(result for result in card.items if result.disputes)
    assert "points" not in outcome(contested.disputes[0], card)


@pytest.mark.parametrize(("qwk", "word"), [(FIT, "fit"), (ROUGH, "rough"), (UNFIT, "unfit")])
def test_the_badge_of_the_page_has_its_colour_and_keeps_a_models_name_a_name(qwk, word):
    html = badge_html(standing(qwk, "llm:<script>x</script>"))
    assert f"rh-badge-{word}" in html
    assert "<script>" not in html


def test_feedback_in_practice_has_the_error_too():
    assert "± 0.5" in card_html(scorecard(standing(FIT)).cards[0])
