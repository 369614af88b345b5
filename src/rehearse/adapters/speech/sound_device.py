"""The default loudspeaker and microphone, through PortAudio (`sounddevice`)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import numpy as np

from rehearse.adapters.speech.optional import load
from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError

_PIECE_SECONDS = 0.1
_POLL_SECONDS = 0.02
_DEBIAN = "sudo apt-get install libportaudio2"


class PortAudioDevice:
    """Records and plays at the rates that the device and the clip have. Raises `SpeechError` when either device is missing."""

    def __init__(self) -> None:
        try:
            self._library: Any = load("sounddevice", "voice")
        except OSError:
            raise SpeechError(
                f"The library PortAudio is not installed, so that sound cannot be used here. Install it ({_DEBIAN})."
            ) from None
        self._rate = int(self._device("input", "microphone")["default_samplerate"])
        self._device("output", "loudspeaker")
        self._using = threading.Lock()

    def play(self, clip: Clip) -> None:
        with self._faults("loudspeaker"), self._using:
            self._library.play(np.frombuffer(clip.pcm, "<i2"), clip.rate)

    def wait(self) -> None:
        """Not the library's own, which closes the stream as soon as it ends: `hush` may still be stopping it, and would never return."""
        while self._is_playing():
            time.sleep(_POLL_SECONDS)
        self.hush()

    def hush(self) -> None:
        with self._faults("loudspeaker"), self._using:
            self._library.stop()

    def _is_playing(self) -> bool:
        with self._faults("loudspeaker"), self._using:
            return bool(self._library.get_stream().active)

    @contextmanager
    def microphone(self) -> Iterator[Iterator[Clip]]:
        frames = round(self._rate * _PIECE_SECONDS)
        with self._faults("microphone"), self._library.RawInputStream(self._rate, channels=1, dtype="int16") as stream:
            yield (Clip(bytes(stream.read(frames)[0]), self._rate) for _ in count())

    def _device(self, kind: str, name: str) -> Any:
        """The default device of a kind."""
        with self._faults(name):
            return self._library.query_devices(kind=kind)

    @contextmanager
    def _faults(self, name: str) -> Iterator[None]:
        try:
            yield
        except self._library.PortAudioError as error:
            reason = str(error).splitlines()[0]
            raise SpeechError(f"The {name} cannot be used ({reason}). Connect one and choose it in the settings of your system.") from None
