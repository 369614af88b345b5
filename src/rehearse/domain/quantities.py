"""The quantities in a text: numbers with their units, ranges, and sums that are left as they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rehearse.domain.arithmetic import FormulaError, evaluate
from rehearse.domain.measures import PERIOD, PLAIN, UNIT, Dimension, Measure, measure_of

_MAGNITUDES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
NEAR = 60
"""Characters before and after a number that may belong to it."""
_NUMBER = re.compile(
    rf"""(?<![\w.])(?<![A-Za-z]-)
    (?:(?P<currency>[$€£])\s?)?
    (?P<sign>(?<![\d%)\w][\s])(?<![\d%)])[-−])?
    (?P<value>\d+(?:\.\d+)?\s?/\s?\d+(?:\.\d+)?|\d+(?:\.\d+)?e[+-]?\d+|\d{{1,3}}(?:[,\u00a0\u202f\u2009\ ]\d{{3}})+(?!\d|,\d)(?:\.\d+)?|\d+,\d{{1,2}}(?!\d)|\d*\.?\d+)
    (?P<magnitude>\s?(?:k|thousand|million|bn|billion|trillion)\b|(?:m|b)\b)?
    (?:(?P<joint>-|\s*)(?:of\s+an?\s+)?(?P<unit>{UNIT}))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOUN = re.compile(r"\s+(?:(?:of|more|extra|such|real|false|true|different|single)\s+){0,2}(?P<word>[A-Za-z-]+)")
