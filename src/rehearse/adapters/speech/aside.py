"""An engine in processes of its own, for one that holds the interpreter while it listens: every page would stand still meanwhile."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from rehearse.domain.audio import Clip
from rehearse.domain.speech import Transcript
from rehearse.errors import SpeechError
from rehearse.ports import Transcriber

MOST_PROCESSES = 8
"""Each takes a model's memory; they start as they are needed, up to the number of processors."""
_engine: Transcriber


class AsideTranscriber:
    """Has `make`, which must be importable by its name, listen in up to `processes` at once; the first of them starts now."""

    def __init__(self, make: Callable[[], Transcriber], engine: str, processes: int | None = None) -> None:
        self.engine = engine
        self._make = make
        self._most = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        self._pool = self._started()

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        pool = self._pool
        try:
            return pool.submit(_transcribe, audio, tuple(terms)).result()
        except BrokenProcessPool:
            if pool is self._pool:
                self._pool = self._started()
            raise SpeechError(
                f"{self.engine} broke down while it listened, and has been started again. Say it once more, or type."
            ) from None

    def _started(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self._most, get_context("spawn"), _begin, (self._make,))
        pool.submit(_ready)
        return pool


def _begin(make: Callable[[], Transcriber]) -> None:
    """In the new process: it ends with its parent, and not by the parent's Ctrl-C."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _engine = make()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
    os._exit(0)


def _ready() -> None:
    """Nothing; a process starts when something is asked of it."""


def _transcribe(audio: Clip, terms: tuple[str, ...]) -> Transcript:
    return _engine.transcribe(audio, terms)
