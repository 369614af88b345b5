"""Facts of a scenario that the interviewer made up when asked: kept, so that they stay what they were."""

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\s*(?:%|percent|[kmb]\b|thousand|million|billion)?", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{3,}")
_SMALL = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "about",
        "around",
        "roughly",
        "have",
        "has",
        "are",
        "was",
        "that",
        "this",
        "you",
        "can",
        "assume",
        "say",
        "there",
        "per",
        "our",
        "let",
        "will",
        "would",
        "should",
        "need",
    ]
)


def facts_in(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences that state something with a number, and ask nothing."""
    return tuple(sentence for sentence in sentences if _NUMBER.search(sentence) and not sentence.rstrip().endswith("?"))


def contradicted(sentence: str, facts: Iterable[str]) -> str | None:
    """The fact about the same things that has other numbers than `sentence`, if there is one."""
    numbers, things = _numbers(sentence), _things(sentence)
    if not numbers or not things:
        return None
    return next((fact for fact in facts if _is_about(things, fact) and not numbers & _numbers(fact)), None)


def _is_about(things: frozenset[str], fact: str) -> bool:
    """Whether most of what the shorter of the two speaks of is in the other."""
    others = _things(fact)
    return bool(others) and len(things & others) * 3 >= 2 * min(len(things), len(others))


def _numbers(text: str) -> set[str]:
    return {re.sub(r"[\s,]|\.$", "", match.group().lower()).removesuffix(".") for match in _NUMBER.finditer(text)}


def _things(text: str) -> frozenset[str]:
    words = _WORD.findall(_NUMBER.sub(" ", text.lower()))
    return frozenset(word.removesuffix("s") for word in words if word not in _SMALL)
