"""Where a wrong number comes from."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rehearse.domain.measures import Dimension, target_measure
from rehearse.domain.question import NumericTarget

CLOSEST, WIDEST = 0.02, 0.06
"""Bounds of the relative distance at which a value still counts as the slip."""
ROUGH = 0.08
"""The same for a value rounded to one digit."""


class Fault(StrEnum):
    """The kinds of slips that can be told from the number alone."""

    OWN = "own"
    SIGN = "sign"
    PERCENT_OR_SHARE = "percent_or_share"
    COMPLEMENT = "complement"
    BITS_OR_BYTES = "bits_or_bytes"
    SIXTY = "sixty"
    POWER_OF_TEN = "power_of_ten"
    TWICE_OR_HALF = "twice_or_half"
    RECIPROCAL = "reciprocal"
    BINARY_PREFIX = "binary_prefix"
    HEDGED = "hedged"


@dataclass(frozen=True)
class NamedSlip:
    """A fault with what to tell the candidate."""

    fault: Fault
    why: str


def name_slip(value: float, target: NumericTarget) -> NamedSlip | None:
    """The slip that leads to `value`, in the target's unit; the item's own slips come first."""
    near = [slip for slip in target.slips if _close(value, slip.value, target.tolerance) or _rounds(slip.value, value)]
    if near:
        return NamedSlip(Fault.OWN, min(near, key=lambda slip: abs(slip.value - value)).why)
    if value == 0 or target.value == 0:
        return None
    tolerance = min(max(target.tolerance, CLOSEST), WIDEST)
    return next((slip for slip, expected in _usual(value / target.value, target) if _close(value, expected, tolerance)), None)


def is_complement(value: float, target: NumericTarget) -> bool:
    """Whether a share is that of the others: said after the right one it is another way of giving it."""
    unit = target_measure(target.unit)
    whole = 1 / unit.scale if unit.dimension is Dimension.SHARE else 1.0
    return _close(value, whole - target.value, max(target.tolerance, CLOSEST))


def _close(value: float, other: float, tolerance: float) -> bool:
    return abs(value - other) <= tolerance * abs(other) + 1e-12


def _rounds(exact: float, said: float) -> bool:
    """Whether `said` is `exact` in one digit and not far from it: 'four' for 4.32."""
    return _close(said, exact, ROUGH) and float(f"{exact:.0e}") == said


def _usual(ratio: float, target: NumericTarget) -> Iterator[tuple[NamedSlip, float]]:
    """The slips that any number may suffer, each with the value it leads to, the likeliest first."""
    right, dimension = target.value, target_measure(target.unit).dimension
    is_share = dimension is Dimension.SHARE or (dimension is Dimension.PLAIN and not target.unit and 0 < right < 1)
    yield NamedSlip(Fault.SIGN, "the sign is the wrong way round"), -right
    whole = 100 if dimension is Dimension.SHARE else 1
    if is_share:
        for factor in (0.01, 100):
            yield NamedSlip(Fault.PERCENT_OR_SHARE, "a share and a percentage were mixed up"), right * factor
        yield NamedSlip(Fault.COMPLEMENT, "that is the complement, the share of the others"), whole - right
    yield from _scaled(ratio, right, dimension)
    yield NamedSlip(Fault.TWICE_OR_HALF, "that is twice the right value"), right * 2
    yield NamedSlip(Fault.TWICE_OR_HALF, "that is half of the right value"), right / 2
    yield NamedSlip(Fault.RECIPROCAL, "that is the reciprocal, the division is upside down"), whole**2 / right


def _scaled(ratio: float, right: float, dimension: Dimension) -> Iterator[tuple[NamedSlip, float]]:
    if dimension is Dimension.DATA:
        yield NamedSlip(Fault.BITS_OR_BYTES, "bits were taken for bytes, a factor of 8 too large"), right * 8
        yield NamedSlip(Fault.BITS_OR_BYTES, "a byte has 8 bits and they were divided out twice, a factor of 8 too small"), right / 8
        for power in (-3, -2, -1, 1, 2, 3):
            yield NamedSlip(Fault.BINARY_PREFIX, "units of 1024 and of 1000 were mixed up"), right * 1.024**power
    if dimension is Dimension.TIME:
        for factor, words in ((60.0, "60 too large"), (3600.0, "3600 too large"), (1 / 60, "60 too small"), (1 / 3600, "3600 too small")):
            yield NamedSlip(Fault.SIXTY, f"seconds, minutes and hours were mixed up, a factor of {words}"), right * factor
    power = round(math.log10(abs(ratio)))
    if power:
        size = "too large" if power > 0 else "too small"
        yield NamedSlip(Fault.POWER_OF_TEN, f"that is a factor of {10 ** abs(power):,} {size}"), right * 10.0**power
