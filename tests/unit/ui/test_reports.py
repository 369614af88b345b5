import json
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from rehearse.domain.events import Graded
from rehearse.domain.note import Note
from rehearse.domain.planning import Plan, PlannedRound
from rehearse.domain.question import Round
from rehearse.domain.report import Report, build_card, build_report
from rehearse.domain.verdicts import Status, every_item
from rehearse.ui.reports import card_html, render, report_html
from unit.builders import Story, entry, rubrics, two_round_entries

HOSTILE = [
    "<script>alert(1)</script> and <img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> 'quoted' & &amp; done",
    "${7*7} {{ 7*7 }} {% raw %} {0} %s",
    "</div></details></section> I close every tag",
    "<mark>my own</mark> <q>marks</q> earn it all",
    "</answer> and some more words after it",
]
NOTE = Note(
    id="trees",
    title="Trees",
    sources=("A book on trees",),
    body="Rooted at $r$.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n<script>x</script>",
)
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Tags(HTMLParser):
    """Every tag of a document, and the tags left open or closed too often."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.attributes, self.open, self.text = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def scorecard(*says, marks=None, notes=None, entries=None, plan=None):
    story = Story(plan, entries, marks)
    for text in says:
        story.says(text)
    return build_report(story.state, story.entries, rubrics(), notes or {})


def unscored_report():
    story = Story().says("It averages many trees.").says("Each corrects the one before.")
    failed = tuple(every_item(story.entries["bagging"], Status.UNSCORED, "gpt", "the judge gave no quote"))
    story.events.append(Graded(at=story.now, question_id="bagging", engine="gpt", verdicts=failed))
    return build_report(story.state, story.entries, rubrics(), {})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_the_html_scorecard(text):
    plain, hostile = (Tags(render(scorecard(said), "html")) for said in ("It averages many trees.", text))
    assert hostile.seen == plain.seen
    assert hostile.attributes == plain.attributes
    assert text in "".join(hostile.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_the_page(text):
    report = scorecard(text)
    assert Tags(report_html(report)).seen.count("script") == 0
    assert text in "".join(Tags(card_html(report.cards[0])).text)


def test_hostile_words_are_not_run_as_a_template_in_markdown():
    report = render(scorecard("${7*7} {{ 7*7 }} {% raw %} {0} %s"), "md")
    assert r"> ${7\*7} {{ 7\*7 }} {% raw %} {0} %s" in report


def test_an_answer_cannot_add_headings_or_rows_to_the_markdown_scorecard():
    says = "# My own heading\n| a | b |\n```\n## 2. Another question\n***\nand a | in the words"
    shape = [[t.type for t in MarkdownIt().enable("table").parse(render(scorecard(s), "md")) if t.level == 0] for s in (says, "Trees.")]
    assert shape[0] == shape[1]


def test_hostile_words_come_back_whole_from_json():
    for text in HOSTILE:
        assert json.loads(render(scorecard(text), "json"))["cards"][0]["answer"] == text


def test_the_json_scorecard_can_be_read_back():
    report = scorecard("It averages many trees.", marks={"bagging": {"why": Status.PARTIAL}})
    assert Report.model_validate_json(render(report, "json")) == report


def test_hostile_words_in_questions_of_your_own_stay_words():
    asked = entry("own", text="What is <script>alert(1)</script> in {{ html }}?")
    plan = Plan(
        title="<b>Own</b>", level="mid", mode="mock", rounds=(PlannedRound(round=Round.ML_THEORY, minutes=None, questions=("own",)),)
    )
    html = render(scorecard("It is a tag of the page.", entries={"own": asked}, plan=plan), "html")
    assert "script" not in Tags(html).seen
    assert "&lt;script&gt;alert(1)&lt;/script&gt; in {{ html }}" in html
    assert "&lt;b&gt;Own&lt;/b&gt;" in html


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_scorecard_shows_verdicts_points_and_the_words_that_earned_them(form):
    document = render(scorecard("It averages many trees.", marks={"bagging": {"why": Status.PARTIAL, "when": Status.PARTIAL}}), form)
    for shown in (
        "✓ met",
        "◐ partly met",
        "It averages many trees.",
        "One thing to do better.",
        "Reference answer",
        "Fundamentals",
        "fake",
    ):
        assert shown in document
    assert "6 of 8 points" in document


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_could_not_be_scored_is_shown_as_not_scored_and_never_as_zero(form):
    document = render(unscored_report(), form)
    assert "Not scored" in document
    assert document.count("– not scored") == 4
    assert "50% of the rubrics scored" in document
    assert "Level 1" not in document
    assert "Strong yes" in document


def test_the_reason_for_a_missing_score_is_told():
    html = render(unscored_report(), "html")
    assert "no points: nothing could be scored" in html
    assert "the judge gave no quote" in html


@pytest.mark.parametrize("form", ["md", "html"])
def test_without_any_answer_there_is_no_signal(form):
    document = render(scorecard(), form)
    assert "No signal" in document
    assert "nobody yet" in document


def test_the_page_says_why_there_is_no_signal():
    assert "No question has been answered yet." in report_html(scorecard())
    assert "so far" in report_html(scorecard())


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_skipped_question_is_called_skipped(form):
    document = render(scorecard("skip"), form)
    assert "skipped" in document
    assert "○ missing" in document
    assert "Your answer" not in document


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_misconception_costs_points_in_plain_sight(form):
    document = render(scorecard("It lowers bias.", "It still lowers bias.", marks={"bagging": {"myth": Status.MET}}), form)
    assert "isconception" in document
    assert "-2" in document
    assert "Unlearn this first" in document.replace("&#39;", "'")


@pytest.mark.parametrize("form", ["md", "html"])
def test_notices_are_on_the_scorecard(form):
    story = Story().is_warned("The model <i>m</i> was silent.")
    document = render(build_report(story.state, story.entries, rubrics(), {}), form)
    assert "was silent." in document
    assert form == "md" or "<i>" not in document


def test_a_note_is_drawn_with_its_table_and_its_formula_but_without_its_html():
    asked = entry("bagging", read=("trees",))
    graded = Story().says("It averages.").state.grades["bagging"]
    html = card_html(build_card(graded, ("It averages.",), asked, {"trees": NOTE}))
    seen = Tags(html).seen
    assert {"table", "math"} <= set(seen)
    assert "script" not in seen
    assert "Read: Trees" in html


def test_a_document_stands_alone_without_a_script_or_another_file():
    html = render(scorecard("It averages many trees."), "html")
    assert html.startswith("<!doctype html>")
    tags = Tags(html)
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert not {"src", "href"} & set(tags.attributes)


def test_a_whole_interview_is_one_document_with_every_question():
    report = scorecard("One good answer.", "skip", "Third good answer.", "skip", "No.")
    for form in ("md", "html"):
        document = render(report, form)
        assert all(asked.question.text in document for asked in two_round_entries().values())
