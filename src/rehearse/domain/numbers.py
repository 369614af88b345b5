"""Numbers as candidates say them, and whether one of them is the value that a rubric item expects."""

import re
from enum import StrEnum

from text_to_num import alpha2digit

from rehearse.domain.question import NumericTarget

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<value>-?\d+(?:,\d{3})*(?:\.\d+)?|-?\.\d+)\s*(?P<scale>k|thousand|m|million|bn|b|billion)?\b\s*(?P<percent>%|percent\b|per cent\b|percentage points?\b)?",
    re.IGNORECASE,
)
_RATIO = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?|one|a)\s*(?:/|in|out of|over)\s*(?:every\s+)?(\d+(?:,\d{3})*(?:\.\d+)?)\b", re.IGNORECASE)


class NumericMatch(StrEnum):
    """What the numbers of a text say of the expected value."""

    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"


def values(text: str, percent: bool) -> list[float]:
    """Every number of a text. With `percent`, shares and ratios become percentages and other numbers are left out."""
    digits = alpha2digit(text, "en").replace("1 half", "0.5")
    found = [_value(match, percent) for match in _NUMBER.finditer(digits)]
    ratios = [_ratio(match, percent) for match in _RATIO.finditer(digits)]
    return [value for value in (*found, *ratios) if value is not None]


def match(text: str, target: NumericTarget) -> NumericMatch:
    """Compare the numbers of a text with the expected one."""
    found = values(text, percent=target.unit == "%")
    if any(abs(value - target.value) <= target.tolerance * abs(target.value) for value in found):
        return NumericMatch.RIGHT
    return NumericMatch.WRONG if found else NumericMatch.ABSENT


def _value(match: re.Match[str], percent: bool) -> float | None:
    value = float(match["value"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    if not percent:
        return value
    if match["percent"]:
        return value
    return value * 100 if 0 < value < 1 else None


def _ratio(match: re.Match[str], percent: bool) -> float | None:
    part = 1.0 if match[1].lower() in ("one", "a") else float(match[1])
    whole = float(match[2].replace(",", ""))
    if whole == 0:
        return None
    share = part / whole
    return share * 100 if percent else share
