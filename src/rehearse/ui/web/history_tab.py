"""The tab that lists this browser's interviews and shows their scorecards."""

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.errors import NotFoundError
from rehearse.ui.reports import report_html


class HistoryTab:
    """Past interviews of one browser, and only of that one."""

    def __init__(self, app: App) -> None:
        self._app = app

    def draw(self, tab: gr.Tab, browser: gr.BrowserState) -> tuple[gr.Button, gr.Dropdown]:
        """Add the components and connect them; returns the button that goes on and the chosen interview."""
        gr.Markdown("Interviews held in this browser. Choose one to see its scorecard.")
        choice = gr.Dropdown([], label="Interview", elem_id="rh-history")
        go_on = gr.Button("Go on with this interview", variant="primary", visible=False, elem_id="rh-go-on")
        scorecard = gr.HTML(elem_id="rh-history-scorecard")
        tab.select(self._list, browser, choice, show_progress="hidden")
        choice.change(self._show, [browser, choice], [scorecard, go_on], show_progress="hidden")
        return go_on, choice

    def _list(self, browser: dict[str, str]) -> Any:
        rows = self._app.interviews.sessions(browser["owner"]) if browser.get("owner") else []
        return gr.update(choices=[(_label(row), row.id) for row in rows], value=rows[0].id if rows else None)

    def _show(self, browser: dict[str, str], session_id: str | None) -> tuple[str, Any]:
        if not session_id:
            return "<p>No interviews yet.</p>", gr.update(visible=False)
        if session_id not in {row.id for row in self._app.interviews.sessions(browser["owner"])}:
            raise NotFoundError("session", session_id, (), "Choose one from the list.")
        state = self._app.interviews.peek(session_id)
        return report_html(self._app.interviews.report(state)), gr.update(visible=not state.is_over)


def _label(row: Any) -> str:
    begun = datetime.fromtimestamp(row.created_at, UTC).strftime("%d %b %Y %H:%M")
    return f"{begun} UTC · {row.title} · {'finished' if row.over else 'open'}"
