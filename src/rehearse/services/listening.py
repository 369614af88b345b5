"""Hands-free listening: a stream of pieces of sound becomes utterances."""

from collections import deque
from collections.abc import Callable, Iterator

from rehearse.domain.audio import Clip, joined
from rehearse.domain.turn_taking import Floor, Heard, hear, hold
from rehearse.errors import SpeechError
from rehearse.ports import VoiceDetector

_BEFORE = 0.6
"""Seconds before the voice was noticed that belong to the utterance, or its first word is lost."""


class Listener:
    """Holds the sound of the utterance under way, and a moment before it; never more than `most_seconds`."""

    def __init__(self, detector: VoiceDetector, silence: float, most_seconds: float) -> None:
        self._detector = detector
        self._silence = silence
        self._most_seconds = most_seconds
        self._floor = Floor()
        self._pieces: deque[Clip] = deque()
        self._held = 0.0

    @property
    def speaking(self) -> bool:
        return self._floor.speaking

    def hear(self, piece: Clip) -> Heard | None:
        """Take the next piece of the stream; says when somebody starts to speak, and when they have finished."""
        self._keep(piece)
        happened = None
        for probability in self._detector.probabilities(piece):
            self._floor, heard = hear(self._floor, probability, self._detector.frame_seconds, self._silence)
            happened = heard or happened
            if heard is Heard.ENDED:
                break
        return Heard.ENDED if self._floor.speaking and self._held + piece.seconds > self._most_seconds else happened

    def utterance(self) -> Clip:
        """The sound of the utterance, taken out; call it when one has ended."""
        clip = joined(list(self._pieces))
        self._pieces.clear()
        self._held, self._floor = 0.0, Floor()
        return clip

    def go_on(self, utterance: Clip) -> None:
        """Put an utterance back that ended in a request for time: silence does not end it again before more is said."""
        self._pieces.appendleft(utterance)
        self._held += utterance.seconds
        self._floor = hold()

    def _keep(self, piece: Clip) -> None:
        self._pieces.append(piece)
        self._held += piece.seconds
        while not self._floor.speaking and self._pieces and self._held - self._pieces[0].seconds >= _BEFORE:
            self._held -= self._pieces.popleft().seconds


def next_utterance(pieces: Iterator[Clip], listener: Listener, patience: float, started: Callable[[], None]) -> Clip:
    """Listen until somebody has spoken and finished. Raises `SpeechError` when nobody begins within `patience` seconds."""
    waited = 0.0
    for piece in pieces:
        heard = listener.hear(piece)
        waited = 0.0 if listener.speaking else waited + piece.seconds
        if heard is Heard.STARTED:
            started()
        if heard is Heard.ENDED:
            return listener.utterance()
        if waited >= patience:
            break
    raise SpeechError(
        f"No voice was heard for {waited:.0f} s. Check that the right microphone is chosen and not muted, or type the answer."
    )
