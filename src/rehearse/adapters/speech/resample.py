"""Clips at another rate."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rehearse.adapters.speech.optional import load
from rehearse.domain.audio import Clip

RECOGNISERS_RATE = 16_000
"""What every recogniser here was trained on."""
_SAMPLES = np.dtype("<i2")


def resampled(clip: Clip, rate: int = RECOGNISERS_RATE) -> Clip:
    """The clip at `rate` samples a second; raises `SpeechError` when the library for it is missing."""
    if clip.rate == rate:
        return clip
    soxr: Any = load("soxr", "voice")
    return Clip(soxr.resample(np.frombuffer(clip.pcm, _SAMPLES), clip.rate, rate).tobytes(), rate)


def floats(clip: Clip) -> npt.NDArray[np.float32]:
    """The samples from -1 to 1, shape [samples]."""
    return np.frombuffer(clip.pcm, _SAMPLES).astype(np.float32) / np.float32(2**15)


def clip_of(samples: npt.NDArray[np.floating[Any]], rate: int) -> Clip:
    """A clip from samples between -1 and 1, shape [samples]; louder ones are cut off."""
    return Clip((np.clip(samples, -1, 1) * (2**15 - 1)).astype(_SAMPLES).tobytes(), rate)
