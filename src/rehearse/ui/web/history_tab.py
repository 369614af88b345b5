"""The tab that lists this browser's interviews and shows their scorecards."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.ui.reports import report_html
from rehearse.ui.web.better_form import BetterForm
from rehearse.ui.web.dispute_form import DisputeForm
from rehearse.ui.web.warmup import Warmup


@dataclass(frozen=True)
class HistoryParts:
    """What the rest of the page needs: the button that goes on, the chosen interview, the event that a verdict was contested."""

    go_on: gr.Button
    choice: gr.Dropdown
    contested: Any


class HistoryTab:
    """Past interviews of one browser, and only of that one."""

    def __init__(self, app: App, warmup: Warmup) -> None:
        self._app = app
        self._form = DisputeForm(app, warmup)
        self._better = BetterForm(app, warmup)

    def draw(self, tab: gr.Tab, browser: gr.BrowserState) -> HistoryParts:
        """Add the components and connect them."""
        gr.Markdown("Interviews held in this browser. Choose one to see its scorecard.")
        choice = gr.Dropdown([], label="Interview", elem_id="rh-history")
        self._go_on = gr.Button("Go on with this interview", variant="primary", visible=False, elem_id="rh-go-on")
        self._scorecard = gr.HTML(elem_id="rh-history-scorecard")
        contested = self._form.draw(browser, choice, self._scorecard)
        self._better.draw(browser, choice)
        show: dict[str, Any] = {
            "fn": self._show,
            "inputs": [browser, choice],
            "outputs": [self._scorecard, self._go_on, *self._form.outputs, *self._better.outputs],
            "show_progress": "hidden",
        }
        # Shown also when the same one is chosen as before: it may have gone on since.
        tab.select(self._list, browser, choice, show_progress="hidden").then(**show)
        choice.input(**show)
        return HistoryParts(self._go_on, choice, contested)

    def _list(self, browser: dict[str, str]) -> Any:
        rows = self._app.interviews.sessions(browser["owner"]) if browser.get("owner") else []
        return gr.update(choices=[(_label(row), row.id) for row in rows], value=rows[0].id if rows else None)

    def _show(self, browser: dict[str, str], session_id: str | None) -> dict[Any, Any]:
        if not session_id:
            nothing = {self._scorecard: "<p>No interviews yet.</p>", self._go_on: gr.update(visible=False)}
            return nothing | self._form.shown(None) | self._better.shown(None)
        state = self._app.interviews.peek(session_id, browser["owner"])
        report = self._app.interviews.report(state)
        return {
            self._scorecard: report_html(report),
            self._go_on: gr.update(visible=not state.is_over),
            **self._form.shown(report),
            **self._better.shown(report),
        }


def _label(row: Any) -> str:
    begun = datetime.fromtimestamp(row.created_at, UTC).strftime("%d %b %Y %H:%M")
    return f"{begun} UTC · {row.title} · {'finished' if row.over else 'open'}"
