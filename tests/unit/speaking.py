"""Spoken answers for tests, written as text: a number in brackets is a silence in seconds."""

import re

from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.speech import Transcript, Word

WORD, GAP = 0.3, 0.1
"""Seconds that each word takes, and between two of them: 150 words a minute."""


def words(text: str) -> tuple[Word, ...]:
    """``so (2.5) um we trained`` as words with times, the first at 0."""
    found, now = [], 0.0
    for token in text.split():
        if silence := re.fullmatch(r"\(([\d.]+)\)", token):
            now += float(silence[1]) - GAP
        else:
            found.append(Word(text=token, start=now, end=now + WORD))
            now += WORD + GAP
    return tuple(found)


def spoken(text: str, lead: float | None = 1.0, timed: bool = True) -> SpokenAnswer:
    heard = words(text)
    said = " ".join(word.text for word in heard)
    transcript = Transcript(text=said, words=heard if timed else (), engine="an ear", seconds=heard[-1].end if heard else 3.0)
    return SpokenAnswer(transcript=transcript, lead=lead)
