"""When a speaker begins and when they have finished: a state machine over probabilities of voice."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from rehearse.domain.intent import Intent, classify

VOICE = 0.5
"""A frame at or above this probability is speech; once somebody speaks, they go on until it falls below `QUIET` (Silero's advice)."""
QUIET = 0.35
ONSET = 0.2
"""Seconds of unbroken speech before it counts: a click or a cough does not take the turn."""

_WAIT = re.compile(
    r"\b(?:(?:(?:just )?give me|(?:can|could|may) i (?:just )?(?:have|take|get)|i(?: just)? need|let me (?:just )?take) (?:(?:just )?(?:a|one)"
    r"(?: few| couple of)?) (?:more )?(?:moments?|seconds?|minutes?|secs?)|let me (?:just )?(?:think|see)|hold on|hang on|bear with me)"
    r"(?: (?:about (?:it|that|this)|(?:for )?(?:a|one) (?:moment|second|minute|sec)|to think|here|now|please|um+|uh+|so|and|but))*$"
)


class Heard(StrEnum):
    """What a frame has changed."""

    STARTED = "started"
    ENDED = "ended"


@dataclass(frozen=True)
class Floor:
    """Who has the floor. `voiced` and `quiet` are seconds of unbroken speech and of silence so far."""

    speaking: bool = False
    voiced: float = 0.0
    quiet: float = 0.0
    held: bool = False


def hear(floor: Floor, probability: float, seconds: float, silence: float) -> tuple[Floor, Heard | None]:
    """Take one frame of `seconds` with its probability of voice; a turn ends after `silence` seconds without any."""
    if probability >= (QUIET if floor.voiced else VOICE):
        voiced = floor.voiced + seconds
        if voiced < ONSET:
            return replace(floor, voiced=voiced, quiet=floor.quiet + seconds), None
        return Floor(speaking=True, voiced=voiced), None if floor.speaking else Heard.STARTED
    waited = replace(floor, voiced=0.0, quiet=floor.quiet + seconds)
    if floor.speaking and not floor.held and waited.quiet >= silence:
        return Floor(), Heard.ENDED
    return waited, None


def hold() -> Floor:
    """The floor after a turn that ended in a request for time: silence does not end it again before more is said."""
    return Floor(speaking=True, held=True)


def asks_for_time(text: str) -> bool:
    """Whether what was said so far ends in words such as "give me a moment", so that silence must not end the turn."""
    words = " ".join(re.sub(r"[^\w\s']", " ", text.lower()).split())
    return classify(words) is Intent.THINK or bool(_WAIT.search(words))
