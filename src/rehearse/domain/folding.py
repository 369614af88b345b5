"""Texts made alike where only their look differs, so that a quote is found in what it was copied from."""

import re
import unicodedata
from dataclasses import dataclass

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "‹": "<",
        "›": ">",
        "⟦": "[",
        "꞉": ":",
    }
)
_OUTER = " \"'….,;:"
INVISIBLE = "Cf"
"""The Unicode category of characters that take no room: zero-width spaces and joiners, marks of direction, tags."""


@dataclass(frozen=True)
class Folded:
    """A text with case, white space, dashes and quotation marks folded; character i comes from ``origins[i]`` of the original."""

    text: str
    origins: tuple[int, ...]

    def find(self, words: "Folded") -> tuple[int, int] | None:
        """Where whole words stand in the original, as (start, end)."""
        wanted = words.text.strip(_OUTER)
        match = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", self.text) if wanted else None
        return (self.origins[match.start()], self.origins[match.end() - 1] + 1) if match else None


def fold(text: str) -> Folded:
    """A text in lower case with one space for each run of white space, plain marks, and without invisible characters."""
    characters: list[tuple[str, int]] = []
    for at, character in enumerate(text.translate(_ALIKE)):
        if character.isspace():
            if characters and characters[-1][0] != " ":
                characters.append((" ", at))
        elif unicodedata.category(character) != INVISIBLE:
            characters += [(lowered, at) for lowered in character.lower()]
    return Folded("".join(c for c, _ in characters), tuple(at for _, at in characters))
