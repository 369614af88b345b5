"""The real page in Debian's Chromium, served by this process."""

import shutil
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rehearse.bootstrap import App

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder; say what to install when there is no browser."""
    here = [item for item in items if "/browser/" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium: sudo apt-get install chromium"))


@pytest.fixture(scope="session")
def address(app: App) -> str:
    from rehearse.ui.web.serve import start
    from rehearse.ui.web.warmup import Warmup

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    warmup = Warmup(app)
    found = start(app, warmup, "127.0.0.1", port)
    warmup.start()
    warmup.wait()
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person with a browser of their own."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2] if "://" in request.url else ""))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        self.open()

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.wait_for_selector("#rh-start, #rh-answer textarea", state="visible")

    def start(self, loop: str = "Quick practice", mode: str = "Mock", questions: int | None = 2) -> None:
        self.page.locator("#rh-loop input").click()
        self.page.get_by_role("option").filter(has_text=loop).first.click()
        self.page.locator("#rh-mode").get_by_label(mode).check()
        if questions:
            self.page.get_by_label("Questions", exact=True).check()
            self.page.locator("#rh-amount input[type=number]").fill(str(questions))
        self.page.locator("#rh-start").click()
        self.wait_for_turn(2)

    def wait_for_turn(self, interviewer_messages: int) -> None:
        """Wait until the interviewer has said so much and it is this person's turn."""
        self.page.wait_for_function(
            "count => document.querySelectorAll('#rh-chat [data-testid=bot]').length >= count"
            " && document.querySelector('#rh-send') && !document.querySelector('#rh-send').disabled",
            arg=interviewer_messages,
            timeout=60_000,
        )

    def say(self, text: str) -> None:
        heard, said = len(self.heard()), len(self.said())
        self.page.locator("#rh-answer textarea").fill(text)
        self.page.locator("#rh-send").click()
        self.page.locator("#rh-chat [data-testid=user]").nth(said).wait_for()
        self.wait_for_turn(heard + 1)

    def heard(self) -> list[str]:
        return [text.strip() for text in self.page.locator("#rh-chat [data-testid=bot]").all_inner_texts()]

    def said(self) -> list[str]:
        return [text.strip() for text in self.page.locator("#rh-chat [data-testid=user]").all_inner_texts()]


@pytest.fixture
def new_visitor(address: str) -> Iterator[Callable[..., Visitor]]:
    contexts = []

    def open_page(browser: Any, width: int = 1100, height: int = 900) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        return Visitor(context.new_page(), address)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(chromium: Any, new_visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    return lambda **window: new_visitor(chromium, **window)
