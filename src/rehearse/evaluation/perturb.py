"""Edits that change what a claim says: negation, reversed direction, swapped roles, another number, a dropped condition.

Each function takes one clause and returns it edited, or None where the edit does not apply. They are pure, so the
training recipe and the suites make the same edits every time.
"""

import re
from collections.abc import Callable

from rehearse.domain.polarity import OPPOSITES

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|will|would|should|must|may|might|does|do|did|has|have|had)\b(?!\s+(?:not|no)\b)(?!n[’']t)", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:(?:is|are|was|were|could|would|should|does|do|did|has|have|had)(n[’']t)|(can)[’']t|(won)[’']t)\b", re.IGNORECASE
)
_NOT = re.compile(r"\s+(?:not|never)\b(?!\s+(?:only|just|necessarily))", re.IGNORECASE)
_VERB_S = re.compile(
    r"(?<=\w )(\w{3,}(?:ises|izes|ates|ifies|ches|shes|xes)|keeps|gives|takes|makes|lets|lowers|raises|needs|uses|learns|gets|grows|falls|rises|shrinks"
    r"|adds|removes|tells|shows|depends|changes|helps|hurts|cuts|reduces|increases|decreases|costs|stays|moves|works|means|measures|ignores|treats"
    r"|assumes|stores|reads|holds|finds|picks|splits|averages|counts|scales|leads|comes|goes|becomes|prevents|allows|forces|stops|avoids|hides)\b"
)
_THING = r"(?:(?:the|a|an|its|our|your) [a-z][\w-]+(?: (?!before|after|instead|rather|than|is|are)[a-z][\w-]{2,})?|[a-z][\w-]{3,})"
_COMPARISON = re.compile(
    rf"\b({_THING})( (?:is|are|has|have|needs?|costs?|takes?|gives?) (?:(?:more|less|fewer) [\w-]+|\w+er) than )({_THING})\b", re.IGNORECASE
)
_RELATION = re.compile(rf"\b({_THING})( (?:instead of|rather than|before|after|causes|given|follows|replaces) )({_THING})\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
_CONDITION = re.compile(
    r",?\s+(?:if|when|whenever|unless|because|since|so that|as long as|provided|only|until|without|while|after|before)\b[^,.;]*(?=[,.;]|$)",
    re.IGNORECASE,
)


def negate(clause: str) -> str | None:
    """The clause denied, or asserted when it was a denial."""
    if match := _NEGATED.search(clause):
        bare = {"can": "can", "won": "will"}.get((match[2] or match[3] or "").lower()) or match[0][: -len(match[1])]
        return clause[: match.start()] + bare + clause[match.end() :]
    if match := _NOT.search(clause):
        return clause[: match.start()] + clause[match.end() :]
    if match := _AUXILIARY.search(clause):
        return f"{clause[: match.end()]} not{clause[match.end() :]}"
    if match := _VERB_S.search(clause):
        return f"{clause[: match.start()]}doesn't {_bare(match[1])}{clause[match.end() :]}"
    return None


def reverse_direction(clause: str) -> str | None:
    """The clause with its first word of direction turned into its opposite: more, less; before, after."""
    turned = _DIRECTION.sub(lambda match: _cased(match[0], _OPPOSITE[match[0].lower()]), clause, count=1)
    return turned if turned != clause else None


def swap_roles(clause: str) -> str | None:
    """The two sides of a comparison or relation exchanged: "A is larger than B" becomes "B is larger than A"."""
    match = _COMPARISON.search(clause) or _RELATION.search(clause)
    if match is None or match[1].lower() == match[3].lower():
        return None
    return f"{clause[: match.start()]}{match[3]}{match[2]}{match[1]}{clause[match.end() :]}"


def change_number(clause: str) -> str | None:
    """The clause with its first number ten times as large."""
    match = _DIGITS.search(clause)
    return f"{clause[: match.start()]}{float(match[0]) * 10:g}{clause[match.end() :]}" if match else None


def drop_condition(clause: str) -> str | None:
    """The clause without the condition or reason that limits it."""
    dropped = _CONDITION.sub("", clause, count=1).strip()
    return dropped if dropped != clause.strip() and len(dropped.split()) > 2 else None


CONTRADICTING: dict[str, Callable[[str], str | None]] = {
    "negated": negate,
    "reversed": reverse_direction,
    "swapped": swap_roles,
    "renumbered": change_number,
}
"""The edits after which a true claim is false, by name."""


def _bare(verb: str) -> str:
    """'reaches' to 'reach', 'lowers' to 'lower'."""
    if re.search(r"(?:ches|shes|xes|goes)$", verb):
        return verb[:-2]
    return verb[:-3] + "y" if verb.endswith("ifies") else verb[:-1]


def _cased(like: str, word: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


_OPPOSITE = {a: b for pair in reversed(OPPOSITES) for a, b in (pair, pair[::-1])}
_DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _OPPOSITE), key=len, reverse=True))})\b", re.IGNORECASE)
