"""Words in a row: lists of keywords, within a sentence or over many lines, say nothing about anything."""

import re
from collections import Counter
from collections.abc import Sequence

from rehearse.domain.words import FUNCTION_WORDS, words_of

_VERB_FORM = re.compile(r"[a-z]{2,}(?:es|[^s]s|ed|en)|leave|follow|cut|make|get")
_SURELY_A_LIST = 9
"""Words in a row without a single function word; no sentence is like that."""
_KEYWORD_LIST_WORDS = 4
_GLUE = frozenset(
    str.split("""
        and or of then there is are also as with to it's it i the a about so on next one such like all these
    """)
)
_PREPOSITIONS = frozenset(
    str.split("""
        above across afterward against again around below before between every none otherwise per than through under until versus via vs within
        without
    """)
)
_STRUCTURE = re.compile(r"[\d:=()+]")
_PIECES = re.compile(r"[,;/\n]|\band\b|\bor\b")
_LONGEST_KEYWORD = 2.0
"""Words of a piece between commas, on average, up to which the pieces are keywords."""
_GLUED_LIST, _GLUES = 6, 2
"""Words of content that nothing but glue holds together, from which they are a list."""
_RUN, _RUN_BOUND = 10, 0.1
"""Words without a mark between them, and the share that binds them, from which they are a salad; short notes have more marks."""
_ENUMERATION, _ENUMERATED = 10, 1.5
"""Pieces between commas, and their words on average, from which they are stuffed in; people list fewer things, and say more of them."""
_MARK = re.compile(r"[,;:.!?()/→=+]|\s[–—-]\s")
_SAME_FRAME, _FRAMED = 8, 3
"""Sentences or lines that differ in no more than so many words of content, from which the frame is filled in, not meant."""


def is_keyword_list(text: str) -> bool:
    """Whether a text is words in a row, with nothing said about them: nothing that binds them, no number and no verb form."""
    words = words_of(text)
    if _is_salad(text) or _is_enumeration(text):
        return True
    content = [word for word in words if word not in FUNCTION_WORDS]
    if len(content) < _KEYWORD_LIST_WORDS or _STRUCTURE.search(text):
        return False
    binding = {word for word in words if _binds(word)}
    if binding <= {"and", "or", "of"}:
        pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
        is_short = len(words) / len(pieces) <= _LONGEST_KEYWORD or len(pieces) == 1
        return is_short and (len(words) >= _SURELY_A_LIST or not any(_VERB_FORM.fullmatch(word) for word in words))
    is_glued = binding <= _GLUE and words.count("and") >= _GLUES and len(content) >= _GLUED_LIST
    return is_glued and not any(_VERB_FORM.fullmatch(word) for word in content)


def in_recurring_frames(texts: Sequence[str]) -> list[bool]:
    """For each text whether it fills in a frame that many of the others fill in too: "there is A and B", or a word on its own."""
    words = [words_of(text) for text in texts]
    counts = Counter(word for each in words for word in set(each))
    fixed = FUNCTION_WORDS | {word for word, count in counts.items() if count >= _SAME_FRAME}
    frames = [tuple(word if word in fixed else "" for word in each) for each in words]
    recurring = Counter(frame for frame in frames if frame.count("") <= _FRAMED)
    return [recurring[frame] >= _SAME_FRAME for frame in frames]


def _is_salad(text: str) -> bool:
    """Whether a text holds many words that neither a mark nor a small word keeps together."""
    runs = [words_of(run) for run in _MARK.split(text)]
    return any(len(run) >= _RUN and sum(map(_binds, run)) <= _RUN_BOUND * len(run) and not any(w[0].isdigit() for w in run) for run in runs)


def _is_enumeration(text: str) -> bool:
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    return len(pieces) >= _ENUMERATION and len(words_of(text)) <= _ENUMERATED * len(pieces) and not re.search(r"\d", text)


def _binds(word: str) -> bool:
    """Whether a word ties others together."""
    return word in FUNCTION_WORDS or word in _PREPOSITIONS or "'" in word
