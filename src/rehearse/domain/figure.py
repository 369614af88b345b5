"""A measured number and how sure it is."""

from rehearse.domain.record import Value


class Figure(Value):
    """A named figure over `n` rows; `low` and `high` bound its 95% interval."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
