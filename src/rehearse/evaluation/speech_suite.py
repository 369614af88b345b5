"""The speech suite: sentences with terms, to be spoken and written down again, and the errors in the terms."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pydantic import Field

from rehearse.content.yaml_file import read_record
from rehearse.domain.lexicon import plain
from rehearse.domain.question import Record
from rehearse.domain.record import Value
from rehearse.errors import ContentError

FILE = "speech.yaml"
_TERM = re.compile(r"\{([^{}|]+)(?:\|([^{}|]+))?\}")


class Sentence(Value):
    """`written` is right, `said` is what a voice reads, `terms` are those in it."""

    written: str
    said: str
    terms: tuple[str, ...]


class SpeechSuite(Value):
    """Sentences by use: `tune` served to adjust the repair, `test` did not, `ordinary` ones hold no term."""

    tune: tuple[Sentence, ...]
    test: tuple[Sentence, ...]
    ordinary: tuple[Sentence, ...]

    def named(self) -> dict[str, tuple[Sentence, ...]]:
        return {"tune": self.tune, "test": self.test, "ordinary": self.ordinary}


class _File(Record):
    tune: tuple[str, ...] = Field(min_length=1)
    test: tuple[str, ...] = Field(min_length=1)
    ordinary: tuple[str, ...] = Field(min_length=1)


def load_speech_suite(folder: Path) -> SpeechSuite:
    """Read the suite. Raises `ContentError`, also for a term in both `tune` and `test` and for one among ordinary sentences."""
    path = folder / FILE
    read = read_record(path, _File)
    suite = SpeechSuite(**{name: tuple(map(_sentence, getattr(read, name))) for name in ("tune", "test", "ordinary")})
    tuned = {plain(term) for sentence in suite.tune for term in sentence.terms}
    faults = [
        f"{path}: the term {term!r} is in `tune` and in `test`; leave it in one of them"
        for sentence in suite.test
        for term in sentence.terms
        if plain(term) in tuned
    ]
    faults += [f"{path}: the sentence {s.written!r} is among `ordinary`, and holds a term" for s in suite.ordinary if s.terms]
    faults += [f"{path}: the sentence {s.written!r} holds no {{term}}" for s in (*suite.tune, *suite.test) if not s.terms]
    if faults:
        raise ContentError(faults)
    return suite


def _sentence(text: str) -> Sentence:
    return Sentence(
        written=_TERM.sub(lambda match: match[1], text),
        said=_TERM.sub(lambda match: match[2] or match[1], text),
        terms=tuple(match[1] for match in _TERM.finditer(text)),
    )


def holds(text: str, term: str) -> bool:
    """Whether a transcript has a term: its words, whatever their case, hyphens, plural and British or American spelling."""
    return bool(re.search(rf"(?<!\w){re.escape(_spaced(term))}s?(?!\w)", _spaced(text)))


def errors(terms: Iterable[str], text: str) -> list[str]:
    """The terms that a transcript lacks."""
    return [term for term in terms if not holds(text, term)]


def wrong(suggested: Sequence[str], terms: Collection[str]) -> list[str]:
    """The suggestions that are no part of any of the terms that were said."""
    return [text for text in suggested if not any(holds(term, text) or holds(text, term) for term in terms)]


def swallowed(sentence: Sentence, heard: str, repaired: str) -> int:
    """How many words of a sentence, its terms aside, were heard right and are gone after the repair."""
    terms = {word for term in sentence.terms for word in _spaced(term).split()}
    others = Counter(word for word in _spaced(sentence.written).split() if word not in terms)
    before, after = (others & Counter(_spaced(text).split()) for text in (heard, repaired))
    return (before - after).total()


def _spaced(text: str) -> str:
    """Words of letters and digits, divided by one space."""
    return " ".join(filter(None, (plain(part) for part in re.split(r"[\s/-]+", text))))
