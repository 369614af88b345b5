"""A transcript made to fit: the oldest turns are shortened, then left out; the last ones never."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from rehearse.domain.brief import Line

WORDS_KEPT = 16
"""Words of a turn that is shortened."""
WHOLE = 2
"""Turns at the end that are never shortened: what was asked last, and the answer to it."""
Count = Callable[[str], int]
"""How many tokens a text takes."""


def condensed(lines: Sequence[Line], budget: int, count: Count) -> list[Line]:
    """As much of a transcript as `budget` tokens hold.

    The newest turns stay whole, older ones are cut to their first words, the oldest are left out, and a line says how many.
    The last turns stay even where the budget is too small for them.
    """
    if sum(count(line.text) for line in lines) <= budget:
        return list(lines)
    split = max(0, len(lines) - WHOLE)
    last, older = list(lines[split:]), list(lines[:split])
    left = budget - sum(count(line.text) for line in last)
    short = [shortened(line) for line in older]
    kept = _fitting([count(line.text) for line in short], left)
    left -= sum(count(line.text) for line in short[len(short) - kept :])
    whole = _fitting([max(0, count(a.text) - count(b.text)) for a, b in zip(older, short, strict=True)][len(older) - kept :], left)
    middle = short[len(short) - kept : len(short) - whole] + older[len(older) - whole :]
    gone = len(older) - kept
    note = [Line(speaker="notice", text=f"({gone} earlier turns are left out here.)")] if gone else []
    return [*note, *middle, *last]


def shortened(line: Line) -> Line:
    """The first words of a turn."""
    words = line.text.split()
    return line if len(words) <= WORDS_KEPT else line.model_copy(update={"text": " ".join(words[:WORDS_KEPT]) + " …"})


def _fitting(costs: Sequence[int], budget: int) -> int:
    """How many of the last costs fit into the budget together."""
    return sum(total <= budget for total in accumulate(reversed(costs)))
