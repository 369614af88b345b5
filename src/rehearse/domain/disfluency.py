"""Fillers and hedges among spoken words, counted only where the words around them leave little doubt."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rehearse.domain.speech import SILENCE, Word

SOUNDS = frozenset({"um", "umm", "uh", "uhm", "er", "erm", "hm", "hmm", "mm", "mhm"})
"""Filled pauses; many engines leave them out of the transcript."""
_PHRASES = (("you", "know"), ("i", "mean"), ("you", "see"), ("basically",), ("literally",))
_HEDGES = (
    ("i", "think"), ("i", "guess"), ("i", "suppose"), ("i", "believe"), ("i", "feel", "like"), ("maybe",), ("perhaps",), ("probably",),
    ("possibly",), ("somehow",), ("kind", "of"), ("sort", "of"), ("kinda",), ("sorta",), ("more", "or", "less"), ("or", "something"),
    ("i'm", "not", "sure"), ("not", "entirely", "sure"), ("not", "really", "sure"), ("if", "i", "remember"), ("might", "be"), ("could", "be"),
)  # fmt: skip
_MEANT_BEFORE: dict[tuple[str, ...], set[str]] = {
    ("you", "know"): {
        "do",
        "did",
        "as",
        "if",
        "when",
        "once",
        "because",
        "that",
        "what",
        "how",
        "before",
        "until",
        "unless",
        "should",
        "let",
    },
    ("you", "see"): {"do", "did", "as", "if", "when", "once", "what", "that", "can", "could", "will", "would", "should", "before", "where"},
    ("i", "mean"): {"what", "that", "by", "which", "do"},
    ("kind", "of"): {
        "a",
        "an",
        "the",
        "this",
        "that",
        "what",
        "which",
        "some",
        "any",
        "one",
        "each",
        "every",
        "same",
        "right",
        "other",
        "another",
    },
}
_MEANT_BEFORE[("sort", "of")] = _MEANT_BEFORE[("kind", "of")]
_MEANT_AFTER: dict[tuple[str, ...], set[str]] = {
    ("you", "know"): {
        "that",
        "how",
        "what",
        "why",
        "whether",
        "if",
        "the",
        "which",
        "where",
        "when",
        "who",
        "your",
        "it",
        "nothing",
        "about",
        "in",
    },
    ("you", "see"): {"that", "how", "what", "why", "whether", "if", "the", "a", "an", "it", "this", "your", "them", "any"},
    ("i", "mean"): {"by", "that", "the"},
}
_INTRODUCES_LIKE = frozenset({"and", "but", "so", "then", "or"})


class Found(NamedTuple):
    """An expression from `first` among the words, `length` words long."""

    first: int
    length: int
    text: str


def fillers(words: Sequence[Word]) -> list[Found]:
    """Filled pauses, empty phrases, and the "like" that means nothing."""
    plain = [plain_word(word) for word in words]
    sounds = [Found(index, 1, word) for index, word in enumerate(plain) if word in SOUNDS]
    phrases = list(_phrases(plain, _PHRASES))
    beside = {place for f in (*sounds, *phrases) for place in (f.first - 1, f.first + f.length)}
    likes = [Found(index, 1, "like") for index, word in enumerate(plain) if word == "like" and (index in beside or _is_empty(words, index))]
    return sorted([*sounds, *phrases, *likes])


def hedges(words: Sequence[Word]) -> list[Found]:
    """Words that soften what they stand beside."""
    return sorted(_phrases([plain_word(word) for word in words], _HEDGES))


def plain_word(word: Word) -> str:
    """The word in lower case without marks at its ends."""
    return word.text.lower().replace("’", "'").strip(".,;:!?…\"'()-–—")


def _phrases(plain: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> Iterator[Found]:
    for index in range(len(plain)):
        for phrase in phrases:
            end = index + len(phrase)
            if tuple(plain[index:end]) == phrase and not _is_meant(plain, index, end, phrase):
                yield Found(index, len(phrase), " ".join(phrase))


def _is_meant(plain: Sequence[str], start: int, end: int, phrase: tuple[str, ...]) -> bool:
    before = plain[start - 1] if start else ""
    after = plain[end] if end < len(plain) else ""
    return before in _MEANT_BEFORE.get(phrase, ()) or after in _MEANT_AFTER.get(phrase, ())


def _is_empty(words: Sequence[Word], index: int) -> bool:
    """Whether a "like" compares nothing: stammered, set apart by silence or commas, or opening a clause ("and like we")."""
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if before is None or after is None:
        return False
    if "like" in (plain_word(before), plain_word(after)) or plain_word(before) in _INTRODUCES_LIKE:
        return True
    is_set_apart = words[index].start - before.end >= SILENCE and after.start - words[index].end >= SILENCE
    return is_set_apart or (before.text.endswith(",") and words[index].text.endswith(","))
