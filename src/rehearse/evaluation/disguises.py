"""The same words in characters that a pattern does not expect."""

import unicodedata
from collections.abc import Callable

ZERO_WIDTH = "\u200b\u200c\u200d\u2060"
_COMBINING = "\u0301\u0308\u0323\u0337"
_FULL_WIDTH_SHIFT = ord("！") - ord("!")
_CYRILLIC = str.maketrans("aceiopsxyABCEHIKMOPTX", "асеіорѕхуАВСЕНІКМОРТХ")
_LEET = str.maketrans("aeiostAEIOST", "431057431057")


def zero_width(text: str) -> str:
    """An invisible character after every letter."""
    return "".join(c + ZERO_WIDTH[at % len(ZERO_WIDTH)] if c.isalpha() else c for at, c in enumerate(text))


def full_width(text: str) -> str:
    """Every visible ASCII character in its wide form."""
    return "".join(chr(ord(c) + _FULL_WIDTH_SHIFT) if "!" <= c <= "~" else c for c in text)


def homoglyphs(text: str) -> str:
    """Latin letters as the Cyrillic ones that look the same."""
    return text.translate(_CYRILLIC)


def leetspeak(text: str) -> str:
    """Digits in place of letters."""
    return text.translate(_LEET)


def spaced(text: str) -> str:
    """A space between the letters of each word, three between words."""
    return "   ".join(" ".join(word) for word in text.split())


def accented(text: str) -> str:
    """A mark over or under every letter."""
    return unicodedata.normalize("NFD", "".join(c + _COMBINING[at % len(_COMBINING)] if c.isalpha() else c for at, c in enumerate(text)))


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero-width": zero_width,
    "full-width": full_width,
    "homoglyphs": homoglyphs,
    "leetspeak": leetspeak,
    "spaced": spaced,
    "accented": accented,
}
