"""Small facts about texts."""

import hashlib
import re

_JOINERS = "\u200d\ufe0f"


def content_hash(text: str) -> str:
    """A short id of a text by its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def without_controls(text: str) -> str:
    """What a person typed, without control characters and outer white space."""
    return "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or c.isprintable() or c in _JOINERS).strip()


def slug_of(name: str) -> str:
    """An engine's name as a part of a file name."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")
