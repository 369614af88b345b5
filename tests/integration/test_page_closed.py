"""A page that is closed while a model speaks to it, over real HTTP."""

import threading
import time
from types import SimpleNamespace

import pytest

from llm_interview import room
from rehearse.content.bank import Bank
from rehearse.domain.events import Said
from rehearse.services.interviews import Interviews
from rehearse.ui.web.interview_tab import InterviewTab
from rehearse.ui.web.voice.seal import Seal
from scripted_server import Answer, ScriptedServer
from unit.builders import rubrics

PARTS = SimpleNamespace(
    **{
        name: name
        for name in (
            "browser",
            "setup",
            "room",
            "alert",
            "status",
            "chat",
            "line",
            "heard",
            "answer",
            "send",
            "quick",
            "feedback",
            "scorecard",
            "again",
        )
    },
    files=["md", "html", "json"],
)
BROWSER = {"owner": "me", "session": "s1"}


class Page:
    """One open page: its requests run in a thread of their own, as Gradio runs them."""

    def __init__(self, tab, name):
        self.tab, self.request, self.updates = tab, SimpleNamespace(session_hash=name), []
        self.thread = threading.Thread(target=self._go_on)
        self.thread.start()

    def _go_on(self):
        for update in self.tab._handler(PARTS, self.tab._continue)(self.request, BROWSER):
            self.updates.append(update)

    def close(self):
        self.tab._page_closed(self.request)


@pytest.fixture
def open_page(tmp_path):
    """Opens pages on one interview, whose model takes half a minute for its first word."""
    slow = Answer("Hello there.", delay=30)
    with ScriptedServer(lambda body: slow) as server, room(server.url, tmp_path, timeout=40) as made:
        made.start()
        interviews = Interviews(Bank(made.entries.values()), made.store, rubrics(), {}, lambda: made.crew)
        app = SimpleNamespace(interviews=interviews, settings=SimpleNamespace(words_per_second=1e9))
        tab = InterviewTab(app, SimpleNamespace(ready=True, wait=lambda: None), SimpleNamespace(seal=Seal("secret")))
        yield lambda name: Page(tab, name), server, made, slow


def test_closing_the_page_hangs_up_on_the_model_and_the_next_visit_hears_it_anew(open_page):
    visit, server, made, slow = open_page
    page = visit("one")
    _until(lambda: server.requests)
    page.close()
    assert server.hung_up.acquire(timeout=5), "the server sees the connection close"
    page.thread.join(5)
    assert not page.thread.is_alive()
    assert not [event for event in made.store.events("s1") if isinstance(event, Said)]
    slow.delay = 0
    again = visit("two")
    again.thread.join(10)
    assert next(event.engine for event in made.store.events("s1") if isinstance(event, Said)) == "llm:m"


def test_a_page_that_is_closed_beside_another_one_of_the_same_interview_hangs_up_on_nobody(open_page):
    visit, server, made, _ = open_page
    first = visit("one")
    _until(lambda: server.requests)
    second = visit("two")
    _until(lambda: "two" in second.tab._sessions)
    first.close()
    assert not server.hung_up.acquire(timeout=0.5)
    second.close()
    assert server.hung_up.acquire(timeout=5)
    made.client.close()
    for page in (first, second):
        page.thread.join(5)


def _until(true):
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
