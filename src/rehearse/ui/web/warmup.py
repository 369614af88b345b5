"""Loading what is slow behind the page, so that the page itself is there at once."""

import threading
from collections.abc import Callable

from rehearse.bootstrap import App
from rehearse.errors import RehearseError
from rehearse.ports import Kind


class Warmup:
    """Builds the engine in a thread. `line` says how far it is; `error` what stopped it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._done = threading.Event()
        self.line = "Warming up: loading the embedding model…"
        self.error: str | None = None

    def start(self, after: Callable[[], object] = lambda: None) -> None:
        """Begin; `after` is called once everything is ready."""
        threading.Thread(target=self._run, args=(after,), name="warm-up", daemon=True).start()

    @property
    def ready(self) -> bool:
        return self._done.is_set() and self.error is None

    def wait(self) -> None:
        """Wait until the engine is ready. Raises `RehearseError` when it cannot be."""
        self._done.wait()
        if self.error:
            raise RehearseError(self.error)

    def progress(self, kind: Kind, done: int, total: int) -> None:
        """Take the progress of indexing."""
        self.line = f"Warming up: embedding {kind.value}, {done} of {total}…"

    def _run(self, after: Callable[[], object]) -> None:
        try:
            entry = next(iter(self._app.bank))
            self._app.crew.quick.grade(entry, entry.exemplars.weak.text)
            self.line = ""
        except RehearseError as error:
            self.error = self.line = str(error)
        finally:
            self._done.set()
        if self.error is None:
            after()
