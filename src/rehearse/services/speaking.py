"""The interviewer's words said aloud while the next ones come."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from rehearse.domain.aloud import aloud
from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError
from rehearse.ports import SoundDevice, Speaker
from rehearse.services.session import Spoken


class Aloud:
    """Says whole sentences in order: one is played while the next is made. `tell` hears once of a voice that fails.

    Used with ``with``, it says what is left before it ends, unless something went wrong.
    """

    def __init__(self, speaker: Speaker, device: SoundDevice, speed: float, tell: Callable[[str], None]) -> None:
        self._speaker = speaker
        self._device = device
        self._speed = speed
        self._tell = tell
        self._turn = 0
        self._lock = threading.Lock()
        self._failed = False
        self._making = ThreadPoolExecutor(1, thread_name_prefix="speaking")
        self._playing = ThreadPoolExecutor(1, thread_name_prefix="playing")
        self.silent_since = time.monotonic()

    def follow(self, words: Iterator[Spoken]) -> Iterator[Spoken]:
        """Pass the words on, and say every sentence as soon as it is whole."""
        said = 0
        for spoken in words:
            whole = spoken.sentences
            for text in whole[said:]:
                self._say(text)
            said = 0 if spoken.complete else len(whole)
            yield spoken

    def hush(self) -> None:
        """Fall silent at once, and say nothing of what is still waiting."""
        with self._lock:
            self._turn += 1
            self._device.hush()

    def _say(self, text: str) -> None:
        if not self._failed:
            sound = self._making.submit(self._speaker.say, aloud(text), self._speed)
            self._playing.submit(self._play, sound, self._turn)

    def _play(self, sound: Future[Clip], turn: int) -> None:
        try:
            clip = sound.result()
            with self._lock:
                if turn != self._turn:
                    return
                self._device.play(clip)
            self._device.wait()
        except SpeechError as error:
            self._fail(error)
        finally:
            self.silent_since = time.monotonic()

    def _fail(self, error: SpeechError) -> None:
        if not self._failed:
            self._failed = True
            self.hush()
            self._tell(f"{error} The interviewer goes on without a voice.")

    def __enter__(self) -> "Aloud":
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind:
            self.hush()
        self._making.shutdown()
        self._playing.shutdown()
