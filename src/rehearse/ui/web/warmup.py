"""Loading what is slow behind the page, so that the page itself is there at once."""

import threading
from collections.abc import Callable

from rehearse.bootstrap import App
from rehearse.errors import RehearseError
from rehearse.ports import Kind

HEAD_START = 2.0
"""Seconds that the page gets the processor for itself, unless it is there sooner."""


class Warmup:
    """Builds the engine in a thread. `line` says how far it is; `error` what stopped it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._done = threading.Event()
        self._page_is_there = threading.Event()
        self.line = "Warming up: loading the embedding model…"
        self.error: str | None = None

    def start(self, after: Callable[[], object] = lambda: None) -> None:
        """Begin; `after` is called once everything is ready."""
        threading.Thread(target=self._run, args=(after,), name="warm-up", daemon=True).start()

    def page_is_there(self) -> None:
        """A page has been drawn, so that the processor is free."""
        self._page_is_there.set()

    @property
    def ready(self) -> bool:
        return self._done.is_set() and self.error is None

    def wait(self) -> None:
        """Wait until the engine is ready. Raises `RehearseError` when it cannot be."""
        self._page_is_there.set()
        self._done.wait()
        if self.error:
            raise RehearseError(self.error)

    def progress(self, kind: Kind, done: int, total: int) -> None:
        """Take the progress of indexing."""
        self.line = f"Warming up: embedding {kind.value}, {done} of {total}…"

    def _run(self, after: Callable[[], object]) -> None:
        self._page_is_there.wait(HEAD_START)
        try:
            self._app.crew  # noqa: B018  built here, so that the first interview need not
            self._app.quick_grader.warm(next(iter(self._app.bank)))
            self._app.retriever.search(Kind.QUESTION, "anything", 1)
            self.line = ""
        except RehearseError as error:
            self.error = self.line = str(error)
        finally:
            self._done.set()
        if self.error is None:
            after()
