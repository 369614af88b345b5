"""The tab in which the question bank is browsed, searched and practised from."""

from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry, Level, Round
from rehearse.ports import Kind
from rehearse.ui.entries import entry_html
from rehearse.ui.web.warmup import Warmup

ANY = "any"
MOST_FOUND = 20
"""Questions that a search shows."""
SHOW_KEY, HIDE_KEY = "Show the answer key", "Hide the answer key"


class BankTab:
    """Every question, with its answer key hidden until it is asked for."""

    def __init__(self, app: App, warmup: Warmup) -> None:
        self._app = app
        self._warmup = warmup

    def draw(self) -> tuple[gr.Button, gr.Radio]:
        """Add the components and connect them; returns the button that practises and the chosen question."""
        gr.Markdown("Browse or search, open a question, and practise it. The answer key stays hidden until you ask for it.")
        query = gr.Textbox(label="Search by meaning", placeholder="e.g. why do many trees beat one", elem_id="rh-bank-search")
        with gr.Row():
            round_ = gr.Dropdown([(ANY, ANY), *((r.label, r.value) for r in Round)], value=ANY, label="Round", elem_id="rh-bank-round")
            topic = gr.Dropdown([ANY, *self._app.bank.topics], value=ANY, label="Topic", elem_id="rh-bank-topic")
            level = gr.Dropdown([ANY, *(level.value for level in Level)], value=ANY, label="Level", elem_id="rh-bank-level")
            served = gr.Dropdown(self._served_choices(), value=ANY, label="Covers", elem_id="rh-bank-served")
        selects = [round_, topic, level, served]
        choice = gr.Radio(self._labelled(list(self._app.bank)), label=_count(len(self._app.bank)), elem_id="rh-bank-list")
        with gr.Row():
            practise = gr.Button("Practise this one now", variant="primary", visible=False, elem_id="rh-bank-practise")
            key = gr.Button(SHOW_KEY, visible=False, elem_id="rh-bank-key")
        shown = gr.HTML(elem_id="rh-bank-entry")
        for event in (query.submit, *(select.change for select in selects)):
            event(self._find, [query, *selects], choice, show_progress="hidden")
        choice.change(self._open, choice, [shown, practise, key], show_progress="hidden")
        key.click(self._toggle, [choice, key], [shown, key], show_progress="hidden")
        return practise, choice

    def _served_choices(self) -> list[tuple[str, str]]:
        topics = [(f"{group.title}: {topic.text}", topic.id) for group in self._app.topic_groups for topic in group.topics]
        return [(ANY, ANY), *((group.title, group.title) for group in self._app.topic_groups), *topics]

    def _find(self, query: str, round_: str, topic: str, level: str, served: str) -> Any:
        fitting = self._app.bank.select(
            None if round_ == ANY else Round(round_), None if topic == ANY else topic, None if level == ANY else Level(level)
        )
        wanted = {served, *(t.id for group in self._app.topic_groups if group.title == served for t in group.topics)}
        fitting = [entry for entry in fitting if served == ANY or wanted & set(entry.seeds)]
        if query.strip():
            fitting = self._nearest(query, fitting)
        return gr.update(choices=self._labelled(fitting), value=None, label=_count(len(fitting)))

    def _nearest(self, query: str, fitting: list[BankEntry]) -> list[BankEntry]:
        """The fitting questions that are nearest, best first: in meaning, or in words while the engine warms up."""
        by_id = {entry.id: entry for entry in fitting}
        retriever = self._app.retriever if self._warmup.ready else self._app.keywords
        found = retriever.search(Kind.QUESTION, query, len(self._app.bank))
        return [by_id[passage.id] for passage in found if passage.id in by_id][:MOST_FOUND]

    def _labelled(self, entries: list[BankEntry]) -> list[tuple[str, str]]:
        return [(f"{e.question.text} ({e.question.round.label}, {e.question.level.value})", e.id) for e in entries]

    def _open(self, question_id: str | None) -> tuple[str, Any, Any]:
        if not question_id:
            return "", gr.update(visible=False), gr.update(visible=False)
        html = entry_html(self._app, self._app.bank.get(question_id), with_key=False)
        return html, gr.update(visible=True), gr.update(visible=True, value=SHOW_KEY)

    def _toggle(self, question_id: str, label: str) -> tuple[str, str]:
        with_key = label == SHOW_KEY
        return entry_html(self._app, self._app.bank.get(question_id), with_key), HIDE_KEY if with_key else SHOW_KEY


def _count(number: int) -> str:
    return "No question fits" if number == 0 else f"{number} question{'s' if number > 1 else ''}"
