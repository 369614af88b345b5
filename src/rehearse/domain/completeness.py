"""What a draft still lacks before it can count as reviewed."""

from collections.abc import Iterator

from rehearse.domain.question import OPEN_PROBE, BankEntry, Round, RubricItem

FEWEST_ITEMS = 4
USUAL_MOST_ITEMS = 8
FEWEST_ACCEPTS = 4
FEWEST_REJECTS = 2
SHORTEST_REFERENCE = 80
"""Words of a reference answer below which it can hardly hold four claims."""


def lacks(entry: BankEntry) -> list[str]:
    """What is missing, one phrase each, in the order of the file; nothing for a complete entry."""
    return [*_round_lacks(entry), *_key_lacks(entry), *_exemplar_lacks(entry)]


def _round_lacks(entry: BankEntry) -> Iterator[str]:
    if entry.question.round is Round.CODING and entry.key.coding is None:
        yield "key.coding: a coding question needs its signature, examples, hidden cases and solutions"
    if entry.question.round is Round.SYSTEM_DESIGN:
        yield from (f"item {item.id!r} has no stage of the design" for item in entry.key.items if item.points > 0 and item.stage is None)


def _key_lacks(entry: BankEntry) -> Iterator[str]:
    key = entry.key
    words = len(key.reference_answer.split())
    if words < SHORTEST_REFERENCE:
        yield f"reference_answer has {words} words, write at least {SHORTEST_REFERENCE}"
    if not FEWEST_ITEMS <= len(key.items) <= USUAL_MOST_ITEMS:
        yield f"items: there are {len(key.items)}, a full key has {FEWEST_ITEMS} to {USUAL_MOST_ITEMS}"
    for item in key.items:
        yield from _item_lacks(item)
    for field in ("senior_signals", "common_mistakes", "sources"):
        if not getattr(key, field):
            yield f"{field} is empty"


def _item_lacks(item: RubricItem) -> Iterator[str]:
    if len(item.accept) < FEWEST_ACCEPTS:
        yield f"item {item.id!r} has {len(item.accept)} accept phrasings, write at least {FEWEST_ACCEPTS}"
    if len(item.reject) < FEWEST_REJECTS:
        yield f"item {item.id!r} has {len(item.reject)} reject phrasings, write at least {FEWEST_REJECTS}"
    if item.probe == OPEN_PROBE:
        yield f"item {item.id!r} has no probe of its own"


def _exemplar_lacks(entry: BankEntry) -> Iterator[str]:
    if entry.exemplars is None:
        yield "exemplars: no strong, partial and weak answer yet, so nothing shows that the key grades in order"
