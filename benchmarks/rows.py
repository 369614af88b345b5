"""What every benchmark returns: lines of one table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table, in milliseconds unless `unit` says otherwise."""

    what: str
    times: list[float]
    goal: str
    unit: str = "ms"

    def cells(self) -> list[str]:
        ordered = sorted(self.times)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        digits = 2 if self.unit == "×" else 0
        middle = f"{statistics.median(ordered):.{digits}f}"
        return [self.what, middle, f"{p95:.{digits}f}" if len(ordered) > 1 else "", self.unit, str(len(ordered)), self.goal]


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each run."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return times
