"""Whether a text gives a number that another text does not: in digits, in words, as a share or as a multiple."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rehearse.domain.measures import Dimension
from rehearse.domain.number_words import to_digits
from rehearse.domain.quantities import Quantity, quantities

SAME = 1e-6
"""Relative difference up to which two numbers are one."""
_FACTORS = {"twice": 2.0, "thrice": 3.0, "doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_MULTIPLE = re.compile(
    r"\b(?:twice|thrice|(?:doubl|tripl|quadrupl|halv)(?:ed|es|ing)|dozens?|(?:hundred|thousand|million|billion)s)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Number:
    """One number as it stands: what it may be in its base unit, and as it was written."""

    text: str
    values: tuple[float, ...]
    written: tuple[float, ...]
    dimension: Dimension
    is_bare: bool

    def is_said_by(self, other: "_Number") -> bool:
        """Whether the other is the same amount of the same thing, or the same number of nothing in particular."""
        if self.dimension is other.dimension:
            return _meet(self.values, other.values)
        unnamed = self.is_bare or other.is_bare
        return unnamed and (_meet(self.values, other.values) or _meet(self.written, other.written))


def new_numbers(text: str, source: str) -> list[str]:
    """The numbers of `text` that `source` does not give, as they stand in it with number words in digits."""
    known, said = list(_numbers(source)), set(_multiples(source))
    numbers = [number.text for number in _numbers(text) if not any(number.is_said_by(other) for other in known)]
    multiples = [word for word in _multiples(text) if word not in said and not _is_known(word, known)]
    return list(dict.fromkeys([*numbers, *multiples]))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text as they stand in it, number words in digits."""
    return list(dict.fromkeys([*(number.text for number in _numbers(text)), *_multiples(text)]))


def _numbers(text: str) -> Iterator[_Number]:
    """Each number alone, ranges taken apart; what the text only works out is no number of its own."""
    digits = to_digits(text).text
    for quantity in quantities(digits):
        if not quantity.is_sum:
            yield from _ends(quantity, digits[quantity.start : quantity.end].strip())


def _ends(quantity: Quantity, text: str) -> Iterator[_Number]:
    readings = [(value,) for value in quantity.readings] if quantity.is_range else [quantity.readings]
    for values in readings:
        written = tuple(value / scale for value in values for scale in quantity.measure.scales)
        yield _Number(text, values, written, quantity.dimension, quantity.is_bare)


def _multiples(text: str) -> list[str]:
    return [word.lower() for word in _MULTIPLE.findall(text)]


def _is_known(word: str, known: list[_Number]) -> bool:
    """Whether a multiple in one word was said as a number: 'doubled' for '2 times'."""
    factor = next((value for stem, value in _FACTORS.items() if word.startswith(stem)), None)
    plain = [number for number in known if number.dimension in (Dimension.PLAIN, Dimension.FACTOR)]
    return factor is not None and any(_meet((factor,), number.values) for number in plain)


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return any(abs(x - y) <= SAME * max(abs(x), abs(y)) for x in a for y in b)
