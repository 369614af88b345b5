"""Terms of a question, for whoever listens to its answer: what a recogniser should expect, and what it probably misheard."""

from rehearse.domain.lexicon import Lexicon
from rehearse.domain.question import BankEntry
from rehearse.domain.transcript_repair import Repairer, Suggestion


class Terms:
    """May be shared by all interviews."""

    def __init__(self, lexicon: Lexicon, repairer: Repairer) -> None:
        self._lexicon = lexicon
        self._repairer = repairer

    def expected(self, entry: BankEntry) -> tuple[str, ...]:
        """Terms to expect in an answer, the likeliest first: the `terms` of a `Transcriber`."""
        return self._lexicon.likely(entry)

    def suggestions(self, entry: BankEntry, transcript: str) -> list[Suggestion]:
        """Terms that were probably meant, as spans of the transcript, from left to right."""
        return self._repairer.suggest(transcript, self._lexicon.terms_of(entry))
