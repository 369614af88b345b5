"""From a recording to words: what was heard, whether it can be trusted, and which terms were probably meant."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from rehearse.domain.audio import Clip
from rehearse.domain.garbage import is_garbage
from rehearse.domain.question import BankEntry
from rehearse.domain.speech import Transcript
from rehearse.domain.transcript_repair import Suggestion
from rehearse.errors import SpeechError
from rehearse.ports import Transcriber
from rehearse.services.terms import Terms

SHORTEST = 0.3
"""Seconds; in less nobody says a word."""
DOUBTFUL = "This is probably not what you said. Correct it, say it again, or type the answer; it is not graded as it is."


@dataclass(frozen=True)
class Understood:
    """A transcript; garbage is offered for correction and never sent as it is. Suggestions are for the candidate to accept."""

    transcript: Transcript
    garbage: bool = False
    suggestions: tuple[Suggestion, ...] = ()


class Hearing:
    """Hears recordings of any interview; the parts are made when the first one comes."""

    def __init__(
        self, transcriber: Callable[[], Transcriber], vocabulary: Callable[[], Collection[str]], terms: Callable[[], Terms]
    ) -> None:
        self._transcriber = transcriber
        self._vocabulary = vocabulary
        self._terms = terms

    def warm(self) -> None:
        """Make the parts now. Raises `SpeechError` when an engine cannot be used."""
        self._transcriber()
        self._vocabulary()
        self._terms()

    def hear(self, clip: Clip, entry: BankEntry | None = None) -> Understood:
        """What was said, as an answer to the question of `entry`. Raises `SpeechError` when no word was heard, or when it cannot be known."""
        if clip.seconds < SHORTEST:
            raise SpeechError(f"A recording of {clip.seconds:.1f} s is too short for a word. Speak again, or type the answer.")
        transcript = self._transcriber().transcribe(clip, self._terms().expected(entry) if entry else ())
        if not transcript.text.strip():
            raise SpeechError("No words were heard. Speak a little louder or closer to the microphone, or type the answer.")
        if is_garbage(transcript, self._vocabulary()):
            return Understood(transcript, garbage=True)
        return Understood(transcript, suggestions=tuple(self._terms().suggestions(entry, transcript.text)) if entry else ())
