"""Likely terms, as the hint that a recogniser takes."""

from collections.abc import Sequence

_MOST_CHARACTERS = 600
"""Whisper reads at most 224 tokens of a hint."""


def as_hint(terms: Sequence[str]) -> str:
    """As many of the first terms as fit."""
    fitting, length = [], 0
    for term in terms:
        length += len(term) + len(", ")
        if length > _MOST_CHARACTERS:
            break
        fitting.append(term)
    return ", ".join(fitting)


def as_prompt(terms: Sequence[str]) -> str:
    """A sentence that could have been said before; empty without terms."""
    hint = as_hint(terms)
    return f"A machine learning interview about {hint}." if hint else ""
