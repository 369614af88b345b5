"""Whether a text gives the number that a rubric item expects, and if it gives another one, where the slip is.

The numbers of the text are put into the item's unit; a number of something else does not count.
Numbers of the question and steps of the calculation are not taken for results.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from rehearse.domain.arithmetic import steps
from rehearse.domain.conversion import in_unit
from rehearse.domain.measures import Dimension, target_measure
from rehearse.domain.number_words import to_digits
from rehearse.domain.quantities import Quantity, quantities
from rehearse.domain.question import NumericTarget
from rehearse.domain.slips import Fault, NamedSlip, is_complement, name_slip
from rehearse.domain.wording import Setting, ends_sentence, is_choice, longer_words, setting, takes_back, words_near

NARROW = 0.25
"""Width of a range, relative to the right value, up to which it commits to a number."""
BOUND = 0.12
"""How far from the truth a number may be that is said to be 'just under' or 'over' it."""
SHORT = 4
"""Words around a number up to which the text is nothing but a result."""


class NumericMatch(StrEnum):
    """What the numbers of a text say of the expected value."""

    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"


@dataclass(frozen=True)
class Reading:
    """What a text says of the expected value.

    `value` is in the target's unit, and ``text[start:end]`` are the words that give it; `slip`
    speaks to the candidate and `fault` names its kind, both only where there is something to name.
    """

    status: NumericMatch
    value: float | None = None
    start: int = 0
    end: int = 0
    slip: str = ""
    fault: Fault | None = None


@dataclass(frozen=True)
class _Finding:
    """A quantity that claims to be the result."""

    quantity: Quantity
    value: float
    is_right: bool
    slip: NamedSlip | None = None
    is_claimed: bool = True


def read(text: str, target: NumericTarget, given: str = "", known: str = "") -> Reading:
    """What `text` says of the expected value.

    The numbers of `given`, the question as it was put, are not the candidate's, unless one of them
    is claimed as the result; those of `known`, words of the answer key, are no mistakes.
    """
    digits = to_digits(text)
    if not any(map(str.isdigit, digits.text)):
        return Reading(NumericMatch.ABSENT)
    reader = _Reader(digits.text, target, given, known)
    reading = _decide(digits.text, reader.findings(), target)
    if reading.status is NumericMatch.ABSENT and reading.fault is None:
        return reading
    return Reading(reading.status, reading.value, digits.origins[reading.start], digits.origins[reading.end], reading.slip, reading.fault)


def _decide(text: str, findings: Sequence[_Finding], target: NumericTarget) -> Reading:
    """The value that the candidate ends on; a later number only counts if it takes the earlier one back."""
    hedges = [pair for pair in pairwise(findings) if pair[0].is_right != pair[1].is_right and is_choice(_between(text, *pair))]
    hedged = {id(finding) for pair in hedges for finding in pair}
    left = [finding for finding in findings if id(finding) not in hedged]
    claims = [finding for finding in left if finding.is_right or finding.is_claimed]
    if not claims:
        return _hedge(hedges[0]) if hedges else Reading(NumericMatch.ABSENT)
    rights = [finding for finding in claims if finding.is_right]
    if not rights:
        named = [finding for finding in claims if finding.slip]
        return _reading(NumericMatch.WRONG, (named or claims)[-1])
    last = rights[-1]
    later = [finding for finding in claims if finding.quantity.start >= last.quantity.end and not is_complement(finding.value, target)]
    back = next((finding for finding in later if _replaces(text, last, finding)), None)
    return _reading(NumericMatch.WRONG, back) if back else _reading(NumericMatch.RIGHT, last)


def _replaces(text: str, right: _Finding, later: _Finding) -> bool:
    """Whether a later result takes the right one back; one that is only written as a sum also yields to what it is said to come to."""
    if takes_back(_between(text, right, later)):
        return True
    return right.quantity.is_sum and later.slip is not None and later.is_claimed and not ends_sentence(_between(text, right, later))


def _between(text: str, first: _Finding, second: _Finding) -> str:
    return text[first.quantity.end : second.quantity.start]


def _hedge(pair: tuple[_Finding, _Finding]) -> Reading:
    first, second = pair
    why = f"two values are offered, {first.value:.4g} and {second.value:.4g}, and only one can be meant"
    return Reading(NumericMatch.ABSENT, None, first.quantity.start, second.quantity.end, why, Fault.HEDGED)


def _reading(status: NumericMatch, finding: _Finding) -> Reading:
    slip = finding.slip
    where = finding.quantity
    return Reading(status, finding.value, where.start, where.end, slip.why if slip else "", slip.fault if slip else None)


class _Reader:
    """One text, read for one target."""

    def __init__(self, text: str, target: NumericTarget, given: str, known: str) -> None:
        self._text = text
        self._target = target
        self._unit = target_measure(target.unit)
        self._given, self._asked = _parsed(given)
        self._steps = [quantity.value for words in (target.derivation, known) for quantity in _parsed(words)[1]]
        self._steps += [step for step in steps(target.formula) if not _same(step, -target.value, 0.005)] if target.formula else []

    def findings(self) -> list[_Finding]:
        found, previous = list[_Finding](), 0
        for quantity in quantities(self._text):
            around = setting(self._text, quantity.start, quantity.end, 0 if quantity.is_sum or quantity.is_ratio else previous)
            finding = self._finding(quantity, around)
            if finding:
                found.append(finding)
            previous = quantity.end
        return found

    def _finding(self, quantity: Quantity, around: Setting) -> _Finding | None:
        values = in_unit(quantity, self._target)
        if not values or quantity.is_adjective or quantity.is_part or around.is_step:
            return None
        if around.is_dismissed and not quantity.is_range:
            return None
        right = self._right(quantity, values, around)
        is_echo = self._is_echo(quantity, around)
        if right is not None:
            return None if is_echo else _Finding(quantity, right, is_right=True)
        return None if is_echo else self._wrong(quantity, values[0], around)

    def _right(self, quantity: Quantity, values: Sequence[float], around: Setting) -> float | None:
        target = self._target
        if quantity.is_range:
            return self._right_range(values)
        exact = next((value for value in values if target.fits(value)), None)
        if exact is not None or not around.bound:
            return exact
        slack = min(BOUND, 4 * target.tolerance)
        return next((v for v in values if 0 <= around.bound * (target.value - v) <= slack * abs(v)), None)

    def _right_range(self, ends: Sequence[float]) -> float | None:
        low, high = min(ends), max(ends)
        target = self._target
        if target.unit == "percentage points" and target.fits((high - low) / 2):
            return (high - low) / 2
        holds = low <= target.value <= high or target.fits(low) or target.fits(high)
        return (low + high) / 2 if holds and high - low <= NARROW * abs(target.value) else None

    def _wrong(self, quantity: Quantity, value: float, around: Setting) -> _Finding | None:
        """A wrong result is claimed in words, or it is of the very kind that was asked for."""
        slip = name_slip(value, self._target)
        own = slip is not None and slip.fault is Fault.OWN
        if (around.is_open and not self._denies(value, around)) or (value in (0, 1) and not own):
            return None
        if quantity.is_sum and not (quantity.is_ratio and around.is_claimed and own):
            return None
        if self._is_known(quantity) and not (own and self._is_concluded(quantity, value, around)):
            return None
        return _Finding(quantity, value, False, slip, self._is_claimed(quantity, around, own))

    def _denies(self, value: float, around: Setting) -> bool:
        """Whether a bound that is claimed rules the right value out."""
        return around.is_claimed and around.bound * (self._target.value - value) <= 0

    def _is_concluded(self, quantity: Quantity, value: float, around: Setting) -> bool:
        """Whether a number of the question or a step of the calculation is put forward as the result."""
        if not self._askings(quantity):
            return True
        exact = any(_same(value, slip.value, 0.01) for slip in self._target.slips)
        return exact and (around.is_claimed or around.is_stated)

    def _is_claimed(self, quantity: Quantity, around: Setting, own: bool) -> bool:
        said = around.is_claimed or (own and (around.is_stated or around.is_alone))
        plain = self._unit.dimension is Dimension.PLAIN
        if quantity.noun and not self._is_asked_for(quantity.noun):
            return said and plain and (own or bool(self._target.unit))
        if quantity.is_bare and not plain:
            return said and own
        alike = not plain and quantity.dimension is self._unit.dimension
        return said or alike or around.is_stated or bool(quantity.noun) or len(self._text.split()) <= SHORT

    def _is_asked_for(self, noun: str) -> bool:
        return any(noun.rstrip("s") == word.rstrip("s") for word in self._target.unit.lower().split())

    def _is_known(self, quantity: Quantity) -> bool:
        """Whether the number is in the question or is a step of the calculation."""
        return bool(self._askings(quantity)) or any(_same(value, step, 0.005) for value in _written(quantity) for step in self._steps)

    def _askings(self, quantity: Quantity) -> list[Quantity]:
        """Where the question gives the same number, unless it counts something else there."""
        given = [asked for asked in self._asked if asked.dimension is quantity.dimension and _same(asked.value, quantity.value, 1e-6)]
        is_new = self._is_asked_for(quantity.noun) and quantity.noun not in {asked.noun for asked in given}
        return [] if is_new else given

    def _is_echo(self, quantity: Quantity, around: Setting) -> bool:
        """Whether a number of the question is only repeated: nothing new is said of it and nothing concluded."""
        askings = self._askings(quantity)
        if not askings or quantity.is_sum or around.is_claimed:
            return False
        known = set[str]().union(*(words_near(self._given, asked.start, asked.end) for asked in askings))
        return not (around.is_stated and longer_words(around.lead) - known)


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[str, tuple[Quantity, ...]]:
    digits = to_digits(text).text
    return digits, tuple(quantities(digits))


def _written(quantity: Quantity) -> Iterable[float]:
    """The number in base units and, but for percentages, as it was written."""
    return (quantity.value,) if quantity.dimension is Dimension.SHARE else (quantity.value, quantity.value / quantity.measure.scale)


def _same(value: float, other: float, tolerance: float) -> bool:
    return abs(value - other) <= tolerance * abs(other)
