"""Coroutines on a thread of their own, so that a synchronous caller can leave one at any moment."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncGenerator, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import aclosing
from functools import cached_property
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_END = object()
_LONGEST_CLOSE = 5.0
"""Seconds that calls have to come to their end when all is closed."""


class Background:
    """An event loop in a daemon thread. Leaving a call, by an exception or by closing its iterator, cancels it."""

    def __init__(self) -> None:
        self._running: dict[str | None, set[Future[Any]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._closed = False

    def run(self, work: Coroutine[Any, Any, T], tag: str | None = None) -> T:
        """Wait for a coroutine. Raises `concurrent.futures.CancelledError` when it was cancelled from elsewhere."""
        future = self._submit(work, tag)
        try:
            return future.result()
        finally:
            future.cancel()

    def iterate(self, items: AsyncGenerator[T], tag: str | None = None) -> Iterator[T]:
        """What an asynchronous generator gives, as it comes, however slowly it is taken."""
        queue: SimpleQueue[Any] = SimpleQueue()
        future = self._submit(_feed(items, queue), tag)
        future.add_done_callback(lambda _: queue.put(_END))
        try:
            while (item := queue.get()) is not _END:
                yield item
            future.result()
        finally:
            future.cancel()

    def cancel(self, tag: str | None) -> None:
        """Cancel every call with this tag."""
        with self._lock:
            running = list(self._running.get(tag, ()))
        for future in running:
            future.cancel()

    def close(self, last: Coroutine[Any, Any, object] | None = None) -> None:
        """Cancel every call, run `last`, and stop; safe to call twice."""
        with self._lock:
            self._closed, was_closed = True, self._closed
        if "_loop" in vars(self) and not was_closed:
            asyncio.run_coroutine_threadsafe(_ended(last), self._loop).result(_LONGEST_CLOSE)
            self._loop.call_soon_threadsafe(self._loop.stop)
        elif last:
            last.close()

    def _submit(self, work: Coroutine[Any, Any, T], tag: str | None) -> "Future[T]":
        with self._lock:
            if self._closed:
                work.close()
                raise RuntimeError("the model client is closed")
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
            self._running[tag].add(future)
        future.add_done_callback(lambda done: self._forget(done, tag))
        return future

    def _forget(self, future: "Future[Any]", tag: str | None) -> None:
        with self._lock:
            self._running[tag].discard(future)
            if not self._running[tag]:
                del self._running[tag]

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        threading.Thread(target=_run, args=(loop,), name="model-calls", daemon=True).start()
        return loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


async def _feed(items: AsyncGenerator[T], queue: "SimpleQueue[T]") -> None:
    async with aclosing(items):
        async for item in items:
            queue.put(item)


async def _ended(last: Coroutine[Any, Any, object] | None) -> None:
    """Every other task of this loop is cancelled and over, so that none is destroyed while it is pending."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last:
        await last
    await asyncio.get_running_loop().shutdown_asyncgens()
