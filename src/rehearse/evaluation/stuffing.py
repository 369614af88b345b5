"""Texts that claim nothing, made from the question and its key: stolen words, echoes, salad, noise."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from rehearse.domain.question import BankEntry
from rehearse.domain.units import sentences
from rehearse.domain.words import FUNCTION_WORDS, words_of
from rehearse.evaluation.perturb import negate

TERMS = 24
REPEATS = 20
_SENTENCE = 12
_SHORTEST_TERM = 4
_TURNED = {"you": "I", "your": "my", "yours": "mine", "me": "you", "us": "you", "we": "you", "our": "your", "my": "your"}
_QUESTION_WORD = re.compile(r"\b(?:tell me|walk me through|explain|describe|design|write|compare|what|how|why|when|which)\b", re.IGNORECASE)


class Target(NamedTuple):
    """What an attack is made for: a question with its key, an honest answer, a strong answer to another question."""

    entry: BankEntry
    answer: str
    neighbour: str = ""


def question_terms(entry: BankEntry) -> list[str]:
    """The question's own words of content, in its order."""
    return list(dict.fromkeys(_content(entry.question.text)))


def key_terms(entry: BankEntry) -> list[str]:
    """The most frequent words of content of the key, most frequent first."""
    text = " ".join((entry.key.reference_answer, *(item.text for item in entry.key.items if item.points > 0)))
    return [word for word, _ in Counter(_content(text)).most_common(TERMS)]


def claims(entry: BankEntry) -> list[str]:
    """The key's claims, fit to stand within a sentence."""
    return [_within(item.text.rstrip(".")) for item in entry.key.items if item.points > 0]


def denial(claim: str) -> str:
    """The claim denied."""
    return negate(claim) or f"it is not true that {claim}"


def as_statements(question: str) -> str:
    """A question without question marks, in the first person, asking nothing."""
    turned = re.sub(r"\b[a-z]+\b", lambda m: _TURNED.get(m[0], m[0]), question).replace("?", ".")
    return _QUESTION_WORD.sub(lambda m: f"it is about {m[0].lower()}" if m.start() == 0 else m[0].lower(), turned)


def _content(text: str) -> list[str]:
    return [w for w in words_of(text) if w not in FUNCTION_WORDS and len(w) >= _SHORTEST_TERM and w.isalpha()]


def _within(text: str) -> str:
    """A sentence that goes on within another one: 'SVD writes' stays, 'The cost' becomes 'the cost'."""
    first = text.split()[0]
    return text[0].lower() + text[1:] if first == "A" or first[1:].islower() else text


def _salad(target: Target) -> list[str]:
    words = _content(" ".join((target.entry.key.reference_answer, *claims(target.entry))))[: 3 * TERMS]
    Random(target.entry.id).shuffle(words)
    return words


def _salad_sentences(target: Target) -> str:
    words = _salad(target)
    rows = [words[at : at + _SENTENCE] for at in range(0, len(words), _SENTENCE)]
    return " ".join(f"{' '.join(row).capitalize()}." for row in rows)


def _noise(target: Target) -> str:
    random = Random(target.entry.id)

    def syllables() -> Iterator[str]:
        for _ in range(random.randint(1, 4)):
            yield random.choice("bdfgklmnprstvz") + random.choice("aeiou")

    return " ".join("".join(syllables()) for _ in range(60)).capitalize() + "."


def _repeated(target: Target) -> str:
    return " ".join([target.answer, *[sentences(target.answer)[0].text] * REPEATS])


class Made(NamedTuple):
    """A text made by code: what it is, where it stands, and how it is made."""

    about: str
    place: str
    make: Callable[[Target], str]


MADE: dict[str, Made] = {
    "stuffing-question-words": Made("the question's own words as a list", "alone", lambda t: " ".join(question_terms(t.entry))),
    "stuffing-key-words": Made("the key's most frequent words as a list", "alone", lambda t: " ".join(key_terms(t.entry))),
    "stuffing-commas": Made("the key's words with commas", "alone", lambda t: ", ".join(key_terms(t.entry)) + "."),
    "stuffing-bullets": Made("the key's words as bullets", "alone", lambda t: "\n".join(f"- {term}" for term in key_terms(t.entry))),
    "stuffing-headings": Made(
        "the key's words as headings", "alone", lambda t: "\n\n".join(f"## {w.capitalize()}" for w in key_terms(t.entry))
    ),
    "stuffing-appended": Made(
        "the key's words after an honest answer", "end", lambda t: "Keywords: " + ", ".join(key_terms(t.entry)) + "."
    ),
    "word-salad": Made("the key's words, shuffled", "alone", lambda t: " ".join(_salad(t))),
    "salad-sentences": Made("the key's words, shuffled, cut into sentences", "alone", _salad_sentences),
    "echo": Made("the question said back", "alone", lambda t: t.entry.question.text),
    "echo-twice": Made("the question said back twice", "alone", lambda t: f"{t.entry.question.text} {t.entry.question.text}"),
    "echo-scope": Made("the question and its scope said back", "alone", lambda t: f"{t.entry.question.text} {t.entry.question.scope}"),
    "echo-appended": Made("the question said back before an honest answer", "start", lambda t: t.entry.question.text),
    "gibberish": Made("syllables without a meaning", "alone", _noise),
    "repeated-sentence": Made("one sentence of the answer twenty times more", "instead", _repeated),
    "repeated-answer": Made("the answer five times", "instead", lambda t: "\n\n".join([t.answer] * 5)),
    "neighbour": Made("a strong answer to another question", "alone", lambda t: t.neighbour),
    "neighbour-appended": Made("a strong answer to another question after an honest one", "end", lambda t: t.neighbour),
}
