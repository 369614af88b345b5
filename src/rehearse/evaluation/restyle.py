"""Edits that change how an answer is written and not what it says: typing, fillers, contractions, spelling, the order of sentences.

Each takes an answer and a source of chance, and returns the answer edited, or None where the edit does not apply.
"""

import re
from collections.abc import Callable, Mapping
from random import Random

from rehearse.domain.polarity import OPPOSITES, negations
from rehearse.domain.units import sentences
from rehearse.domain.words import words_of

Restyle = Callable[[str, Random], str | None]

TYPO_RATE = 0.07
"""Share of errors among the letters that may be mistyped; it makes for about 4 in 100 of all letters."""
FILLER_RATE = 0.12
"""Share of the gaps between words that get a filler or a false start."""
_RESTARTS = 0.3
"""Share of false starts among them."""
_FIRST_LETTERS = 2
"""Letters at the beginning of a word that are typed right, as a negating prefix may stand there."""
_SHORTEST = 4
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT_KEY = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _KEYS for at, key in enumerate(row)}
_WORD = re.compile(r"(?<![\w`$\\'’])[a-zA-Z]+(?![\w`(\[\\'’])")
_FILLERS = ("um,", "uh,", "er,", "you know,", "like,", "I mean,")
_DIRECTIONS = frozenset(word for pair in OPPOSITES for word in pair)
_NUMBERS = frozenset((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand", "million", "billion", "half", "third", "quarter", "twice", "once", "double", "triple", "percent",
))  # fmt: skip
PUNCTUATION = re.compile(r"[.,:](?!\d)|[;!?\"“”]|(?<=[a-z])\s[–—-]\s(?=[a-z])", re.IGNORECASE)
"""What stands between words, and neither in a number nor in a formula."""
_NT = re.compile(r"n['’]t\b")
_EXPANDED = {
    "isn't": "is not", "aren't": "are not", "wasn't": "was not", "weren't": "were not", "don't": "do not", "doesn't": "does not",
    "didn't": "did not", "can't": "cannot", "couldn't": "could not", "won't": "will not", "wouldn't": "would not", "shouldn't": "should not",
    "hasn't": "has not", "haven't": "have not", "mustn't": "must not", "I'd": "I would", "I'm": "I am", "I've": "I have", "I'll": "I will",
    "you'd": "you would", "you've": "you have", "we'd": "we would", "we've": "we have", "we're": "we are", "they're": "they are",
    "it's": "it is", "that's": "that is", "there's": "there is",
}  # fmt: skip
_CONTRACTED = {long: short for short, long in _EXPANDED.items()} | {"can not": "can't"}
_AMERICAN = {
    "isation": "ization", "ise": "ize", "ised": "ized", "ises": "izes", "ising": "izing", "iser": "izer", "ysed": "yzed", "yse": "yze",
    "ysing": "yzing", "our": "or", "ours": "ors", "oured": "ored", "ouring": "oring", "elled": "eled", "elling": "eling", "tre": "ter",
    "tres": "ters", "ence": "ense", "ogue": "og", "ogues": "ogs",
}  # fmt: skip
_STEMS = (
    r"normal|optim|general|regular|standard|token|minim|maxim|random|penal|quant|initial|factor|vector|organ|recogn|summar|visual|real|util"
    r"|prior|parallel|memor|categor|character|normal|loc"
)
_BRITISH_WORD = re.compile(
    rf"\b((?:de|un|re|over)?(?:{_STEMS}))(isation|ised|ises|ising|iser|ise)\b|\b((?:re)?anal)(ysed|yse|ysing)\b"
    r"|\b(behavi|col|neighb|fav|lab|hon|flav)(oured|ouring|ours|our)\b|\b((?:re)?(?:lab|mod|canc|trav|chann))(elled|elling)\b"
    r"|\b(cen|me|fil)(tres|tre)\b|\b(def|lic|off)(ence)\b|\b(catal|dial)(ogues|ogue)\b",
    re.IGNORECASE,
)
_AMERICAN_WORD = re.compile(
    rf"\b((?:de|un|re|over)?(?:{_STEMS}))(ization|ized|izes|izing|izer|ize)\b|\b((?:re)?anal)(yzed|yze|yzing)\b"
    r"|\b(behavi|col|neighb|fav|lab|hon|flav)(ored|oring|ors|or)\b|\b((?:re)?(?:lab|mod|canc|trav|chann))(eled|eling)\b"
    r"|\b(cen)(ters|ter)\b|\b(def|lic|off)(ense)\b",
    re.IGNORECASE,
)
_BRITISH = {american: british for british, american in _AMERICAN.items()}
_LEANS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|them|he|she|so|but|and|or|then|there|therefore|otherwise|also|hence|thus|however|because|as|not|both|each"
    r"|another|here|after|later|in the end|at the end|finally|equivalently|same|which|none|neither|second|third|now|until|instead)\b",
    re.IGNORECASE,
)


