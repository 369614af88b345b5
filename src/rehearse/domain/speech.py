"""What was heard."""

from rehearse.domain.record import Value


class Word(Value):
    """A word that was heard. `start` and `end` are seconds from the beginning of the recording; `confidence` is 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float | None = None


class Transcript(Value):
    """What an engine heard in a recording of `seconds`. `words` is empty where the engine gives no times; `confidence` is 0 to 1."""

    text: str
    words: tuple[Word, ...] = ()
    engine: str
    confidence: float | None = None
    seconds: float
    language: str | None = None
