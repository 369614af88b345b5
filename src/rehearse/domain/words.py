"""Words of a text: which carry meaning, and which forms are one word."""

import re
from functools import lru_cache

FUNCTION_WORDS = frozenset(
    str.split("""
        a about after all also an and any are as at be because been but by can could did do does down each even for from get gets had has have he
        how i if in into is it it's its just less let like make makes many may me means more most much my no not of on one only or other our out
        over same she should so some such than that that's the their them then there they this those to too up us use used very was we we're were
        what when where which while who will with would you your
    """)
)
_WORD = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*")
_ENDINGS = (
    "isations", "izations", "isation", "ization", "ising", "izing", "ised", "ized", "ises", "izes", "ise", "ize", "ations", "ation",
    "ings", "ing", "edly", "ies", "ied", "ed", "ly", "es", "s", "e",
)  # fmt: skip
_SHORTEST_STEM = 3


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=65_536)
def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, crudely stemmed so that 'overfits' meets 'overfitting'."""
    return frozenset(stem(word) for word in words_of(text) if word not in FUNCTION_WORDS)


def stem(word: str) -> str:
    """Cut the commonest English endings, so that 'overfits', 'overfitting' and 'overfitted' meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            root = word[: -len(ending)]
            doubled = len(root) > _SHORTEST_STEM and root[-1] == root[-2] and root[-1] not in "aeiouls"
            return root[:-1] if doubled else root
    return word
