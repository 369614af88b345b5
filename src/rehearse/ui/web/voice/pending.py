"""Recordings that were heard and are not sent yet: their words and times, never their sound."""

import secrets
import threading
from collections import OrderedDict
from typing import NamedTuple

from rehearse.domain.speech import Transcript

MOST_PENDING = 2000
"""Transcripts that are kept, of all pages together. The oldest are forgotten; an answer made of them merely lacks delivery figures."""


class HeardClip(NamedTuple):
    """What was heard in one recording. `waited` is the seconds between the interviewer's last word and the recording's first sample."""

    transcript: Transcript
    waited: float | None


class Pending:
    """Keeps what was heard for the answer that is made of it."""

    def __init__(self) -> None:
        self._clips: OrderedDict[tuple[str, str], HeardClip] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session_id: str, clip: HeardClip) -> str:
        """Keep a clip of an interview; returns its id."""
        clip_id = secrets.token_hex(8)
        with self._lock:
            self._clips[session_id, clip_id] = clip
            while len(self._clips) > MOST_PENDING:
                self._clips.popitem(last=False)
        return clip_id

    def of(self, session_id: str, clip_ids: list[str]) -> list[HeardClip]:
        """The clips that make up an answer, in order; those of other interviews are not found."""
        with self._lock:
            found = [self._clips.get((session_id, clip_id)) for clip_id in clip_ids]
        return [clip for clip in found if clip]
