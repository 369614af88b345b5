"""Kokoro: an ``.onnx`` file with a ``voices*.bin`` beside it. Its phonemes come from eSpeak NG, under the GPL 3."""

from threading import Lock

from rehearse.adapters.speech.model_file import existing, model_fault
from rehearse.adapters.speech.optional import load
from rehearse.adapters.speech.resample import clip_of
from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError

VOICE = "af_heart"
_SLOWEST, _FASTEST = 0.5, 2.0
"""What the model takes."""


class KokoroSpeaker:
    """Says a sentence with one of the voices of the file."""

    def __init__(self, model: str, voice: str = VOICE) -> None:
        library = load("kokoro_onnx", "kokoro")
        self._path = existing(model, "kokoro", "the model's .onnx file")
        found = sorted(self._path.parent.glob("voices*.bin"))
        voices = existing(
            str(found[0]) if found else str(self._path.with_name("voices-v1.0.bin")), "kokoro", "a voices*.bin beside the model"
        )
        with model_fault(self._path):
            self._kokoro = library.Kokoro(str(self._path), str(voices))
            known = self._kokoro.get_voices()
        if voice not in known:
            raise SpeechError(f"REHEARSE_SPEAKER_VOICE={voice!r} is not in {str(voices)!r}. Choose one of {', '.join(sorted(known))}.")
        self._voice = voice
        self._lock = Lock()
        self.engine = f"kokoro:{voice}"

    def say(self, text: str, speed: float = 1.0) -> Clip:
        with self._lock, model_fault(self._path):
            samples, rate = self._kokoro.create(text, voice=self._voice, speed=min(max(speed, _SLOWEST), _FASTEST))
        return clip_of(samples.ravel(), rate)