_NO_NOUN = re.compile(
    "and|or|so|but|is|are|was|were|be|which|that|this|it|as|for|from|in|on|at|to|by|of|the|a|an|if|when|while|because|since|then|than|with|not|i|we|you"
    "|they|there|here|per|each|every|overall|together|altogether|now|again|instead|only|just|too|also|would|should|will|can|may|might|has|have|had"
    "|gets|makes|gives|comes|goes|maybe|perhaps|plus|minus|over|times|under|after|before|until|against|without|up|down|exactly|roughly|approximately"
    "|about|either|net|gross"
)
_RATE = re.compile(rf"^(?:\s+[\w-]+){{0,3}}?\s*(?:/|\b(?:per|an?|each|every)\s+)(?P<period>{PERIOD})\b", re.IGNORECASE)
_FILLER = r"(?:(?!or\b)[a-z-]+\s+){0,2}?"
_OPERATOR = re.compile(
    rf"^\s*{_FILLER}(?P<operator>times|multiplied by|plus|minus|less|divided by|over|[x*×·+/÷−]|out of|in|of)\s*"
    r"(?:every|all|the|those|these|another|about)?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_SIGNS = {
    "times": "*", "multiplied by": "*", "x": "*", "×": "*", "·": "*", "plus": "+", "minus": "-", "less": "-", "−": "-",
    "divided by": "/", "over": "/", "÷": "/", "out of": "/", "in": "/", "of": "/",
}  # fmt: skip
_SHARES = frozenset({"out of", "in", "of"})
_WIDTH = re.compile(r"\b(?:in|at|to|with)\s+\d+\s*bits?$", re.IGNORECASE)
_MINUS = re.compile(r"(?<!plus or )\b(?:minus|negative)\s+$", re.IGNORECASE)
_RANGE = re.compile(r"^\s*(?:to|-|–|—|and|up to)\s*(?:about |around |roughly )?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|somewhere|from)\s+(?:about |around |roughly )?$", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit at ``text[start:end]``.

    `readings` are what it may mean in the base unit, the likeliest first; for a range they are its
    ends and `is_range` is set. `is_bare` is a number that no unit or noun follows, `is_ratio` one
    such as '1 in 6'. `is_part` marks a number inside a sum that the text works out or leaves open.
    """

    start: int
    end: int
    readings: tuple[float, ...]
    measure: Measure = PLAIN
    noun: str = ""
    period: float = 0.0
    is_ratio: bool = False
    is_range: bool = False
    is_sum: bool = False
    is_part: bool = False
    is_adjective: bool = False

    @property
    def dimension(self) -> Dimension:
        return self.measure.dimension

    @property
    def value(self) -> float:
        return self.readings[0]

    @property
    def is_bare(self) -> bool:
        return self.dimension is Dimension.PLAIN and not self.noun

    def is_share_of(self, whole: "Quantity") -> bool:
        """Whether the two can be a share, as in '95 of 590'."""
        return {self.dimension, whole.dimension} <= {Dimension.PLAIN, Dimension.FACTOR} and 0 < self.value < whole.value


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a text with its numbers in digits, in order; a sum comes after its parts."""
    numbers = _with_ranges(text, _with_compounds(text, _signed(text, [_quantity(text, match) for match in _NUMBER.finditer(text)])))
    chains = list(_chains(text, numbers))
    inside = {part for chain in chains for part in chain.parts}
    marked = [replace(number, is_part=True) if index in inside else number for index, number in enumerate(numbers)]
    sums = [total for chain in chains if (total := _total(chain, numbers))]
    return sorted([*marked, *sums], key=lambda quantity: (quantity.end, quantity.is_sum))


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    unit = match["unit"] or match["currency"] or ""
    measure = measure_of(unit)
    value = _number(match)
    rest = text[match.end() : match.end() + NEAR]
    return Quantity(
        match.start(),
        match.end(),
        tuple(value * scale for scale in measure.scales),
        measure,
        noun="" if unit else _noun(rest),
        period=_period(rest),
        is_ratio="/" in match["value"],
        is_adjective=match["joint"] == "-" or bool(_WIDTH.search(text[max(0, match.start() - NEAR) : match.end()])),
    )


def _number(match: re.Match[str]) -> float:
    digits = re.sub(r"(?<=\d)\s(?=\d)", "", match["value"])
    digits = re.sub(r",(?=\d{1,2}$)", ".", digits).replace(",", "")
    over, _, under = digits.partition("/")
    value = float(over) / (float(under) if under and float(under) else 1.0)
    return value * _MAGNITUDES.get((match["magnitude"] or "").strip().lower(), 1.0) * (-1 if match["sign"] else 1)


def _noun(rest: str) -> str:
    match = _NOUN.match(rest)
    word = match["word"].lower() if match else ""
    return "" if _NO_NOUN.fullmatch(word) else word


def _period(rest: str) -> float:
    """Seconds of the period that a rate is for ('5 alarms a minute'), 0 without one."""
    match = _RATE.match(rest)
    return measure_of(match["period"]).scale if match else 0.0


def _signed(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """'minus 0.6' as a negative number, unless something is there for it to be taken from."""
    ends = [0, *(number.end for number in numbers)]
    gaps = [text[end : number.start] for end, number in zip(ends, numbers, strict=False)]
    return [
        replace(number, readings=tuple(-reading for reading in number.readings))
        if _MINUS.search(gap) and (not index or gap.count(" ") > 2)
        else number
        for index, (number, gap) in enumerate(zip(numbers, gaps, strict=True))
    ]


def _with_compounds(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """'5 hours and 33 minutes' and '4 dollars 40' as one quantity."""
    joined: list[Quantity] = []
    for number in numbers:
        if joined and _continues(joined[-1], number, text[joined[-1].end : number.start]):
            first = joined.pop()
            small = number.value if number.dimension is first.dimension else number.value / 100
            number = replace(first, end=number.end, readings=(first.value + small,))
        joined.append(number)
    return joined


def _continues(first: Quantity, second: Quantity, gap: str) -> bool:
    if gap.strip() not in ("", "and"):
        return False
    if first.dimension is Dimension.MONEY:
        return second.measure.scale < first.measure.scale or (second.is_bare and not gap.strip() and second.value < 100)
    return first.dimension is Dimension.TIME and second.dimension is Dimension.TIME and second.measure.scale < first.measure.scale


def _with_ranges(text: str, numbers: list[Quantity]) -> list[Quantity]:
    joined: list[Quantity] = []
    for number in numbers:
        if joined and _spans(text, joined[-1], number):
            low = joined.pop()
            scale = number.measure.scale if low.is_bare else 1.0
            number = replace(number, start=low.start, readings=(low.value * scale, number.value), is_range=True)
        joined.append(number)
    return joined


def _spans(text: str, low: Quantity, high: Quantity) -> bool:
    gap = text[low.end : high.start]
    if not _RANGE.match(gap) or (gap.strip() == "and" and not _BETWEEN.search(text[max(0, low.start - NEAR) : low.start])):
        return False
    same = low.dimension is high.dimension or low.is_bare
    close = abs(low.value) * 3 >= abs(high.value) / high.measure.scale if low.is_bare else True
    return (
        same
        and (close or bool(_BETWEEN.search(text[max(0, low.start - NEAR) : low.start])))
        and not low.is_range
        and abs(low.value) < abs(high.value) * max(1.0, 1 / high.measure.scale)
    )


@dataclass(frozen=True)
class _Chain:
    """Neighbouring numbers joined by operators: indexes of the numbers, and the words between them."""

    members: tuple[int, ...]
    operators: tuple[str, ...]

    @property
    def parts(self) -> tuple[int, ...]:
        """The members that are not results of their own; the percentage in '16 percent of 590' is one."""
        return self.members[1:] if "%" in self.operators else self.members


def _chains(text: str, numbers: list[Quantity]) -> Iterator[_Chain]:
    members, operators = [0], list[str]()
    for index, (left, right) in enumerate(pairwise(numbers), 1):
        operator = _operator(text[left.end : right.start], left, right)
        if operator:
            members.append(index)
            operators.append(operator)
            continue
        if operators:
            yield _Chain(tuple(members), tuple(operators))
        members, operators = [index], []
    if operators:
        yield _Chain(tuple(members), tuple(operators))


def _operator(gap: str, left: Quantity, right: Quantity) -> str:
    match = _OPERATOR.match(gap)
    if not match or left.is_range or right.is_range:
        return ""
    operator = match["operator"].lower()
    if operator == "over" and right.dimension is Dimension.TIME:
        return ""
    if operator not in _SHARES:
        return _SIGNS.get(operator, operator)
    if operator == "of" and gap.split()[0] != "of":
        return ""
    if operator == "of" and (left.is_ratio or left.dimension is Dimension.SHARE):
        return "%"
    return operator if left.is_share_of(right) else ""


def _total(chain: _Chain, numbers: list[Quantity]) -> Quantity | None:
    members = [numbers[index] for index in chain.members]
    dimensions = [m.measure for m in members if m.dimension not in (Dimension.PLAIN, Dimension.SHARE, Dimension.FACTOR)]
    if len(dimensions) > 1:
        return None
    signs = [_SIGNS.get(operator, operator).replace("%", "*") for operator in chain.operators]
    formula = "".join(f"{member.value!r}{sign}" for member, sign in zip(members, [*signs, ""], strict=True))
    try:
        value = evaluate(formula)
    except FormulaError:
        return None
    measure = dimensions[0] if dimensions else PLAIN
    last = members[-1]
    is_ratio, is_sum = set(signs) == {"/"} and value < 1, not set(chain.operators) <= _SHARES
    return Quantity(members[0].start, last.end, (value,), measure, "" if is_ratio else last.noun, is_ratio=is_ratio, is_sum=is_sum)
