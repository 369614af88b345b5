"""Spelled numbers as digits, without losing where they stood: 'sixteen percent', 'two thirds', '14.75 thousand', 'ten to the sixth'."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from text_to_num import alpha2digit

_DIGITS = "zero|one|two|three|four|five|six|seven|eight|nine"
_SMALL = (
    rf"{_DIGITS}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_SCALES = "hundred|thousand|million|billion|trillion"
_PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "sixtieth": 60, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_POINT = rf"(?<!\bthis )(?<!\bthat )(?<!\bthe )(?<!\bsome )(?<!\ba )(?:\boh )?\bpoint(?=\s+(?:{_DIGITS})\b)"
_RUN = re.compile(
    rf"(?:{_POINT}|\b(?:{_SMALL}))(?:(?:[\s-]+|\s+and\s+)(?:{_SMALL}|{_SCALES}|point(?=\s+(?:{_SMALL})\b)))*\b", re.IGNORECASE
)
_COUNTED_ONE = re.compile(
    rf"[\s-]+(?:in|out of|over|plus|minus|times|divided|percent|per cent|hundred|thousand|million|billion|{'|'.join(_PARTS)}"
    rf"|(?:kilo|mega|giga|tera)bytes?|gig|byte|hour|minute|and an? (?:half|third|quarter)|of (?:the )?(?:{_SMALL}|\d+))\b|$",
    re.IGNORECASE,
)
"""What follows a 'one' that is a number and no pronoun."""
_LEADING_POINT = re.compile(r"^(?:oh\s+)?(?=point)", re.IGNORECASE)
_DECIMAL_TAIL = re.compile(r"^(.*\bpoint\b.*?)((?:\s+(?:hundred|thousand|million|billion))+)$", re.IGNORECASE)
_HALF_A = re.compile(r"\bhalf\s+an?\b", re.IGNORECASE)
_A_SCALE = re.compile(r"(?:\ban?\s+|(?<=\bevery )|(?<=\beach ))(?=(?:hundred|thousand|million|billion)\b(?!th))", re.IGNORECASE)
_A_UNIT = re.compile(r"\ban?\s+(?=(?:(?:kilo|mega|giga|tera)bytes?|gig)\b)", re.IGNORECASE)
_FOLD = re.compile(r"(?<=[a-z])-?fold\b", re.IGNORECASE)
_PART = re.compile(rf"\b(?:(?P<count>\d+|an?)[\s-]+)(?P<part>{'|'.join(_PARTS)})s?\b(?!-)(?!\s+(?:as|way)\b)", re.IGNORECASE)
_HALF = re.compile(r"(?<!-)(?<!second )(?<!first )\bhalf\b(?!-)(?=\s+(?:of|an?|its)\b|\s*(?:[,.;]|$))", re.IGNORECASE)
_MIXED = re.compile(r"(?<![\d./])(\d+)\s+and\s+(\d+)/(\d+)")
_POWER = re.compile(
    rf"(?:(?<![\w.])(?P<factor>\d+(?:\.\d+)?)\s*(?:x|\*|×|·|times)\s*)?(?<![\w.])10\s*(?:\^|\*\*|to the (?:power (?:of )?)?)\s*"
    rf"(?P<sign>-|minus\s+)?(?P<power>\d+|{'|'.join(part for part in _PARTS if part.endswith('th') or part == 'third')})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rewritten:
    """A text after replacements; character i of `text` comes from position ``origins[i]`` of the original."""

    text: str
    origins: tuple[int, ...]

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "Rewritten":
        """Every match replaced; the new characters count as standing where the match began."""
        pieces, origins, at = [], list[int](), 0
        for match in pattern.finditer(self.text):
            new = by(match)
            pieces += [self.text[at : match.start()], new]
            origins += [*self.origins[at : match.start()], *[self.origins[match.start()]] * len(new)]
            at = match.end()
        return Rewritten("".join(pieces) + self.text[at:], (*origins, *self.origins[at:]))


def to_digits(text: str) -> Rewritten:
    """The text with its numbers in digits, fractions as ``2/3`` and powers of ten as ``2e6``."""
    rewritten = Rewritten(text, tuple(range(len(text) + 1)))
    for pattern, by in _STEPS:
        rewritten = rewritten.replace(pattern, by)
    return rewritten


def _run(match: re.Match[str]) -> str:
    if match[0].lower() == "one" and not _COUNTED_ONE.match(match.string, match.end()):
        return match[0]
    tail = _DECIMAL_TAIL.match(match[0])
    words, scale = (tail[1], tail[2]) if tail else (match[0], "")
    words = _LEADING_POINT.sub("zero ", words.replace("-", " "))
    return str(alpha2digit(words, "en", threshold=0)) + scale


def _part(match: re.Match[str]) -> str:
    count = match["count"] if match["count"].isdigit() else "1"
    return f"{count}/{_PARTS[match['part'].lower()]}"


def _mixed(match: re.Match[str]) -> str:
    return f"{int(match[1]) + int(match[2]) / int(match[3]):.6g}"


def _power(match: re.Match[str]) -> str:
    power = match["power"].lower()
    return f"{match['factor'] or 1}e{'-' if match['sign'] else ''}{_PARTS.get(power, power)}"


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_HALF_A, lambda _: "0.5"),
    (_A_SCALE, lambda _: "one "),
    (_A_UNIT, lambda _: "1 "),
    (_FOLD, lambda _: " fold"),
    (_RUN, _run),
    (_PART, _part),
    (_HALF, lambda _: "1/2"),
    (_MIXED, _mixed),
    (_POWER, _power),
)
