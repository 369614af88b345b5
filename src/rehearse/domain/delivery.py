"""How answers were spoken: pace, pauses, fillers, hedges. It never touches what was said in them, nor its score.

Sources of the targets are in ``docs/delivery.md``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import median

from rehearse.domain.disfluency import SOUNDS, fillers, hedges
from rehearse.domain.record import Value
from rehearse.domain.speech import SILENCE, Transcript, Word

LONG_PAUSE = 2.0
"""Seconds of silence that are a long pause: twice what conversation bears (Jefferson 1989)."""
FEWEST_WORDS = 20
"""Words below which a rate says nothing."""


class SpokenAnswer(Value):
    """One answer as it was heard, before anybody corrected it.

    `lead` is the seconds between the interviewer's last sound and the beginning of the recording; None where that is not known.
    """

    transcript: Transcript
    lead: float | None = None


class SpanKind(StrEnum):
    """What a stretch of an answer was."""

    WAIT = "wait"
    SPEECH = "speech"
    PAUSE = "pause"
    FILLER = "filler"


class Span(Value):
    """A stretch of time, in seconds from the interviewer's last sound, or from the first of the recording where that is unknown."""

    kind: SpanKind
    start: float
    end: float
    text: str = ""

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Track(Value):
    """One answer in time."""

    label: str
    seconds: float
    spans: tuple[Span, ...]


