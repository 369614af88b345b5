"""From a sentence to sound, with a memory: whatever is said again is not made again."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from rehearse.bootstrap import App
from rehearse.domain.aloud import aloud

MOST_REMEMBERED = 64
"""Sentences whose sound is kept, about 10 MB."""


@dataclass(frozen=True)
class Mouth:
    """Says sentences of any interview."""

    app: App
    _said: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, text: str) -> bytes:
        """A sentence as a WAV. Raises `SpeechError`."""
        with self._lock:
            if text in self._said:
                self._said.move_to_end(text)
                return self._said[text]
        wav = self.app.speaker.say(aloud(text), self.app.settings.speed).to_wav()
        with self._lock:
            self._said[text] = wav
            while len(self._said) > MOST_REMEMBERED:
                self._said.popitem(last=False)
        return wav
