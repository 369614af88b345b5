"""From a recording of a page to a reply for it: what was heard, and which terms were probably meant."""

import threading
import time
from dataclasses import dataclass, field

from pydantic import BaseModel

from rehearse.bootstrap import App
from rehearse.domain.audio import Clip
from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.transcript_repair import Suggestion
from rehearse.errors import SpeechError
from rehearse.services.hearing import DOUBTFUL, Understood
from rehearse.ui.web.voice.pending import Pending


class HeardReply(BaseModel):
    """What the page gets for a recording. `garbage` says why it must be corrected first; spans of `suggestions` are of `text`."""

    id: str
    text: str
    engine: str
    garbage: str
    suggestions: tuple[Suggestion, ...]
    seconds: float


@dataclass(frozen=True)
class Ears:
    """Hears recordings of any interview."""

    app: App
    pending: Pending
    _warmed: threading.Event = field(default_factory=threading.Event)

    def warm(self) -> None:
        """Make, in the background, what the first recording would have to wait for."""
        if not self._warmed.is_set():
            self._warmed.set()
            threading.Thread(target=self._make, name="ears", daemon=True).start()

    def hear(self, session_id: str, clip: Clip, lead: float | None) -> HeardReply:
        """What was said; `lead` is as in `SpokenAnswer`. Raises `SpeechError` when nothing was, or when it cannot be known."""
        state = self.app.interviews.open(session_id).state
        entry = self.app.bank.get(state.question_id) if state.question_id else None
        begun = time.perf_counter()
        heard = self.app.hearing.hear(clip, entry)
        passed = time.perf_counter() - begun
        clip_id = self.pending.add(session_id, SpokenAnswer(transcript=heard.transcript, lead=lead), heard.garbage)
        self.app.recordings.take(clip, session_id, state.candidate_turns)
        return _reply(clip_id, heard, passed)

    def _make(self) -> None:
        try:
            self.app.hearing.warm()
        except SpeechError:
            """Whoever speaks is told."""


def _reply(clip_id: str, heard: Understood, seconds: float) -> HeardReply:
    return HeardReply(
        id=clip_id,
        text=heard.transcript.text,
        engine=heard.transcript.engine,
        garbage=DOUBTFUL if heard.garbage else "",
        suggestions=heard.suggestions,
        seconds=seconds,
    )
