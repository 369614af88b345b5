"""Rubric items that a model drafts from notes, and what of them can be believed."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from rehearse.domain.new_numbers import new_numbers
from rehearse.domain.record import Value
from rehearse.domain.verdicts import locate

MOST_DRAFTED = 6
"""Items of one drafted rubric."""
SHORTEST_SUPPORT = 4
"""Words of a note below which a quotation of it shows nothing."""


class DraftedItem(Value):
    """A claim that a good answer makes, and the words of a note that say so."""

    text: str = Field(min_length=8)
    points: int = Field(ge=1, le=3)
    note_id: str
    quote: str
    probe: str = ""


def grounded(items: Iterable[DraftedItem], notes: Mapping[str, str]) -> list[DraftedItem]:
    """The items whose note was given and says the quoted words, and which give no number that it does not; notes are texts by id."""
    kept = [item for item in items if item.note_id in notes and _stands_in(item, notes[item.note_id])]
    return list({item.text.lower(): item for item in kept}.values())[:MOST_DRAFTED]


def _stands_in(item: DraftedItem, note: str) -> bool:
    quote = locate(item.quote, note)
    return quote is not None and len(quote.text.split()) >= SHORTEST_SUPPORT and not new_numbers(item.text, note)
