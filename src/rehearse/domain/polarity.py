"""Whether two clauses about the same thing say the opposite."""

import re

from rehearse.domain.words import words_of

_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "neither",
        "nor",
        "cannot",
        "without",
        "hardly",
        "barely",
        "n't",
        "dont",
        "doesnt",
        "isnt",
        "arent",
        "wasnt",
        "wont",
        "cant",
        "couldnt",
        "shouldnt",
        "wouldnt",
        "don't",
        "doesn't",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "won't",
        "can't",
        "couldn't",
        "shouldn't",
        "wouldn't",
        "didn't",
        "hasn't",
        "haven't",
        "unaffected",
        "irrelevant",
    ]
)
OPPOSITES = (
    ("increase", "decrease"), ("increases", "decreases"), ("higher", "lower"), ("high", "low"), ("more", "less"), ("more", "fewer"),
    ("up", "down"), ("raise", "lower"), ("raises", "lowers"), ("grow", "shrink"), ("grows", "shrinks"), ("larger", "smaller"),
    ("big", "small"), ("bigger", "smaller"), ("faster", "slower"), ("better", "worse"), ("best", "worst"), ("before", "after"),
    ("always", "never"), ("helps", "hurts"), ("reduces", "increases"), ("reduce", "increase"), ("linear", "quadratic"),
    ("overfit", "underfit"), ("overfitting", "underfitting"), ("maximise", "minimise"), ("maximize", "minimize"), ("above", "below"),
    ("positive", "negative"), ("positives", "negatives"), ("easy", "hard"), ("cheap", "expensive"), ("same", "different"), ("most", "least"),
    ("train", "test"), ("offline", "online"), ("precision", "recall"), ("bias", "variance"), ("early", "late"), ("keep", "drop"),
    ("with", "without"), ("independent", "dependent"), ("l1", "l2"), ("safe", "dangerous"), ("matters", "irrelevant"),
)  # fmt: skip
"""Pairs of words that turn a claim round when one stands for the other."""
_FALSE_NEGATION = re.compile(r"\bnot (?:only|just|necessarily)\b|\bno longer\b|\bno matter\b", re.IGNORECASE)


def negations(text: str) -> int:
    """How many negating words a text has; "not only" is none."""
    return sum(word in _NEGATIONS for word in words_of(_FALSE_NEGATION.sub(" ", text)))


def is_negated_against(text: str, reference: str) -> bool:
    """Whether exactly one of the two is negated, by an odd number of negations."""
    return negations(text) % 2 != negations(reference) % 2


def opposites(text: str, reference: str) -> int:
    """How many words of `text` have their opposite, but not themselves, in `reference`."""
    ours, theirs = set(words_of(text)), set(words_of(reference))
    return sum((a in ours and b in theirs and a not in theirs and b not in ours) for x, y in OPPOSITES for a, b in ((x, y), (y, x)))
