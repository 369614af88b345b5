"""Sound as a value: PCM samples, to and from WAV."""

import io
import wave
from array import array
from dataclasses import dataclass

from rehearse.errors import SpeechError

SAMPLE_BYTES = 2
"""Signed 16-bit samples."""
_PCM, _EXTENSIBLE = (1).to_bytes(2, "little"), (0xFFFE).to_bytes(2, "little")
_FLIP_SIGN = bytes(value ^ 0x80 for value in range(256))
HOW_TO_RECORD = "Record or convert it as a WAV of PCM samples, at any rate."


@dataclass(frozen=True)
class Clip:
    """A stretch of sound: `pcm` holds mono samples, signed 16 bits, little endian; `rate` is samples a second."""

    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.pcm) / SAMPLE_BYTES / self.rate

    @property
    def loudest(self) -> float:
        """The largest sample, from 0 (silence) to 1."""
        samples = memoryview(self.pcm).cast("h")
        return max(max(samples), -min(samples)) / 2**15 if self.pcm else 0.0

    def to_wav(self) -> bytes:
        """The clip as a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(SAMPLE_BYTES)
            out.setframerate(self.rate)
            out.writeframes(self.pcm)
        return file.getvalue()


def read_wav(data: bytes, name: str = "The recording") -> Clip:
    """A WAV of 8 to 32 bits, any rate and any number of channels, mixed to mono. Raises `SpeechError` for anything else."""
    if not data:
        raise SpeechError(f"{name} is empty. {HOW_TO_RECORD}")
    try:
        with wave.open(io.BytesIO(_plain(data))) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise SpeechError(f"{name} is not a WAV file that can be read ({error or 'it ends too early'}). {HOW_TO_RECORD}") from None
    whole = len(frames) - len(frames) % (width * channels)
    if not whole or not rate:
        raise SpeechError(f"{name} holds no sound. {HOW_TO_RECORD}")
    return Clip(_mixed(_as_16_bits(frames[:whole], width), channels), rate)


def joined(clips: list[Clip]) -> Clip:
    """Clips of one rate, one after the other."""
    return Clip(b"".join(clip.pcm for clip in clips), clips[0].rate)


def _plain(data: bytes) -> bytes:
    """`wave` does not know the extensible header before Python 3.12: name the format that it wraps."""
    at = data.find(b"fmt ") + 8
    return data[:at] + _PCM + data[at + 2 :] if data[at : at + 2] == _EXTENSIBLE and data[at + 24 : at + 26] == _PCM else data


def _as_16_bits(frames: bytes, width: int) -> bytes:
    """The two upper bytes of every sample; samples of 8 bits are unsigned."""
    if width == SAMPLE_BYTES:
        return frames
    samples = bytearray(SAMPLE_BYTES * (len(frames) // width))
    samples[1::2] = frames.translate(_FLIP_SIGN) if width == 1 else frames[width - 1 :: width]
    if width > SAMPLE_BYTES:
        samples[0::2] = frames[width - 2 :: width]
    return bytes(samples)


def _mixed(pcm: bytes, channels: int) -> bytes:
    """The mean of the channels."""
    if channels == 1:
        return pcm
    samples = array("h", pcm)
    sides = (samples[channel::channels] for channel in range(channels))
    return array("h", [sum(frame) // channels for frame in zip(*sides, strict=True)]).tobytes()
