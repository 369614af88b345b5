"""Numbers as candidates say them, and whether one of them is the value that a rubric item expects."""

import re
from enum import StrEnum

from text_to_num import alpha2digit

from rehearse.domain.question import NumericTarget

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<value>-?\d+(?:,\d{3})*(?:\.\d+)?|-?\.\d+)\s*(?P<scale>k|thousand|m|million|bn|b|billion)?\b\s*"
    r"(?P<percent>%|percent\b|per cent\b|percentage points?\b)?",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?:/|\bin\b|\bout of\b|\bover\b)\s*(?:every\s+|an?\s+)?(\d+(?:,\d{3})*(?:\.\d+)?)\b"
    r"(?!\s*[a-z]*(?:fold|week|day|month|year|hour|minute|second))",
    re.IGNORECASE,
)
_SCALED = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)\s+(thousand|million|billion)\b", re.IGNORECASE)
_PARTS = {"half": "1 in 2", "third": "1 in 3", "quarter": "1 in 4", "fifth": "1 in 5", "tenth": "1 in 10"}
_PART = re.compile(r"\b(?:one|a)[ -](half|third|quarter|fifth|tenth)\b|\b(half)\b", re.IGNORECASE)
_DIGITS = {w: str(n) for n, w in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)}
_DIGIT = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b", re.IGNORECASE)


class NumericMatch(StrEnum):
    """What the numbers of a text say of the expected value."""

    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"


def values(text: str, percent: bool) -> list[float]:
    """Every number of a text. With `percent`, shares and ratios become percentages and other numbers are left out."""
    digits = _to_digits(text)
    found = [_value(match, percent) for match in _NUMBER.finditer(digits)]
    ratios = [_ratio(match, percent) for match in _RATIO.finditer(digits)]
    return [value for value in (*found, *ratios) if value is not None]


def match(text: str, target: NumericTarget) -> NumericMatch:
    """Compare the numbers of a text with the expected one."""
    found = values(text, percent=target.unit == "%")
    if any(abs(value - target.value) <= target.tolerance * abs(target.value) for value in found):
        return NumericMatch.RIGHT
    return NumericMatch.WRONG if found else NumericMatch.ABSENT


def _to_digits(text: str) -> str:
    """Spelled numbers as digits: 'sixteen percent', '14.75 thousand', 'one in six', 'a third'."""
    text = _PART.sub(lambda m: _PARTS[(m[1] or m[2]).lower()], text)
    text = _SCALED.sub(lambda m: str(round(float(m[1]) * _SCALES[m[2].lower()], 6)), text)
    text = re.sub(r"\ba hundred\b", "100", text, flags=re.IGNORECASE)
    return _DIGIT.sub(lambda m: _DIGITS[m[0].lower()], alpha2digit(text, "en"))


def _value(match: re.Match[str], percent: bool) -> float | None:
    value = float(match["value"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    if not percent:
        return value
    if match["percent"]:
        return value
    return value * 100 if 0 < value < 1 else None


def _ratio(match: re.Match[str], percent: bool) -> float | None:
    part = float(match[1])
    whole = float(match[2].replace(",", ""))
    if whole == 0:
        return None
    share = part / whole
    return share * 100 if percent else share
