"""Recordings as they come: any rate, any number of channels, any width, and files that are none."""

import io
import struct
import wave
from array import array

import pytest
from sounding import tone

from rehearse.domain.audio import Clip, joined, read_wav
from rehearse.errors import SpeechError


def wav(samples: bytes, width: int = 2, channels: int = 1, rate: int = 8000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()


def test_a_clip_survives_being_written_and_read():
    clip = tone(0.5)
    assert read_wav(clip.to_wav()) == clip
    assert (clip.seconds, clip.loudest) == (0.5, pytest.approx(0.5, abs=1e-3))


def test_two_channels_become_their_mean():
    both = array("h", [1000, 3000, -500, 500]).tobytes()
    assert array("h", read_wav(wav(both, channels=2)).pcm).tolist() == [2000, 0]


@pytest.mark.parametrize(
    ("width", "sample"),
    [
        (1, struct.pack("<B", 192)),
        (2, struct.pack("<h", 16384)),
        (3, struct.pack("<i", 16384 << 8)[:3]),
        (4, struct.pack("<i", 16384 << 16)),
    ],
)
def test_every_width_is_read(width, sample):
    assert array("h", read_wav(wav(3 * sample, width)).pcm).tolist() == [16384] * 3


def test_the_extensible_header_that_browsers_and_editors_write_is_read():
    plain = wav(struct.pack("<3h", 1, 2, 3))
    header = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 8000, 16000, 2, 16, 22, 16, 4) + struct.pack("<H", 1) + bytes(14)
    data = plain[36:]
    file = b"RIFF" + struct.pack("<I", 4 + 8 + len(header) + len(data)) + b"WAVEfmt " + struct.pack("<I", len(header)) + header + data
    assert array("h", read_wav(file).pcm).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"ID3\x04 an mp3", "is not a WAV file that can be read"),
        (b"RIFF", "is not a WAV file that can be read"),
        (wav(b"")[:30], "is not a WAV file that can be read"),
        (wav(b""), "holds no sound"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_on(data, reason):
    with pytest.raises(SpeechError, match=reason) as caught:
        read_wav(data, "answer.wav")
    assert str(caught.value).startswith("answer.wav") and "WAV of PCM samples" in str(caught.value)


def test_a_recording_that_breaks_off_is_read_up_to_there():
    whole = tone(1.0).to_wav()
    assert read_wav(whole[:-501]).seconds == pytest.approx(0.75, abs=0.01)


def test_clips_are_joined_in_order():
    assert joined([tone(0.2), tone(0.3, 0.0)]) == Clip(tone(0.2).pcm + tone(0.3, 0.0).pcm, 1000)
