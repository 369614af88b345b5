"""Recordings that were heard and are not sent yet: their words and times, never their sound."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.speech import Transcript, Word
from rehearse.errors import SpeechError

MOST_PENDING = 2000
"""Transcripts that are kept, of all pages together. The oldest are forgotten; an answer made of them merely lacks delivery figures."""


@dataclass(frozen=True)
class _Heard:
    spoken: SpokenAnswer
    garbage: bool


class Pending:
    """Keeps what was heard for the answer that is made of it."""

    def __init__(self) -> None:
        self._heard: OrderedDict[tuple[str, str], _Heard] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session_id: str, spoken: SpokenAnswer, garbage: bool = False) -> str:
        """Keep what was heard in one recording of an interview; returns its id."""
        clip_id = secrets.token_hex(8)
        with self._lock:
            self._heard[session_id, clip_id] = _Heard(spoken, garbage)
            while len(self._heard) > MOST_PENDING:
                self._heard.popitem(last=False)
        return clip_id

    def answer(self, session_id: str, clip_ids: Sequence[str], text: str) -> SpokenAnswer | None:
        """How `text` was spoken that was made of some recordings, in order; those of other interviews are not found. None without any.

        Garbage says nothing of how somebody spoke. Raises `SpeechError` while it is still in the text as it was heard.
        """
        with self._lock:
            found = [self._heard[key] for clip_id in dict.fromkeys(clip_ids) if (key := (session_id, clip_id)) in self._heard]
        for heard in found:
            if heard.garbage and (words := heard.spoken.transcript.text) in text:
                raise SpeechError(f"“{words}” is probably not what you said, and is not graded. Correct it, or clear the box and type.")
        parts = [heard.spoken for heard in found if not heard.garbage]
        return SpokenAnswer(transcript=_joined([part.transcript for part in parts]), lead=parts[0].lead) if parts else None


def _joined(parts: Sequence[Transcript]) -> Transcript:
    """Recordings one after the other as if they were one; the confidence is that of the least certain."""
    words: list[Word] = []
    begun = 0.0
    for part in parts:
        words += [word.model_copy(update={"start": word.start + begun, "end": word.end + begun}) for word in part.words]
        begun += part.seconds
    confidences = [part.confidence for part in parts if part.confidence is not None]
    return parts[0].model_copy(
        update={
            "text": " ".join(part.text for part in parts),
            "words": tuple(words),
            "confidence": min(confidences, default=None),
            "seconds": begun,
        }
    )
