"""Verdicts on numeric items: code recomputes the number, the embedding only says which words speak of the item."""

import re
from collections.abc import Sequence

from rehearse.adapters.embedded_judge import ENGINE
from rehearse.domain import numbers
from rehearse.domain.numbers import NumericMatch, Reading
from rehearse.domain.question import NumericTarget, RubricItem
from rehearse.domain.scoring import CREDIT
from rehearse.domain.slips import Fault
from rehearse.domain.units import Unit
from rehearse.domain.verdicts import Quote, Status, Verdict
from rehearse.domain.wording import longer_words

NEAR_FROM = 0.35
"""Cosine from which a clause is near enough to an item for a follow-up to be tied to it."""
CERTAIN = 0.95
"""Confidence in a verdict that a recomputed number decides."""
SAME_SUBJECT, SURELY_SAME = 0.45, 0.6
"""Cosines from which a wrong number in a clause is the candidate's value for the item: where the slip has a name, and where it has none."""
LABEL = 3
"""Words that name an item."""
_NAMELESS = frozenset({"with", "that", "there", "this", "from", "when", "after"})
_VERB = re.compile(r"\b(?:is|are|needs?|takes?|comes?|returns?|has|gives?|would)\b")


def numeric_verdict(
    item: RubricItem,
    target: NumericTarget,
    question_text: str,
    units: Sequence[Unit],
    nearest_unit: Unit,
    similarity: float,
    siblings: Sequence[RubricItem] = (),
) -> Verdict:
    """The right number anywhere is met; without it, a wrong one near the item or with a slip of its own contradicts.

    `question_text` is what the candidate was told, scope included; its numbers are not the
    candidate's. A number in words that name one of the `siblings`, other items of the question in
    the same unit, and not this one is a number of theirs.
    """
    known = "; ".join(item.phrasings)
    theirs = [sibling for sibling in siblings if sibling.numeric and sibling.numeric.unit == target.unit and sibling.id != item.id]
    readings = {
        unit: numbers.read(unit.text, target, question_text, known)
        for unit in sorted({*units, nearest_unit}, key=lambda unit: (unit.end - unit.start, unit.start))
        if not _is_about(unit, theirs, item)
    }
    if right := _right(readings):
        return _verdict(item, Status.MET, right, "the number was recomputed")
    if wrong := _wrong(readings, nearest_unit, similarity):
        return _verdict(item, Status.CONTRADICTED, wrong, _note(readings[wrong], target))
    near = _quote(nearest_unit) if similarity >= NEAR_FROM else None
    note = next((reading.slip for reading in readings.values() if reading.fault is Fault.HEDGED), "")
    return Verdict(
        item_id=item.id, status=Status.MISSING, engine=ENGINE, near=near, confidence=1 - max(0.0, similarity) / 2, credit=0.0, note=note
    )


def _right(readings: dict[Unit, Reading]) -> Unit | None:
    """The shortest unit with the right number, unless the words around it take that back."""
    right = next((unit for unit, reading in readings.items() if reading.status is NumericMatch.RIGHT), None)
    if right is None:
        return None
    around = [reading for unit, reading in readings.items() if unit.start <= right.start and right.end <= unit.end]
    return None if any(map(_takes_back, around)) else right


def _takes_back(reading: Reading) -> bool:
    return reading.status is NumericMatch.WRONG or reading.fault is Fault.HEDGED


def _wrong(readings: dict[Unit, Reading], nearest: Unit, similarity: float) -> Unit | None:
    """The nearest unit with a wrong number on the same subject, else the shortest with a slip that only this item has."""
    wrong = {unit: reading for unit, reading in readings.items() if reading.status is NumericMatch.WRONG}
    if nearest in wrong and similarity >= (SAME_SUBJECT if wrong[nearest].fault else SURELY_SAME):
        return nearest
    return next((unit for unit, reading in wrong.items() if reading.fault is Fault.OWN), None)


def _is_about(unit: Unit, others: Sequence[RubricItem], item: RubricItem) -> bool:
    """Whether a unit names one of the other items and not this one."""
    words = longer_words(unit.text)
    return any(words & (_label(other) - _label(item)) and not words & (_label(item) - _label(other)) for other in others)


def _label(item: RubricItem) -> set[str]:
    """The first words of an item, which name what it asks for: 'the false positive rate'."""
    head = [word for word in _VERB.split(item.text)[0].split() if longer_words(word) and word.lower() not in _NAMELESS]
    return longer_words(" ".join(head[:LABEL]))


def _note(reading: Reading, target: NumericTarget) -> str:
    """'found 95 %, expected about 16.1 %: that is the sensitivity ...'."""
    found, expected = (f"{_said(value)} {target.unit}".strip() for value in (reading.value or 0.0, target.value))
    return f"found {found}, expected about {expected}" + (f": {reading.slip}" if reading.slip else "")


def _said(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _verdict(item: RubricItem, status: Status, unit: Unit, note: str) -> Verdict:
    return Verdict(item_id=item.id, status=status, engine=ENGINE, quote=_quote(unit), confidence=CERTAIN, credit=CREDIT[status], note=note)


def _quote(unit: Unit) -> Quote:
    return Quote(start=unit.start, end=unit.end, text=unit.text)
