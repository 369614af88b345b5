"""What each interview has spent on the model, and how much it may spend."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rehearse.domain.usage import Usage
from rehearse.errors import EngineError

_INTERVIEW: ContextVar[str | None] = ContextVar("interview", default=None)


def current_interview() -> str | None:
    """The session that the calls of this thread are for; None outside of an interview."""
    return _INTERVIEW.get()


class Ledger:
    """Counts calls and tokens of each interview; safe to use from many threads.

    Calls are counted for the interview whose `interview` block encloses them. A thread started inside such a block
    does not inherit it: run its work in ``contextvars.copy_context()``.
    """

    def __init__(self, most_tokens: int = 0) -> None:
        """`most_tokens` of prompt and completion together that one interview may take; 0 for no limit."""
        self._most_tokens = most_tokens
        self._spent: dict[str | None, Usage] = {}
        self._lock = threading.Lock()

    @contextmanager
    def interview(self, session_id: str, before: Usage | None = None) -> Iterator[None]:
        """Count what is called inside for an interview. `before` is what it had spent when it was opened again."""
        with self._lock:
            self._spent.setdefault(session_id, before or Usage())
        token = _INTERVIEW.set(session_id)
        try:
            yield
        finally:
            _INTERVIEW.reset(token)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Count what is called inside for no interview; its tokens are the endpoint's cost and not the candidate's."""
        token = _INTERVIEW.set(None)
        try:
            yield
        finally:
            _INTERVIEW.reset(token)

    def add(self, session_id: str | None, usage: Usage) -> None:
        """Count a call; None is for calls outside of any interview."""
        with self._lock:
            self._spent[session_id] = self._spent.get(session_id, Usage()) + usage

    def spent(self, session_id: str | None) -> Usage:
        """What an interview has taken up to now."""
        with self._lock:
            return self._spent.get(session_id, Usage())

    def check(self, session_id: str | None) -> None:
        """Raises `EngineError` when an interview has taken all it may."""
        spent = self.spent(session_id).tokens
        if session_id is not None and 0 < self._most_tokens <= spent:
            raise EngineError(
                f"This interview has used {spent:,} tokens of the model, and REHEARSE_MAX_TOKENS_PER_INTERVIEW={self._most_tokens}. "
                "Set it higher, or to 0 for no limit."
            )
