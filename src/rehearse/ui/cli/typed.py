"""Reading what is typed."""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from rehearse.domain.delivery import SpokenAnswer


class Answer(NamedTuple):
    """What is sent, and how it was said; None when it was typed."""

    text: str
    spoken: SpokenAnswer | None = None


def line() -> str:
    """The next line of standard input with its end. At the end of input the person has gone: `KeyboardInterrupt`."""
    if found := sys.stdin.readline():
        return found
    raise KeyboardInterrupt


def answer(first: str = "") -> str:
    """An answer up to an empty line; inside ``` fences empty lines belong to it. `first` is what was read of it already."""
    lines = [first] if first else []
    for more in _lines():
        fenced = sum(part.strip().startswith("```") for part in lines) % 2 == 1
        if not more.strip() and not fenced:
            return "".join(lines)
        lines.append(more)
    if lines:
        return "".join(lines)
    raise KeyboardInterrupt


def _lines() -> Iterator[str]:
    return iter(sys.stdin.readline, "")
