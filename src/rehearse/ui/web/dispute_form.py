"""The form under a scorecard in which a verdict is contested."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.domain.events import LONGEST_REASON
from rehearse.domain.report import QuestionCard, Report
from rehearse.domain.verdicts import Status
from rehearse.errors import DisputeError, RehearseError
from rehearse.services.disputes import Contest
from rehearse.ui.disputes import how_it_is_judged, keep_case, outcome
from rehearse.ui.reports import STATUS_MARKS, STATUS_WORDS, report_html, verdict_word
from rehearse.ui.web.view import alert_html
from rehearse.ui.web.warmup import Warmup

CLAIMS = (Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED)
LONGEST_LABEL = 90
"""Characters of a rubric item in the list of points."""
Browser = dict[str, str]
Update = dict[Any, Any]


class DisputeForm:
    """Contests verdicts of the interview that is chosen in `session`, and draws its scorecard anew."""

    def __init__(self, app: App, warmup: Warmup) -> None:
        self._app = app
        self._warmup = warmup

    def draw(self, browser: gr.BrowserState, session: gr.Dropdown, scorecard: gr.HTML) -> Any:
        """Add the components and connect them; returns the event that a verdict was contested."""
        self._scorecard = scorecard
        with gr.Accordion("I disagree with a verdict", open=False, visible=False, elem_id="rh-dispute") as self._panel:
            gr.Markdown(how_it_is_judged(self._app.settings))
            self._item = gr.Dropdown([], label="The point", elem_id="rh-dispute-item")
            self._reason = gr.Textbox(
                label="Why the verdict is wrong", lines=2, max_lines=8, max_length=LONGEST_REASON, elem_id="rh-dispute-reason"
            )
            self._words = gr.Textbox(label="Words of your answer that make the point (optional)", elem_id="rh-dispute-words")
            claim = gr.Radio(
                [(STATUS_WORDS[status], status.value) for status in CLAIMS],
                label="What it should be (left open: met, or missing for a misconception)",
                elem_id="rh-dispute-claim",
            )
            with gr.Row():
                self._judge = gr.Button("Judge it again", variant="primary", elem_id="rh-dispute-judge")
                keep = gr.Button("Keep as an eval case", elem_id="rh-dispute-keep")
            self._said = gr.HTML(elem_id="rh-dispute-said")
        changed = [scorecard, self._item, self._reason, self._words, self._said, self._judge]
        keep.click(self._keep, [browser, session, self._item], self._said, show_progress="hidden")
        given = [browser, session, self._item, self._reason, self._words, claim]
        return self._judge.click(self._contest, given, changed, show_progress="hidden", concurrency_limit=None)

    @property
    def outputs(self) -> list[Any]:
        """What `shown` changes."""
        return [self._panel, self._item, self._said]

    def shown(self, report: Report | None) -> Update:
        """The form for another scorecard."""
        points = _points(report) if report else []
        return {self._panel: gr.update(visible=bool(points)), self._item: gr.update(choices=points, value=None), self._said: ""}

    def _contest(
        self, browser: Browser, session_id: str, chosen: str | None, reason: str, words: str, claim: str | None
    ) -> Iterator[Update]:
        """Have it judged again; after an error what was typed stays."""
        yield {self._said: alert_html("Judging it again…"), self._judge: gr.update(interactive=False)}
        try:
            yield self._contested(browser, session_id, Contest(*_parted(chosen), reason, words, Status(claim) if claim else None))
        except RehearseError as error:
            yield {self._said: alert_html(str(error)), self._judge: gr.update(interactive=True)}

    def _contested(self, browser: Browser, session_id: str, contest: Contest) -> Update:
        self._warmup.wait()
        dispute = self._app.interviews.dispute(session_id, contest, browser["owner"])
        report = self._app.interviews.report(self._app.interviews.peek(session_id))
        card = next(card for card in report.cards if card.question_id == contest.question_id)
        update = {
            self._scorecard: report_html(report),
            self._item: gr.update(choices=_points(report), value=f"{contest.question_id}/{contest.item_id}"),
            self._said: alert_html(outcome(dispute, card)),
            self._judge: gr.update(interactive=True),
        }
        return update if dispute.is_open else update | {self._reason: "", self._words: ""}

    def _keep(self, browser: Browser, session_id: str, chosen: str | None) -> str:
        try:
            state = self._app.interviews.peek(session_id, browser["owner"])
            path = keep_case(self._app, state, *_parted(chosen))
        except RehearseError as error:
            return alert_html(str(error))
        return alert_html(f"Kept as {path}")


def _points(report: Report) -> list[tuple[str, str]]:
    """The points whose verdicts can be contested, with the numbers that they have on the scorecard."""
    return [pair for number, card in enumerate(report.cards, 1) if not card.skipped for pair in _points_of(number, card)]


def _points_of(number: int, card: QuestionCard) -> Iterator[tuple[str, str]]:
    for result in (*card.items, *card.misconceptions):
        status = result.verdict.status
        if status is not Status.UNSCORED:
            text = result.item.text if len(result.item.text) <= LONGEST_LABEL else f"{result.item.text[:LONGEST_LABEL]}…"
            label = f"{number}.{result.number} {STATUS_MARKS[status]} {verdict_word(result, status)}: {text}"
            yield label, f"{card.question_id}/{result.item.id}"


def _parted(chosen: str | None) -> tuple[str, str]:
    """The question and the item of a choice."""
    if not chosen:
        raise DisputeError("Choose the point whose verdict you contest.")
    question_id, _, item_id = chosen.partition("/")
    return question_id, item_id
