"""Words as strings of sounds, and how far two of them are apart.

A sound is one character: vowels are lower case, consonants upper case. A word comes from a pronouncing dictionary in ARPAbet
(the CMU dictionary's notation) or, where that does not know it, from its spelling.
"""

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from jellyfish import metaphone

from rehearse.domain.spoken_numbers import spoken

_VOWELS = {
    "AA": "a", "AE": "b", "AH": "c", "AO": "d", "AW": "e", "AY": "f", "EH": "g", "ER": "h", "EY": "i", "IH": "j", "IY": "k", "OW": "l", "OY": "m",
    "UH": "n", "UW": "o",
}  # fmt: skip
_CONSONANTS = {
    "B": "B", "CH": "C", "D": "D", "DH": "E", "F": "F", "G": "G", "HH": "H", "JH": "J", "K": "K", "L": "L", "M": "M", "N": "N", "NG": "O", "P": "P",
    "R": "R", "S": "S", "SH": "X", "T": "T", "TH": "U", "V": "V", "W": "W", "Y": "Y", "Z": "Z", "ZH": "Q",
}  # fmt: skip
_CODES = _VOWELS | _CONSONANTS
_SCHWA = _VOWELS["AH"]
_LETTERS = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY", "j": "JH EY", "k": "K EY",
    "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW", "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY",
    "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY", "z": "Z IY",
}  # fmt: skip
_METAPHONE = {"0": _CONSONANTS["TH"], "X": _CONSONANTS["SH"], "J": _CONSONANTS["JH"], "H": _CONSONANTS["HH"]}
_SYLLABLE = re.compile(r"[^aeiouy]*[aeiouy]+|[^aeiouy]+$")
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[a-z']+")
_LONGEST_SPELLED = 5
"""Letters of a word that nobody can pronounce, up to which it is spelled out."""

_ALIKE = (
    "BP",
    "DT",
    "GK",
    "FV",
    "SZ",
    "XQ",
    "CJ",
    "UE",
    "MN",
    "NO",
    "LR",
    "TU",
    "DE",
    "SX",
    "ZQ",
    "CX",
    "VW",
    "VB",
    "SU",
    "FU",
    "CT",
    "JD",
    "JQ",
)
_CLOSE_PAIRS = frozenset((pair[i], pair[1 - i]) for pair in _ALIKE for i in (0, 1))
_COARSE = str.maketrans({**dict.fromkeys("abcdefghijklmno", "a"), **dict(zip("PTKVSQCEOU", "BDGFZXJDNF", strict=True))})
_ANOTHER_VOWEL, _ALIKE_CONSONANT, _GLIDE, _OTHER = 0.35, 0.4, 0.5, 1.0
_LOST = {_SCHWA: 0.3, "H": 0.4, "D": 0.6, "T": 0.6, "Y": 0.5, "R": 0.6}
_LOST_VOWEL, _LOST_CONSONANT = 0.5, 0.8


class Sounds:
    """The sounds of words. `dictionary` maps lower-case words to ARPAbet phones without stress, divided by spaces."""

    def __init__(self, dictionary: Mapping[str, str] | None = None) -> None:
        self._dictionary = dictionary or {}

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return word.lower() in self._dictionary

    def of(self, text: str) -> str:
        """The sounds of a word or several."""
        return "".join(self._of_token(token) for token in _DIGITS.findall(text.lower().replace("’", "'")))

    def _of_token(self, token: str) -> str:
        if token[0].isdigit():
            return self.of(spoken(token))
        phones = _LETTERS.get(token) or self._dictionary.get(token) or self._dictionary.get(token.strip("'"))
        if phones:
            return _coded(phones)
        if len(token) <= _LONGEST_SPELLED and not re.search(r"[aeiouy]", token):
            return "".join(_coded(_LETTERS[letter]) for letter in token if letter in _LETTERS)
        return _by_spelling(token)


def coarse(sounds: str) -> str:
    """The sounds without the differences that are easily misheard: one vowel, no voicing."""
    return sounds.translate(_COARSE)


@lru_cache(maxsize=100_000)
def distance(heard: str, meant: str, most: float = math.inf) -> float:
    """What it costs to turn one string of sounds into another: sounds that are easily taken for each other cost less than 1.

    Infinite where it is more than `most`, which is quicker to know.
    """
    row = [0.0]
    for sound in meant:
        row.append(row[-1] + _gap(sound))
    for sound in heard:
        before, lost = row, _gap(sound)
        row = [before[0] + lost]
        for index, other in enumerate(meant):
            row.append(min(before[index] + _swap(sound, other), before[index + 1] + lost, row[index] + _gap(other)))
        if min(row) > most:
            return math.inf
    return row[-1] if row[-1] <= most else math.inf


@cache
def _swap(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one.islower() and other.islower():
        return _ANOTHER_VOWEL
    if (one, other) in _CLOSE_PAIRS:
        return _ALIKE_CONSONANT
    glide = {one, other}
    return _GLIDE if glide & {"W", "Y", "R"} and any(sound.islower() for sound in glide) else _OTHER


@cache
def _gap(sound: str) -> float:
    return _LOST.get(sound, _LOST_VOWEL if sound.islower() else _LOST_CONSONANT)


def _coded(phones: str) -> str:
    return "".join(_CODES[phone] for phone in phones.split())


def _by_spelling(word: str) -> str:
    """Metaphone's consonants, syllable by syllable, with a faint vowel in each."""
    syllables = _SYLLABLE.findall(word.replace("'", ""))
    return "".join(_syllable(part, silent=part is syllables[-1] and part.endswith("e")) for part in syllables)


def _syllable(part: str, silent: bool) -> str:
    consonants = "".join(_METAPHONE.get(code, code) for code in metaphone(part) if code not in "AEIOU ")
    has_vowel = part[-1] in "aeiouy" and not (silent and consonants)
    return consonants + (_SCHWA if has_vowel else "")
