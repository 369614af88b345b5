"""Units of measurement: what a number counts, and how much of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Dimension(StrEnum):
    """What a unit measures. Numbers of different dimensions are not compared."""

    PLAIN = "plain"
    SHARE = "share"
    DATA = "data"
    TIME = "time"
    MONEY = "money"
    FACTOR = "factor"


@dataclass(frozen=True)
class Measure:
    """A unit: its dimension and how much of the base unit it is.

    Base units are 1, the share 1, the byte, the second, the whole currency unit. A kilobyte is 1000
    bytes or 1024, as people use it for both; the likelier comes first.
    """

    dimension: Dimension
    scales: tuple[float, ...] = (1.0,)

    @property
    def scale(self) -> float:
        return self.scales[0]


PLAIN = Measure(Dimension.PLAIN)
PERCENT = Measure(Dimension.SHARE, (0.01,))


def _data(prefix: str, decimal: float, binary: float) -> dict[str, Measure]:
    letter = prefix[0]
    return {
        rf"{prefix}bytes?|{letter}bs?": Measure(Dimension.DATA, (decimal, binary)),
        rf"{prefix[:2]}bibytes?|{letter}ib": Measure(Dimension.DATA, (binary,)),
        rf"{prefix}bits?|{letter}bits?": Measure(Dimension.DATA, (decimal / 8,)),
    }


_UNITS: dict[str, Measure] = {
    r"%|percent(?:age\s+points?)?|per\s+cent|pct|pp|points?": PERCENT,
    r"bytes?": Measure(Dimension.DATA),
    r"bits?": Measure(Dimension.DATA, (1 / 8,)),
    **_data("kilo", 1e3, 2**10),
    **_data("mega", 1e6, 2**20),
    **_data("giga", 1e9, 2**30),
    **_data("tera", 1e12, 2**40),
    r"gigs?": Measure(Dimension.DATA, (1e9, 2**30)),
    r"megs?": Measure(Dimension.DATA, (1e6, 2**20)),
    r"milliseconds?|millis|msecs?|ms": Measure(Dimension.TIME, (1e-3,)),
    r"seconds?|secs?|s": Measure(Dimension.TIME),
    r"minutes?|mins?": Measure(Dimension.TIME, (60,)),
    r"hours?|hrs?|h": Measure(Dimension.TIME, (3600,)),
    r"days?": Measure(Dimension.TIME, (86_400,)),
    r"weeks?": Measure(Dimension.TIME, (604_800,)),
    r"months?": Measure(Dimension.TIME, (2_592_000,)),
    r"years?": Measure(Dimension.TIME, (31_536_000,)),
    r"dollars?|euros?|eur|usd|bucks|[$€£]": Measure(Dimension.MONEY),
    r"cents?": Measure(Dimension.MONEY, (0.01,)),
    r"(?:times|x)(?!\s*(?:(?:the\s+|an?\s+|another\s+)?\d|per\b|each\b|every\b|you\b))|fold": Measure(Dimension.FACTOR),
}
UNIT = rf"(?:{'|'.join(_UNITS)})(?![A-Za-z])"
"""A pattern for any unit, to be used without regard to case."""
PERIOD = r"(?:second|minute|hour|day|week|month|year)"
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), measure) for pattern, measure in _UNITS.items()]
_MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@lru_cache(maxsize=256)
def measure_of(unit: str) -> Measure:
    """The measure that a unit names, plain for a word that is none."""
    return next((measure for pattern, measure in _PATTERNS if pattern.fullmatch(unit)), PLAIN)


def target_measure(unit: str) -> Measure:
    """The measure of an item's unit, such as ``GB``, ``users per arm`` or ``thousand``."""
    if unit in _MAGNITUDES:
        return Measure(Dimension.PLAIN, (_MAGNITUDES[unit],))
    return measure_of(unit)
