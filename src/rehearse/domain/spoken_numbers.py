"""Numbers as they are said."""

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_LARGEST = 999_999_999_999


def spoken(number: str) -> str:
    """A number in words: '1,250' is one thousand two hundred fifty, '0.92' zero point nine two."""
    whole, _, decimals = number.replace(",", "").partition(".")
    if int(whole) > _LARGEST:
        return number
    said = _spell(int(whole))
    return f"{said} point {' '.join(_ONES[int(digit)] for digit in decimals)}" if decimals else said


def _spell(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    for size, name in _SCALES:
        if number >= size:
            rest = number % size
            return f"{_spell(number // size)} {name}" + (f" {_spell(rest)}" if rest else "")
    return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
