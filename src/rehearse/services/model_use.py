"""What one interview has to do with the model: what it takes, and what the candidate is told when it fails and comes back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from rehearse.domain.usage import Usage
from rehearse.errors import EndpointError, EngineError
from rehearse.ports import Meter

T = TypeVar("T")


class ModelUse:
    """Safe to use from the threads of an interview. `recorded` is what its events say that it has taken."""

    def __init__(self, session_id: str, meter: Meter, recorded: Usage) -> None:
        self._session_id, self._meter, self._recorded = session_id, meter, recorded
        self._down = self._told = False
        self._lock = threading.Lock()

    @contextmanager
    def metered(self) -> Iterator[None]:
        """Calls inside are this interview's."""
        with self._meter.interview(self._session_id, self._recorded):
            yield

    def metered_pieces(self, pieces: Iterator[T]) -> Iterator[T]:
        """The same for an iterator, without holding on to the caller's context between pieces."""
        while True:
            with self.metered():
                try:
                    piece = next(pieces)
                except StopIteration:
                    return
            yield piece

    def unrecorded(self) -> Usage | None:
        """What has been taken since the last time; None when that is nothing."""
        with self._lock:
            spent = self._meter.spent(self._session_id)
            taken, self._recorded = spent - self._recorded, spent
            return taken if taken.calls else None

    def failure(self, error: EngineError) -> str:
        """What to say of a failure; nothing when one was told of and nothing has succeeded since."""
        with self._lock:
            told, self._told = self._told, True
            self._down = self._down or isinstance(error, EndpointError)
            return "" if told else str(error)

    def recovered(self) -> bool:
        """After a success: whether it is the first since the endpoint was down."""
        with self._lock:
            was_down, self._down, self._told = self._down, False, False
            return was_down

    def hang_up(self) -> None:
        """Cancel what the interviewer is saying."""
        self._meter.hang_up(self._session_id)


class NoMeter:
    """Where there is no model, nothing is taken."""

    @contextmanager
    def interview(self, session_id: str, before: Usage) -> Iterator[None]:
        yield

    def spent(self, session_id: str) -> Usage:
        return Usage()

    def hang_up(self, session_id: str) -> None:
        """Nothing runs."""