def without_punctuation(answer: str, random: Random) -> str:
    """Lower case, no punctuation but in numbers, as in a quick chat."""
    return re.sub(r"[ \t]+", " ", PUNCTUATION.sub(" ", _NT.sub("nt", answer)).lower()).strip()


def with_typos(answer: str, random: Random) -> str:
    """A neighbouring key, a doubled or a dropped letter; negations, numbers and words of direction are spared."""
    return _WORD.sub(lambda match: _typo(match[0], random), answer)


def may_be_mistyped(word: str) -> bool:
    """Whether an error in this word leaves the meaning of the answer alone."""
    return len(word) >= _SHORTEST and word.lower() not in _NUMBERS | _DIRECTIONS and not negations(word) and not word.isupper()


def with_fillers(answer: str, random: Random) -> str:
    """Fillers and false starts between words, as people talk."""
    return re.sub(r"(?<=[a-z,]) (?=([a-z]{2,})\b)", lambda gap: _filler(gap[1], random), answer)


def reordered(answer: str, random: Random) -> str | None:
    """The later part of the answer first, cut before a sentence that does not lean on the one before it."""
    said = [unit.text for unit in sentences(answer)]
    cuts = [at for at in range(1, len(said)) if not _LEANS_BACK.match(said[at])]
    if not cuts or "\n" in answer or _LEANS_BACK.match(said[0]):
        return None
    at = min(cuts, key=lambda cut: abs(2 * cut - len(said)))
    return " ".join([*said[at:], *said[:at]])


def expanded(answer: str, random: Random) -> str | None:
    """Without contractions."""
    return _changed(answer, _replaced(answer.replace("’", "'"), _EXPANDED))


def contracted(answer: str, random: Random) -> str | None:
    """With contractions; none before a break, where nobody contracts."""
    return _changed(answer, _replaced(answer, _CONTRACTED, r"(?=\s+(?!(?:and|or|but|in|on|at)\b)\w)"))


def other_spelling(answer: str, random: Random) -> str | None:
    """American spelling for British, or else British for American."""
    american = _BRITISH_WORD.sub(lambda match: _ending(match, _AMERICAN), answer)
    return _changed(answer, american) or _changed(answer, _AMERICAN_WORD.sub(lambda match: _ending(match, _BRITISH), answer))


def _typo(word: str, random: Random) -> str:
    if not may_be_mistyped(word):
        return word
    typed = word[:_FIRST_LETTERS] + "".join(_mistyped(c, random) if random.random() < TYPO_RATE else c for c in word[_FIRST_LETTERS:])
    return typed if not negations(typed) and words_of(typed)[0] not in _NUMBERS | _DIRECTIONS else word


def _mistyped(letter: str, random: Random) -> str:
    return random.choice((letter * 2, "", random.choice(_NEXT_KEY.get(letter.lower(), letter))))


def _filler(following: str, random: Random) -> str:
    if random.random() >= FILLER_RATE:
        return " "
    restarts = random.random() < _RESTARTS and not negations(following) and following not in _NUMBERS
    return f" {following}, " if restarts else f" {random.choice(_FILLERS)} "


def _replaced(answer: str, pairs: Mapping[str, str], after: str = "") -> str:
    either = "|".join(sorted(map(re.escape, pairs), key=len, reverse=True))
    lower = {key.lower(): value for key, value in pairs.items()}
    return re.sub(rf"\b(?:{either})\b{after}", lambda match: _cased(match[0], lower[match[0].lower()]), answer, flags=re.IGNORECASE)


def _cased(like: str, text: str) -> str:
    return text[0].upper() + text[1:] if like[0].isupper() else text


def _ending(match: re.Match[str], endings: Mapping[str, str]) -> str:
    stem, ending = [group for group in match.groups() if group]
    return stem + endings[ending.lower()]


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None


RESTYLES: dict[str, Restyle] = {
    "bare": without_punctuation,
    "typos": with_typos,
    "fillers": with_fillers,
    "reordered": reordered,
    "expanded": expanded,
    "contracted": contracted,
    "spelling": other_spelling,
}
"""The edits by the name of their kind."""
