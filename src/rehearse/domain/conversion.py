"""Quantities put into the unit that a rubric item expects."""

from rehearse.domain.measures import Dimension, measure_of, target_measure
from rehearse.domain.quantities import Quantity
from rehearse.domain.question import NumericTarget

LARGEST_SHARE = 1.5
"""A target without a unit up to here may be said in percent."""
COUNTED_IN_TIMES = frozenset({"", "standard deviations"})
"""Units of targets that may be said as a factor: '1.5 times', '3.8 times the spread'."""


def in_unit(quantity: Quantity, target: NumericTarget) -> list[float]:
    """What a quantity may be in the target's unit, the likeliest first; nothing if it is of another kind."""
    values = [reading * _rate(quantity, target) for reading in quantity.readings]
    unit = target_measure(target.unit)
    match quantity.dimension, unit.dimension:
        case Dimension.PLAIN, Dimension.PLAIN if quantity.is_ratio and target.unit:
            return []
        case kind, wanted if kind is wanted:
            as_written = values if kind is Dimension.PLAIN and unit.scale != 1 else []
            return [value / unit.scale for value in values] + as_written
        case Dimension.PLAIN, Dimension.SHARE:
            return _as_percent(quantity)
        case Dimension.SHARE, Dimension.PLAIN if not target.unit and abs(target.value) <= LARGEST_SHARE:
            return values
        case Dimension.FACTOR, Dimension.PLAIN if target.unit in COUNTED_IN_TIMES:
            return values
        case Dimension.PLAIN, _ if quantity.is_bare and not quantity.is_ratio:
            return [*values, *(value / unit.scale for value in values)]
    return []


def _as_percent(quantity: Quantity) -> list[float]:
    if all(0 <= value <= 1 for value in quantity.readings):
        return [value * 100 for value in quantity.readings]
    return list(quantity.readings) if quantity.is_bare and not quantity.is_ratio else []


def _rate(quantity: Quantity, target: NumericTarget) -> float:
    """The factor from the rate of a quantity ('5 a minute') to that of the target ('per day')."""
    _, _, period = target.unit.partition(" per ")
    wanted = measure_of(period)
    return wanted.scale / quantity.period if wanted.dimension is Dimension.TIME and quantity.period else 1.0
