"""Sounds, ears and a loudspeaker for tests, without any library of speech."""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError

RATE = 1000
FRAME = 0.1
"""Seconds."""


def tone(seconds: float, level: float = 0.5, rate: int = RATE) -> Clip:
    """A square wave; at level 0 it is silence."""
    loud = int(level * (2**15 - 1))
    return Clip(array("h", [loud if i % 4 < 2 else -loud for i in range(int(seconds * rate))]).tobytes(), rate)


def pieces(*levels: tuple[float, float], seconds: float = FRAME) -> Iterator[Clip]:
    """A stream in pieces: ``(1.0, 0.5)`` is a second at half the loudness."""
    for lasting, level in levels:
        for _ in range(round(lasting / seconds)):
            yield tone(seconds, level)


class LoudIsVoice:
    """Takes whatever is loud for a voice, a frame of `FRAME` seconds at a time."""

    frame_seconds = FRAME

    def probabilities(self, piece: Clip) -> list[float]:
        size = 2 * round(FRAME * piece.rate)
        frames = [Clip(piece.pcm[at : at + size], piece.rate) for at in range(0, len(piece.pcm) - size + 1, size)]
        return [1.0 if frame.loudest > 0.1 else 0.0 for frame in frames]


class QuietRoom:
    """A sound device that plays nothing aloud; what it was given is in `played`, and its microphone hears `heard`."""

    def __init__(self, *heard: Clip, broken: str = "") -> None:
        self.played: list[Clip] = []
        self.hushed = 0
        self.open = False
        self._heard = heard
        self._broken = broken

    def play(self, clip: Clip) -> None:
        if self._broken:
            raise SpeechError(self._broken)
        self.played.append(clip)

    def wait(self) -> None:
        pass

    def hush(self) -> None:
        self.hushed += 1

    @contextmanager
    def microphone(self) -> Iterator[Iterator[Clip]]:
        self.open = True
        yield iter(self._heard)
        self.open = False