class Target(Value):
    """The range that a figure should be in, and whose figure that is; None where it is open."""

    low: float | None = None
    high: float | None = None
    source: str

    def holds(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


class Measure(Value):
    """One figure of delivery; without a `value` there was too little to measure. `advice` is a sentence for the candidate."""

    name: str
    value: float | None
    unit: str
    target: Target | None = None
    advice: str

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is no value or no target."""
        return None if self.value is None or self.target is None else self.target.holds(self.value)


class Delivery(Value):
    """The delivery of an interview's spoken answers. `fillers` counts each of them by its words."""

    measures: tuple[Measure, ...]
    tracks: tuple[Track, ...]
    fillers: dict[str, int]
    engines: tuple[str, ...]

    @property
    def hears_sounds(self) -> bool:
        """Whether an "um" was written down at all; an engine that leaves them out makes every talk look fluent."""
        return bool(SOUNDS & self.fillers.keys())


PACE = Target(low=125, high=210, source="lectures to interviews in Tauroza and Allison (1990)")
PAUSES = Target(high=2, source="our choice; silences of conversation seldom pass one second (Jefferson 1989)")
FILLERS = Target(high=2.6, source="filled pauses of conversation in Bortfeld et al. (2001)")
FIRST_WORD = Target(high=5, source="our choice; three seconds of thought make answers better (Rowe 1986)")
HEDGES = Target(high=2, source="our choice; hedges make speakers seem less sure (Hosman 1989)")


def measure(answers: Mapping[str, SpokenAnswer]) -> Delivery | None:
    """The delivery of answers by label; None when no word was heard in any."""
    heard = {label: answer for label, answer in answers.items() if answer.transcript.text.strip()}
    if not heard:
        return None
    spoken = list(heard.values())
    found = Counter(filler.text for answer in spoken for filler in fillers(_words(answer)))
    tracks = tuple(_track(label, answer) for label, answer in heard.items())
    return Delivery(
        measures=(*_times(spoken, tracks), *_rates(spoken, found.total())),
        tracks=tracks,
        fillers=dict(found.most_common()),
        engines=tuple(dict.fromkeys(answer.transcript.engine for answer in spoken)),
    )


def _times(answers: Sequence[SpokenAnswer], tracks: Sequence[Track]) -> Iterator[Measure]:
    speaking = sum(_speaking(answer.transcript.words) for answer in answers) or None
    yield Measure(name="speaking time", value=speaking, unit="s", advice=_of_time(answers, speaking))
    words, passed = sum(len(_words(answer)) for answer in answers), sum(map(_passed, answers))
    pace = words / passed * 60 if words >= FEWEST_WORDS and passed > 0 else None
    yield Measure(name="pace", value=pace, unit="words a minute", target=PACE, advice=_of_pace(pace))
    timed = sum(len(answer.transcript.words) for answer in answers)
    rate = timed / speaking * 60 if speaking and timed >= FEWEST_WORDS else None
    yield Measure(name="pace without silences", value=rate, unit="words a minute", advice="What the pace is while you speak.")
    pauses = [span.seconds for track in tracks for span in track.spans if span.kind is SpanKind.PAUSE]
    count = len(pauses) / passed * 60 if speaking and passed >= LONG_PAUSE else None
    yield Measure(name="long pauses", value=count, unit="a minute", target=PAUSES, advice=_of_pauses(pauses, count))
    waits = [wait for answer in answers if (wait := _first_word(answer)) is not None]
    first = median(waits) if waits else None
    yield Measure(name="time to first word", value=first, unit="s", target=FIRST_WORD, advice=_of_first_word(first))


def _rates(answers: Sequence[SpokenAnswer], filled: int) -> Iterator[Measure]:
    words = sum(len(_words(answer)) for answer in answers)
    hedged = sum(len(hedges(_words(answer))) for answer in answers)
    enough = words >= FEWEST_WORDS
    per_hundred = [100 * count / words if enough else None for count in (filled, hedged)]
    yield Measure(name="fillers", value=per_hundred[0], unit="per 100 words", target=FILLERS, advice=_of_fillers(per_hundred[0]))
    yield Measure(name="hedges", value=per_hundred[1], unit="per 100 words", target=HEDGES, advice=_of_hedges(per_hundred[1]))


def _words(answer: SpokenAnswer) -> tuple[Word, ...]:
    """The words heard; those of an engine without times stand side by side at no time."""
    transcript = answer.transcript
    return transcript.words or tuple(Word(text=text, start=0, end=0) for text in transcript.text.split())


def _speaking(words: Sequence[Word]) -> float:
    """Seconds from first to last word less the silences."""
    gaps = (after.start - before.end for before, after in pairwise(words))
    return words[-1].end - words[0].start - sum(gap for gap in gaps if gap >= SILENCE) if words else 0.0


def _passed(answer: SpokenAnswer) -> float:
    """Seconds from first to last word, or of the whole recording where words have no times."""
    words = answer.transcript.words
    return words[-1].end - words[0].start if words else answer.transcript.seconds


def _first_word(answer: SpokenAnswer) -> float | None:
    words = answer.transcript.words
    return None if answer.lead is None or not words else answer.lead + words[0].start


def _track(label: str, answer: SpokenAnswer) -> Track:
    lead, words = answer.lead or 0.0, answer.transcript.words
    spans = tuple(_spans(words, lead)) if words else ()
    return Track(label=label, seconds=lead + (words[-1].end if words else answer.transcript.seconds), spans=spans)


def _spans(words: Sequence[Word], lead: float) -> Iterator[Span]:
    """The wait, stretches of speech between silences, long pauses, and on top of them the fillers."""
    if words[0].start + lead > 0:
        yield Span(kind=SpanKind.WAIT, start=0, end=words[0].start + lead)
    begun = words[0].start
    for before, after in pairwise(words):
        gap = after.start - before.end
        if gap >= SILENCE:
            yield Span(kind=SpanKind.SPEECH, start=begun + lead, end=before.end + lead)
            begun = after.start
        if gap >= LONG_PAUSE:
            yield Span(kind=SpanKind.PAUSE, start=before.end + lead, end=after.start + lead)
    yield Span(kind=SpanKind.SPEECH, start=begun + lead, end=words[-1].end + lead)
    for found in fillers(words):
        last = words[found.first + found.length - 1]
        yield Span(kind=SpanKind.FILLER, start=words[found.first].start + lead, end=last.end + lead, text=found.text)


def _of_time(answers: Sequence[SpokenAnswer], speaking: float | None) -> str:
    count = f"{len(answers)} spoken answer{'s' if len(answers) > 1 else ''}"
    return f"In {count}, silences left out." if speaking else f"{count.capitalize()}; the recogniser gave no times of words."


def _of_pace(pace: float | None) -> str:
    if pace is None:
        return _too_little()
    if pace < (PACE.low or 0):
        return "Slow: know your first sentence before you begin, and let the next one follow it."
    if pace > (PACE.high or pace):
        return "Fast: stop for a breath after each point, so that it can be taken in."
    return "A pace that is easy to follow."


def _of_pauses(pauses: Sequence[float], count: float | None) -> str:
    if count is None:
        return _too_little()
    if not pauses:
        return f"No silence of {LONG_PAUSE:g} s or more within an answer."
    longest = f"{len(pauses)} of {LONG_PAUSE:g} s or more, the longest {max(pauses):.1f} s."
    return longest if PAUSES.holds(count) else f"{longest} Say what you are thinking about, and the silence works for you."


def _of_first_word(first: float | None) -> str:
    if first is None:
        return "Not known: it takes an interviewer who speaks and a recogniser that gives times of words."
    return (
        "You begin in good time." if FIRST_WORD.holds(first) else "Long: repeat the question in your words, or say that you want a moment."
    )


def _of_fillers(rate: float | None) -> str:
    if rate is None:
        return _too_little()
    return "No more than in any conversation." if FILLERS.holds(rate) else "Many: where an “um” wants to come, close your mouth and pause."


def _of_hedges(rate: float | None) -> str:
    if rate is None:
        return _too_little()
    return (
        "You commit to what you say."
        if HEDGES.holds(rate)
        else "Many: say what you know plainly, and keep “I think” for what you do not know."
    )


def _too_little() -> str:
    return f"Too little was said to measure it: it takes {FEWEST_WORDS} words."
