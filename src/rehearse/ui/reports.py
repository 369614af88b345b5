"""A scorecard as Markdown, HTML or JSON."""

import re
from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from rehearse.domain.dispute import Dispute
from rehearse.domain.report import ItemResult, QuestionCard, Report
from rehearse.domain.standing import Standing
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import Status
from rehearse.ui.badge import badge_line, error_note, level_text
from rehearse.ui.delivery import figure, filler_words, target_words, track_words
from rehearse.ui.markup import to_html

Format = Literal["md", "html", "json"]
_MARKUP = re.compile(r"[\\`*_\[\]#|>~]")
STATUS_WORDS = {
    Status.MET: "met",
    Status.PARTIAL: "partly met",
    Status.MISSING: "missing",
    Status.CONTRADICTED: "contradicted",
    Status.UNSCORED: "not scored",
}
MISCONCEPTION_WORDS = {
    Status.MET: "misconception",
    Status.PARTIAL: "in part a misconception",
    Status.MISSING: "no misconception",
    Status.CONTRADICTED: "denied",
    Status.UNSCORED: "not scored",
}
STATUS_MARKS = {Status.MET: "✓", Status.PARTIAL: "◐", Status.MISSING: "○", Status.CONTRADICTED: "✗", Status.UNSCORED: "–"}


def render(report: Report, form: Format) -> str:
    """The whole scorecard as a document."""
    if form == "json":
        return report.model_dump_json(indent=2)
    return _environment().get_template(f"report.{form}").render(report=report)


def report_html(report: Report) -> str:
    """The scorecard for a page of ours."""
    return _environment().get_template("scorecard.html").render(report=report)


def card_html(card: QuestionCard) -> str:
    """One question's result for a page of ours."""
    return _environment().get_template("card.html").render(card=card, open=True)


def verdict_word(result: ItemResult, status: Status) -> str:
    """A status in the words that fit the item."""
    return MISCONCEPTION_WORDS[status] if result.is_misconception else STATUS_WORDS[status]


def dispute_line(result: ItemResult, dispute: Dispute) -> str:
    """Both verdicts of a contested item, and by which engine."""
    first = f"disputed: first {verdict_word(result, dispute.first.status)} ({dispute.first.engine})"
    if dispute.second is None:
        return f"{first}, second still owed ({dispute.failure})"
    return f"{first}, second {verdict_word(result, dispute.second.status)} ({dispute.second.engine})"


def usage_line(usage: Usage) -> str:
    """What the model took, and cost where prices are set; nothing when it was not asked."""
    if not usage.calls:
        return ""
    calls = f"{usage.calls} {'call' if usage.calls == 1 else 'calls'}"
    cost = f"; at the prices set, about {usage.cost:.{2 if usage.cost >= 1 else 4}f}" if usage.cost else ""
    return f"The model took {calls}, {usage.prompt_tokens:,} tokens in and {usage.completion_tokens:,} out{cost}."


def badge_html(standing: Standing) -> str:
    """What is known of an engine, for a page of ours."""
    return _environment().get_template("badge.html").render(standing=standing)


def fragment(template: str, **values: object) -> str:
    """A piece of a page of ours from a template; every value is escaped."""
    return _environment().get_template(template).render(**values)


def stylesheet() -> str:
    """The style of scorecards."""
    source, *_ = PackageLoader("rehearse.ui").get_source(_environment(), "scorecard.css")
    return source


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehearse.ui"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = lambda text: Markup(to_html(text))
    environment.filters["points"] = _points
    environment.filters["percent"] = lambda share: f"{round(share * 100)}%"
    environment.filters["plain"] = _plain
    environment.filters["figure"] = figure
    environment.globals.update(status_words=STATUS_WORDS, status_marks=STATUS_MARKS, stylesheet=stylesheet)
    environment.globals.update(verdict_word=verdict_word, dispute_line=dispute_line, usage_line=usage_line)
    environment.globals.update(badge_line=badge_line, error_note=error_note, level_text=level_text)
    environment.globals.update(target_words=target_words, filler_words=filler_words, track_words=track_words)
    return environment


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _plain(text: str) -> str:
    """A text for Markdown: one line, and nothing in it is markup."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split())).replace("<", "&lt;")
