"""Small facts about texts."""

import hashlib


def content_hash(text: str) -> str:
    """A short id of a text by its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]
