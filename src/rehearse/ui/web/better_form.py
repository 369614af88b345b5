"""The form under a scorecard that rewrites an answer to the next level."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.domain.report import Report
from rehearse.errors import RehearseError
from rehearse.ui.better import better_answer, better_text, improvable
from rehearse.ui.web.warmup import Warmup

Update = dict[Any, Any]


class BetterForm:
    """Rewrites answers of the interview that is chosen in `session`."""

    def __init__(self, app: App, warmup: Warmup) -> None:
        self._app = app
        self._warmup = warmup

    def draw(self, browser: gr.BrowserState, session: gr.Dropdown) -> None:
        """Add the components and connect them."""
        with gr.Accordion("How would my answer sound one level up?", open=False, visible=False, elem_id="rh-better") as self._panel:
            self._question = gr.Dropdown([], label="The question", elem_id="rh-better-question")
            self._write = gr.Button("Rewrite my answer", variant="primary", elem_id="rh-better-write")
            self._said = gr.Textbox(label="One level up", interactive=False, visible=False, lines=4, max_lines=30, elem_id="rh-better-said")
        changed = [self._said, self._write]
        self._write.click(self._rewrite, [browser, session, self._question], changed, show_progress="hidden", concurrency_limit=None)

    @property
    def outputs(self) -> list[Any]:
        """What `shown` changes."""
        return [self._panel, self._question, self._said]

    def shown(self, report: Report | None) -> Update:
        """The form for another scorecard."""
        questions = improvable(report) if report else []
        chosen = questions[0][1] if questions else None
        return {
            self._panel: gr.update(visible=bool(questions)),
            self._question: gr.update(choices=questions, value=chosen),
            self._said: gr.update(value="", visible=False),
        }

    def _rewrite(self, browser: dict[str, str], session_id: str, question_id: str) -> Iterator[Update]:
        yield {self._said: gr.update(value="Rewriting…", visible=True), self._write: gr.update(interactive=False)}
        try:
            self._warmup.wait()
            text = better_text(better_answer(self._app, session_id, question_id, browser["owner"]))
        except RehearseError as error:
            text = str(error)
        yield {self._said: gr.update(value=text), self._write: gr.update(interactive=True)}
