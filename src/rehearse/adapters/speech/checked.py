"""A recording is looked at before an engine makes words of it: recognisers hear words in silence and in noise."""

from collections.abc import Callable, Sequence

from rehearse.domain.audio import Clip
from rehearse.domain.speech import Transcript
from rehearse.domain.turn_taking import Floor, Heard, hear
from rehearse.errors import SpeechError
from rehearse.ports import Transcriber, VoiceDetector

SILENT = 0.004
"""A loudest sample below this, of 1, is an open line without a voice (-48 dB)."""
_NEXT_STEP = "Check that the right microphone is chosen and not muted, and speak again; or type the answer."


class CheckedTranscriber:
    """Refuses, with the reason, what is too long, silent, or holds no voice."""

    def __init__(self, inner: Transcriber, new_detector: Callable[[], VoiceDetector], most_seconds: float) -> None:
        self._inner = inner
        self._new_detector = new_detector
        self._most_seconds = most_seconds

    @property
    def engine(self) -> str:
        return self._inner.engine

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        if audio.seconds > self._most_seconds:
            raise SpeechError(
                f"The recording lasts {audio.seconds:.0f} s, and {self._most_seconds:.0f} s is the most. "
                "Answer in parts, or raise REHEARSE_MOST_RECORDED_SECONDS."
            )
        if audio.loudest < SILENT:
            raise SpeechError(f"The recording of {audio.seconds:.1f} s is silent. {_NEXT_STEP}")
        if not has_voice(audio, self._new_detector()):
            raise SpeechError(f"No voice was heard in the recording of {audio.seconds:.1f} s. {_NEXT_STEP}")
        return self._inner.transcribe(audio, terms)


def has_voice(audio: Clip, detector: VoiceDetector) -> bool:
    """Whether somebody starts to speak in it."""
    floor = Floor()
    for probability in detector.probabilities(audio):
        floor, heard = hear(floor, probability, detector.frame_seconds, audio.seconds)
        if heard is Heard.STARTED:
            return True
    return False
