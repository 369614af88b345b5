"""The reasoning of thinking models, taken out of what they say."""

import re

from rehearse.errors import EngineError

_OPEN = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSE = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "<thinking>", "</think>", "</thinking>")


class Thoughts:
    """Drops what is between `<think>` and `</think>` in a stream, also where a tag is cut over pieces or never closed."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False

    def feed(self, piece: str) -> str:
        """The words in a piece, and in what was held back before. Raises `EngineError` for reasoning that nothing announced."""
        self._held += piece
        words = ""
        while tag := (_CLOSE if self._inside else _OPEN).search(self._held):
            words += "" if self._inside else self._spoken(self._held[: tag.start()])
            self._held = self._held[tag.end() :]
            self._inside = not self._inside
        kept = _unfinished_tag(self._held)
        ready, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
        return words if self._inside else words + self._spoken(ready)

    def end(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return "" if self._inside else rest

    def _spoken(self, words: str) -> str:
        if _CLOSE.search(words):
            raise EngineError("The model said its reasoning aloud.")
        return words


def without_thoughts(reply: str) -> str:
    """A whole reply without the reasoning before it. A reply that begins as JSON may quote such tags and is left alone."""
    text = reply.strip()
    if text.startswith(("{", "```")):
        return text
    reasoning, close, rest = _split(text)
    if close:
        return rest.strip()
    return "" if _OPEN.match(reasoning) else text


def _split(text: str) -> tuple[str, str, str]:
    close = _CLOSE.search(text)
    return (text[: close.start()], close[0], text[close.end() :]) if close else (text, "", "")


def _unfinished_tag(text: str) -> int:
    """How many characters at the end may be the beginning of a tag."""
    end = text[-max(map(len, _TAGS)) :].lower()
    return max((n for tag in _TAGS for n in range(1, len(tag)) if end.endswith(tag[:n])), default=0)
