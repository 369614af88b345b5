"""The page as a whole: tabs, style, the warming-up line."""

from importlib.resources import files
from typing import Any

import gradio as gr

from rehearse.bootstrap import App
from rehearse.ui.reports import badge_html, stylesheet
from rehearse.ui.web.bank_tab import BankTab
from rehearse.ui.web.history_tab import HistoryTab
from rehearse.ui.web.interview_tab import InterviewTab
from rehearse.ui.web.secret import browser_secret
from rehearse.ui.web.view import alert_html
from rehearse.ui.web.voice.voice import Voice
from rehearse.ui.web.warmup import Warmup

STORAGE_KEY = "rehearse"
SCRIPT = '<script type="module" src="voice/assets/voice.js"></script>'
INTERVIEW, HISTORY = "interview", "history"
ABOUT = """
### How it works

**The flow is code.** Which question comes next, which gap a follow-up aims at and how much time is left are decided by plain
rules. The interviewer never sees the answer key, so it cannot give it away.

**Every point has evidence.** The judge says of each rubric item whether your answer meets it and by which words. A quote that is not
in your answer, word for word, voids its verdict. Points, levels and the hiring signal are arithmetic over these verdicts.

**No number rather than a made-up one.** When grading fails, the item is shown as *not scored* and left out.

**Who judges.** {engine}
"""
EMBEDDED_ONLY = (
    "The embedded engine: it matches your sentences to each rubric item on this computer, with no key and no network. It reads English "
    "only, and it is a practice aid, not a hiring decision."
)


def build_page(app: App, warmup: Warmup, voice: Voice) -> gr.Blocks:
    """The Gradio application, not yet launched."""
    demo = gr.Blocks(title="Rehearse: mock interviews for ML engineers", analytics_enabled=False)
    with demo:
        browser = gr.BrowserState({"owner": "", "session": ""}, storage_key=STORAGE_KEY, secret=browser_secret(app.settings.data))
        gr.Markdown("# Rehearse\nA mock interviewer for machine-learning engineers.")
        gr.HTML(lambda: badge_html(app.standing(app.engine)), elem_id="rh-badge")
        warming = gr.HTML(alert_html(warmup.line), elem_id="rh-warming")
        timer = gr.Timer(0.5)
        timer.tick(lambda: _warm(warmup), None, [warming, timer], show_progress="hidden", queue=False)
        with gr.Tabs() as tabs:
            with gr.Tab("Interview", id=INTERVIEW):
                interview = InterviewTab(app, warmup, voice)
                interview.draw(browser, demo)
            with gr.Tab("Question bank"):
                practise, question = BankTab(app, warmup).draw()
            with gr.Tab("Past interviews", id=HISTORY) as history:
                past = HistoryTab(app, warmup).draw(history, browser)
            with gr.Tab("How it works"):
                gr.Markdown(ABOUT.format(engine=_engine(app)))
        for button, chosen, work in ((practise, question, interview.practise), (past.go_on, past.choice, interview.reopen)):
            button.click(lambda: gr.Tabs(selected=INTERVIEW), None, tabs, show_progress="hidden")
            interview.on(button.click, work, chosen)
        interview.disagree.click(lambda: gr.Tabs(selected=HISTORY), None, tabs, show_progress="hidden")
        interview.on(past.contested.then, interview.redraw, past.choice)
    return demo


def launch_options() -> dict[str, Any]:
    """Style and behaviour of the page; nothing in it comes from another host."""
    folder = files("rehearse.ui.web")
    styles = "".join(folder.joinpath(name).read_text("utf-8") for name in ("page.css", "voice/voice.css"))
    return {
        "theme": gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # In the head and not as `css`: Gradio rewrites selectors there and loses those in media queries.
        "head": f"<style>{styles}{stylesheet()}</style>{SCRIPT}",
        "js": folder.joinpath("page.js").read_text("utf-8"),
        "run_history": False,
        "footer_links": [],
        "show_error": True,
        "quiet": True,
    }


def _warm(warmup: Warmup) -> tuple[str, Any]:
    done = warmup.ready or warmup.error is not None
    return alert_html(warmup.line), gr.Timer(active=not done)


def _engine(app: App) -> str:
    if not app.settings.model:
        return EMBEDDED_ONLY
    return f"The model {app.settings.model}; the embedded engine picks the follow-ups and takes over when the model fails."
