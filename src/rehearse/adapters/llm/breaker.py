"""A circuit breaker: an endpoint that failed rests, longer each time, and is tried again by one call."""

import threading
import time
from collections.abc import Callable

FIRST_REST, LONGEST_REST = 15.0, 300.0
"""Seconds."""


class Breaker:
    """Closed while calls succeed. A failure opens it; when the rest is over, one call is the trial that closes or opens it again.

    Safe to use from many threads. `clock` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, first: float = FIRST_REST, longest: float = LONGEST_REST) -> None:
        self._clock, self._first, self._longest = clock, first, longest
        self._changed = threading.Condition()
        self._failures = 0
        self._until = 0.0
        self._on_trial = False
        self.reason = ""

    @property
    def state(self) -> str:
        """Why no call is let through, for a person."""
        return f"It rests for {self.resting:.0f} s more." if self.resting else "It is being tried again just now."

    @property
    def resting(self) -> float:
        """Seconds of rest that are left."""
        return max(0.0, self._until - self._clock()) if self._failures else 0.0

    def admit(self, patience: float = 0.0) -> bool:
        """Whether a call may be made now, or once a trial that is under way has ended within `patience` seconds.

        Who is admitted says how it went: `succeeded`, `failed` or `released`.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._on_trial, patience)
            if not self._failures:
                return True
            if self._on_trial or self.resting:
                return False
            self._on_trial = True
            return True

    def succeeded(self) -> None:
        """The endpoint answered."""
        with self._changed:
            self._failures, self._on_trial, self.reason = 0, False, ""
            self._changed.notify_all()

    def failed(self, reason: str, at_least: float = 0.0) -> None:
        """The endpoint failed. It rests for twice as long as the last time, and for the seconds that it asked for."""
        with self._changed:
            # Of calls that were under way together only the first opens it; the others say nothing new.
            if not self._failures or self._on_trial:
                self._failures += 1
                rest = min(self._longest, self._first * 2 ** (self._failures - 1))
                self._until = self._clock() + rest
                self.reason = reason
            self._until = max(self._until, self._clock() + at_least)
            self._on_trial = False
            self._changed.notify_all()

    def released(self) -> None:
        """The call was given up before it could tell; another may be the trial."""
        with self._changed:
            self._on_trial = False
            self._changed.notify_all()
