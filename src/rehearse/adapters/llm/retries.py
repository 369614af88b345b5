"""Trying again: with jitter, within one budget, and never after the first word."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, TryAgain, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from rehearse.adapters.llm.call import Call
from rehearse.adapters.llm.failures import failure_of
from rehearse.settings import Settings

MOST_ATTEMPTS = 4
_BACKOFF = wait_exponential_jitter(multiplier=0.2, max=5.0, jitter=0.2)
_OPTIONAL = ("temperature", "seed", "max_completion_tokens", "stream_options")
"""What a request can do without."""


def attempts(call: Call, settings: Settings) -> AsyncRetrying:
    """Attempts at a call, until one succeeds, the failure is one that will not pass, or the budget would be over."""

    def may_pass(error: BaseException) -> bool:
        return not call.started and isinstance(error, Exception) and failure_of(error, settings).passing

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = failure_of(error, settings).after if error else None
        return _BACKOFF(state) if asked is None else asked

    def note(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Exception) and not isinstance(error, TryAgain):
            call.failure = error

    return AsyncRetrying(
        retry=retry_if_exception(may_pass),
        wait=wait,
        after=note,
        stop=stop_after_attempt(MOST_ATTEMPTS) | stop_before_delay(settings.model_timeout),
        reraise=True,
    )


@asynccontextmanager
async def deadline(call: Call, settings: Settings) -> AsyncIterator[None]:
    """Give a call its budget. When that is over before a word came, what went wrong is why there was another attempt, if there was one."""
    try:
        async with asyncio.timeout(settings.model_timeout):
            yield
    except TimeoutError as late:
        raise (None if call.started else call.failure) or late from None


class RejectedOptions:
    """Which options of a request an endpoint has said it does not take, such as the temperature of a thinking model."""

    def __init__(self) -> None:
        self._names: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def without(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options without those."""
        kept = {name: value for name, value in options.items() if name not in self._names}
        return kept | ({"stream_usage": False} if "stream_options" in self._names else {})

    @contextmanager
    def noted(self, options: Mapping[str, Any]) -> Iterator[None]:
        """Have a call that was rejected because of an option tried again without it."""
        import openai

        try:
            yield
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            named = next((name for name in _OPTIONAL if name in f"{error.param} {error}" and name not in self._names), None)
            if named is None:
                raise
            with self._lock:
                self._names |= {named}
            raise TryAgain from error
