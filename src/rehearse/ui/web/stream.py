"""Words onto the page: produced at full speed, shown at the pace of speech."""

import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue

from rehearse.services.session import Spoken


def pump(words: Iterator[Spoken]) -> Iterator[Spoken]:
    """Run `words` to its end in a thread of its own and pass on what it yields.

    A page that is closed in the middle of an utterance loses nothing: the thread goes on and saves.
    """
    queue: SimpleQueue[Spoken | BaseException | None] = SimpleQueue()

    def run() -> None:
        try:
            for spoken in words:
                queue.put(spoken)
            queue.put(None)
        except BaseException as error:
            queue.put(error)

    threading.Thread(target=run, name="interview").start()
    while (item := queue.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item


def paced(words: Iterator[Spoken], words_per_second: float) -> Iterator[Spoken]:
    """Reveal utterances word by word; the first word at once. Text that already comes slowly is not slowed."""
    shown, started = "", time.monotonic()
    for spoken in words:
        if not shown or not spoken.text.startswith(shown):
            shown, started = "", time.monotonic()
        for text in _steps(shown, spoken.text):
            due = started + len(text.split()) / words_per_second
            if text != spoken.text.split(" ", 1)[0]:
                time.sleep(max(0.0, due - time.monotonic()))
            yield Spoken(text, complete=False)
        shown = "" if spoken.complete else spoken.text
        if spoken.complete:
            yield spoken


def _steps(shown: str, whole: str) -> Iterator[str]:
    """The texts between `shown` and `whole`, a word longer each."""
    at = len(shown)
    while at < len(whole):
        space = whole.find(" ", at + 1)
        at = len(whole) if space < 0 else space
        yield whole[:at]
