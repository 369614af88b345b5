"""The tab in which an interview is chosen, held and scored."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.domain.planning import Mode, Persona, Request
from rehearse.domain.question import Level, Round
from rehearse.domain.report import Report
from rehearse.errors import ConflictError, NotFoundError, RehearseError
from rehearse.services.session import Interview, Spoken
from rehearse.ui.reports import Format, render, report_html
from rehearse.ui.web import view
from rehearse.ui.web.stream import paced, pump
from rehearse.ui.web.voice.bar import controls_html, switch_html
from rehearse.ui.web.voice.line import Line
from rehearse.ui.web.voice.voice import Voice
from rehearse.ui.web.warmup import Warmup

INTRO = (
    "Choose what to practise and press **Start**. The interviewer asks, you answer, typing or speaking, and it follows up on what your answer left out. "
    "You can say *could you repeat that?*, *can you clarify?* or *let's skip*. Your answers are graded against a rubric on this "
    "computer, and every point shows the words of yours that earned it. Everything is saved as you go: close the page and come back."
)
BY_LOOP, BY_QUESTIONS, BY_MINUTES = "As the loop says", "Questions", "Minutes"
OWN_LEVEL = "as the loop says"
EVENT: dict[str, Any] = {"show_progress": "hidden", "concurrency_limit": None}
"""How events of an interview run: many at a time, and without a veil over the page."""
Browser = dict[str, str]
Update = dict[Any, Any]


@dataclass(frozen=True)
class Parts:
    """The components that handlers change."""

    browser: gr.BrowserState
    setup: gr.Column
    room: gr.Column
    resume: gr.Button
    alert: gr.HTML
    status: gr.HTML
    chat: gr.Chatbot
    line: gr.HTML
    heard: gr.Textbox
    answer: gr.Textbox
    send: gr.Button
    quick: gr.Row
    feedback: gr.HTML
    scorecard: gr.HTML
    again: gr.Row
    files: list[gr.DownloadButton]

    def all(self) -> list[Any]:
        """Every component, for a handler that may change any of them."""
        named = [getattr(self, name) for name in self.__dataclass_fields__ if name != "files"]
        return [*named, *self.files]


@dataclass(frozen=True)
class Choices:
    """The components in which an interview is chosen."""

    loop: gr.Dropdown
    level: gr.Radio
    length: gr.Radio
    amount: gr.Slider
    mode: gr.Radio
    persona: gr.Radio

    def all(self) -> list[Any]:
        return [self.loop, self.level, self.length, self.amount, self.mode, self.persona]


class InterviewTab:
    """Draws the tab and carries out what is pressed in it."""

    def __init__(self, app: App, warmup: Warmup, voice: Voice) -> None:
        self._app = app
        self._warmup = warmup
        self._sessions: dict[str | None, str] = {}
        """The interview that each open page shows, by the page's hash."""
        self._voice = voice

    def draw(self, browser: gr.BrowserState, demo: gr.Blocks) -> None:
        """Add the components and connect them."""
        alert = gr.HTML(elem_id="rh-alert")
        gr.HTML(switch_html(self._voice.missing), elem_id="rh-voice-switch")
        with gr.Column() as setup:
            choices, start, resume = self._draw_setup()
        with gr.Column(visible=False) as room:
            parts = self._draw_room(browser, setup, room, resume, alert)
        self._parts = parts
        self._connect(demo, parts, choices, start)

    def on(self, event: Callable[..., Any], work: Callable[..., Iterator[Update]], chosen: gr.components.Component) -> None:
        """Let an event of another tab, with what is chosen there, change this one."""
        event(self._handler(self._parts, work), [self._parts.browser, chosen], self._parts.all(), **EVENT)

    def practise(self, parts: Parts, browser: Browser, question_id: str) -> Iterator[Update]:
        """Hold an interview of one question."""
        loop = self._app.loop(question_id)
        yield from self._begin(
            parts, browser, Request(loop=loop, level=loop.level, questions=1, persona=Persona(self._app.settings.persona))
        )

    def reopen(self, parts: Parts, browser: Browser, session_id: str) -> Iterator[Update]:
        """Go on with an interview that was left."""
        browser = {**browser, "session": session_id}
        yield {parts.browser: browser}
        yield from self._continue(parts, browser)

    def redraw(self, parts: Parts, browser: Browser, session_id: str | None) -> Iterator[Update]:
        """A verdict of an interview was contested: if it is the one shown here, show its scorecard as it is now."""
        if session_id and session_id == browser["session"]:
            yield self._look(parts, self._app.interviews.open(session_id, browser["owner"]))

    def _draw_setup(self) -> tuple[Choices, gr.Button, gr.Button]:
        gr.Markdown(INTRO, elem_classes="rh-intro")
        resume = gr.Button("Continue your interview", variant="primary", visible=False, elem_id="rh-resume")
        loop = gr.Dropdown(self._loop_choices(), value="quick-practice", label="What to practise", elem_id="rh-loop")
        with gr.Row():
            level = gr.Radio([OWN_LEVEL, *(level.value for level in Level)], value=OWN_LEVEL, label="Level")
            mode = gr.Radio(
                [("Practice: feedback after each question", Mode.PRACTICE.value), ("Mock: feedback only at the end", Mode.MOCK.value)],
                value=Mode.PRACTICE.value,
                label="Mode",
                elem_id="rh-mode",
            )
        with gr.Row():
            length = gr.Radio([BY_LOOP, BY_QUESTIONS, BY_MINUTES], value=BY_LOOP, label="Length", elem_id="rh-length")
            amount = gr.Slider(1, 60, value=3, step=1, label="How many", visible=False, elem_id="rh-amount")
        persona = gr.Radio(
            [(who.value.capitalize(), who.value) for who in Persona],
            value=self._app.settings.persona,
            label="Interviewer",
            elem_id="rh-persona",
        )
        length.change(lambda chosen: gr.update(visible=chosen != BY_LOOP), length, amount, show_progress="hidden")
        start = gr.Button("Start", variant="primary", elem_id="rh-start")
        return Choices(loop, level, length, amount, mode, persona), start, resume

    def _loop_choices(self) -> list[tuple[str, str]]:
        loops = [(f"{loop.title} ({loop.minutes} min): {_rounds(loop.rounds)}", loop.id) for loop in self._app.loops.values()]
        asked = {entry.question.round for entry in self._app.bank}
        rounds = [(f"One round: {round_.label}", round_.value) for round_ in Round if round_ in asked]
        topics = [(f"One topic: {topic.replace('-', ' ')}", topic) for topic in self._app.bank.topics]
        return loops + rounds + topics

    def _draw_room(self, browser: gr.BrowserState, setup: gr.Column, room: gr.Column, resume: gr.Button, alert: gr.HTML) -> Parts:
        status = gr.HTML(elem_id="rh-status")
        scorecard = gr.HTML(elem_id="rh-scorecard")
        with gr.Row(visible=False) as again:
            gr.Button("New interview", variant="primary", elem_id="rh-new").click(
                self._leave, browser, [browser, setup, room, resume], show_progress="hidden"
            )
            self.disagree = gr.Button("I disagree with a verdict", elem_id="rh-disagree")
            files = [gr.DownloadButton(f"Scorecard as {name}", size="sm") for name in FILE_NAMES]
        chat = gr.Chatbot(elem_id="rh-chat", label="Interview", height="46vh", render_markdown=False, feedback_options=None, buttons=[])
        line = gr.HTML(elem_id="rh-voice-line")
        heard = gr.Textbox("[]", visible=False)
        gr.HTML(controls_html(self._app.settings), elem_id="rh-voice-controls")
        answer = gr.Textbox(
            label="Your answer", lines=4, max_lines=16, elem_id="rh-answer", placeholder="Type your answer. Ctrl+Enter sends it."
        )
        send = gr.Button("Send", variant="primary", elem_id="rh-send")
        with gr.Row() as quick:
            for label, words in QUICK_WORDS.items():
                gr.Button(label, size="sm", elem_id=f"rh-{label.split()[0].lower()}").click(
                    lambda words=words: words, None, answer, show_progress="hidden"
                ).then(None, js="() => { document.querySelector('#rh-send').click(); }")
        feedback = gr.HTML(elem_id="rh-feedback")
        return Parts(browser, setup, room, resume, alert, status, chat, line, heard, answer, send, quick, feedback, scorecard, again, files)

    def _connect(self, demo: gr.Blocks, parts: Parts, choices: Choices, start: gr.Button) -> None:
        outputs = parts.all()
        start.click(self._handler(parts, self._start), [parts.browser, *choices.all()], outputs, **EVENT)
        parts.resume.click(self._handler(parts, self._continue), [parts.browser], outputs, **EVENT)
        given = [parts.browser, parts.answer, parts.chat, parts.heard]
        parts.send.click(self._handler(parts, self._answer), given, outputs, js=WHAT_IS_SENT, **EVENT)
        demo.unload(self._page_closed)
        demo.load(self._handler(parts, self._arrive), [parts.browser], outputs, **EVENT)

    def _handler(self, parts: Parts, work: Callable[..., Iterator[Update]]) -> Callable[..., Iterator[Update]]:
        """Run a handler; an error becomes a message on the page and what was typed stays."""

        def handle(request: gr.Request, *values: Any) -> Iterator[Update]:
            self._sessions[request.session_hash] = values[0].get("session", "")
            try:
                yield {parts.alert: ""}
                for update in work(parts, *values):
                    if parts.browser in update:
                        self._sessions[request.session_hash] = update[parts.browser]["session"]
                    yield update
            except RehearseError as error:
                yield {parts.alert: view.alert_html(str(error)), parts.send: gr.update(interactive=True)}

        return handle

    def _page_closed(self, request: gr.Request) -> None:
        """What the model is saying to a page that nobody looks at any more is cancelled; opened again, the page hears it anew."""
        session = self._sessions.pop(request.session_hash, "")
        if session and session not in self._sessions.values():
            self._app.interviews.hang_up(session)

    def _arrive(self, parts: Parts, browser: Browser) -> Iterator[Update]:
        """The page was opened or reloaded: go on where this browser was."""
        self._warmup.page_is_there()
        if not browser.get("owner"):
            browser = {"owner": secrets.token_hex(16), "session": ""}
            yield {parts.browser: browser}
        if browser["session"]:
            yield from self._continue(parts, browser)

    def _start(
        self, parts: Parts, browser: Browser, loop: str, level: str, length: str, amount: int, mode: str, persona: str
    ) -> Iterator[Update]:
        chosen = self._app.loop(loop)
        request = Request(
            loop=chosen,
            level=chosen.level if level == OWN_LEVEL else Level(level),
            mode=Mode(mode),
            persona=Persona(persona),
            questions=int(amount) if length == BY_QUESTIONS else None,
            minutes=int(amount) if length == BY_MINUTES else None,
            seed=secrets.randbelow(2**31),
        )
        yield from self._begin(parts, browser, request)

    def _begin(self, parts: Parts, browser: Browser, request: Request) -> Iterator[Update]:
        if not self._warmup.ready:
            yield {parts.alert: view.alert_html(f"{self._warmup.line} Your interview starts by itself.")}
        self._warmup.wait()
        interview = self._app.interviews.start(request, browser["owner"])
        yield {parts.alert: "", parts.browser: {**browser, "session": interview.id}}
        yield from self._enter(parts, interview)

    def _continue(self, parts: Parts, browser: Browser) -> Iterator[Update]:
        if not self._warmup.ready:
            yield {parts.alert: view.alert_html(f"{self._warmup.line} Your interview comes back by itself.")}
        self._warmup.wait()
        try:
            interview = self._app.interviews.open(browser["session"], browser["owner"])
        except NotFoundError:
            yield {parts.browser: {**browser, "session": ""}, parts.alert: ""}
            return
        yield {parts.alert: ""}
        yield from self._enter(parts, interview)

    def _enter(self, parts: Parts, interview: Interview) -> Iterator[Update]:
        yield {
            parts.setup: gr.update(visible=False),
            parts.room: gr.update(visible=True),
            parts.answer: "",
            parts.line: Line(self._voice.seal, interview).html(live=False),
            **self._look(parts, interview),
            parts.send: gr.update(visible=not interview.state.is_over, interactive=False),
        }
        yield from self._speak(parts, interview, interview.proceed())

    def _answer(self, parts: Parts, browser: Browser, text: str, chat: list[Any], heard: str) -> Iterator[Update]:
        interview = self._app.interviews.open(browser["session"], browser["owner"])
        spoken = self._voice.heard(interview.id, heard, text)
        try:
            said = sum(message["role"] == "user" for message in chat)
            yield from self._speak(parts, interview, interview.answer(text, said, spoken), answered=True)
        except ConflictError:
            self._app.interviews.forget(interview.id)
            interview = self._app.interviews.open(browser["session"], browser["owner"])
            yield self._look(parts, interview)
            yield from self._speak(parts, interview, interview.proceed())
            raise

    def _speak(self, parts: Parts, interview: Interview, words: Iterator[Spoken], answered: bool = False) -> Iterator[Update]:
        """Show the interviewer's words as they come, then whose turn it is. An answer's box is emptied once the answer is saved."""
        line, taken = Line(self._voice.seal, interview), not answered
        heard = view.utterances(interview.state)
        for spoken in paced(pump(line.follow(words, answered)), self._app.settings.words_per_second):
            text = "" if spoken.complete else spoken.text
            heard += spoken.complete
            update: Update = {parts.chat: view.messages(interview.state, text, heard)}
            if (aloud := line.news()) is not None:
                update[parts.line] = aloud
            if not taken:
                update |= {parts.answer: "", parts.send: gr.update(interactive=False)}
                taken = True
            yield update
        yield self._look(parts, interview)
        if not interview.settle(0):
            interview.settle()
            yield self._look(parts, interview)

    def _look(self, parts: Parts, interview: Interview) -> Update:
        """The whole room as it is now."""
        over = interview.state.is_over
        report = self._app.interviews.report(interview.state) if over else None
        files = _write_reports(interview.id, report) if report else [None] * len(FILE_NAMES)
        return {
            parts.chat: view.messages(interview.state),
            parts.status: view.status_html(interview.state),
            parts.feedback: view.feedback_html(interview, self._app.interviews.finished_cards(interview.state)),
            parts.scorecard: report_html(report) if report else "",
            parts.answer: gr.update(visible=not over),
            parts.send: gr.update(visible=not over, interactive=True),
            parts.quick: gr.update(visible=not over),
            parts.again: gr.update(visible=over),
            **{button: gr.update(value=file) for button, file in zip(parts.files, files, strict=True)},
        }

    def _leave(self, browser: Browser) -> tuple[Browser, Any, Any, Any]:
        """Back to the choice; the finished interview stays under "Past interviews"."""
        return {**browser, "session": ""}, gr.update(visible=True), gr.update(visible=False), gr.update(visible=False)


QUICK_WORDS = {
    "Repeat the question": "Could you repeat the question?",
    "Clarify": "Can you clarify the question?",
    "Skip": "I don't know, let's skip.",
    "End the interview": "Let's end the interview.",
}
WHAT_IS_SENT = """(browser, answer, chat) => [
  browser, document.querySelector("#rh-answer textarea")?.value ?? answer, chat, window.rehearseVoice?.heard() ?? "[]"]"""
"""Read from the page itself: what was heard is put into the box and sent in one breath."""
FILE_NAMES: dict[str, Format] = {"Markdown": "md", "HTML": "html", "JSON": "json"}


def _rounds(rounds: Any) -> str:
    return " · ".join(f"{part.round.label} {part.minutes}" for part in rounds)


def _write_reports(session_id: str, report: Report) -> list[str]:
    """The scorecard as files to download."""
    folder = Path(tempfile.mkdtemp(prefix="rehearse-"))
    paths = []
    for form in FILE_NAMES.values():
        path = folder / f"scorecard-{session_id}.{form}"
        path.write_text(render(report, form), encoding="utf-8")
        paths.append(str(path))
    return paths
