"""eSpeak NG from the wheel `espeakng-loader`, through ctypes: the embedded voice.

eSpeak NG is under the GPL 3, so it is in an extra of its own. Functions and constants are those of its header ``speak_lib.h``.
"""

import ctypes
from threading import Lock
from typing import Any

from rehearse.adapters.speech.optional import load
from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError

DEFAULT_VOICE = "en-us"
_SYNCHRONOUS, _UTF8, _RATE = 2, 1, 1
_BUFFER_MS = 200
_WORDS_A_MINUTE = 165
_SLOWEST, _FASTEST = 80, 450
_ON_SOUND = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Library:
    """The library is one global state: one instance a process, one sentence at a time."""

    _started: "_Library | None" = None
    _lock = Lock()

    def __init__(self) -> None:
        loader = load("espeakng_loader", "espeak")
        self._calls = ctypes.CDLL(loader.get_library_path())
        self.rate = int(self._calls.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, loader.get_data_path().encode(), 0))
        if self.rate <= 0:
            raise SpeechError(
                f"eSpeak NG did not start (code {self.rate}). Reinstall it with `pip install --force-reinstall espeakng-loader`."
            )
        self._pcm = bytearray()
        self._on_sound = _ON_SOUND(self._collect)
        self._calls.espeak_SetSynthCallback(self._on_sound)

    @classmethod
    def started(cls) -> "_Library":
        with cls._lock:
            cls._started = cls._started or cls()
            return cls._started

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._pcm += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return 0

    def has_voice(self, name: str) -> bool:
        with self._lock:
            return bool(self._calls.espeak_SetVoiceByName(name.encode()) == 0)

    def say(self, text: str, voice: str, words_a_minute: int) -> bytes:
        said = text.encode()
        with self._lock:
            self._pcm.clear()
            self._calls.espeak_SetVoiceByName(voice.encode())
            self._calls.espeak_SetParameter(_RATE, words_a_minute, 0)
            fault = self._calls.espeak_Synth(said, ctypes.c_size_t(len(said) + 1), 0, 0, 0, _UTF8, None, None)
            if fault:
                raise SpeechError(f"eSpeak NG could not say {text!r} (code {fault}).")
            return bytes(self._pcm)


class EspeakSpeaker:
    """Speaks with one of eSpeak NG's voices, such as `en-us`, `en` (British) or `en-gb-scotland`."""

    def __init__(self, voice: str = DEFAULT_VOICE) -> None:
        self._library = _Library.started()
        if not self._library.has_voice(voice):
            raise SpeechError(
                f"REHEARSE_SPEAKER_VOICE={voice!r} is no voice of eSpeak NG. Try en-us, en (British) or en-gb-scotland, or unset it."
            )
        self._voice = voice
        self.engine = f"espeak:{voice}"

    def say(self, text: str, speed: float = 1.0) -> Clip:
        words_a_minute = round(min(max(_WORDS_A_MINUTE * speed, _SLOWEST), _FASTEST))
        return Clip(self._library.say(text.replace("\0", " "), self._voice, words_a_minute), self._library.rate)
