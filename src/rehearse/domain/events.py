"""Everything that can happen in an interview; each event is saved before the next thing happens."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from rehearse.domain.evidence import Sign
from rehearse.domain.intent import Intent
from rehearse.domain.planning import Plan
from rehearse.domain.record import Value
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import Quote, Status, Verdict


class Cue(StrEnum):
    """What an utterance of the interviewer is for."""

    OPENING = "opening"
    QUESTION = "question"
    PROBE = "probe"
    REPEAT = "repeat"
    CLARIFY = "clarify"
    THINK = "think"
    INVITE = "invite"
    REPLY = "reply"
    CLOSING = "closing"


class _Event(Value):
    at: float = Field(description="seconds since the epoch, UTC")


class Started(_Event):
    """The interview was planned."""

    type: Literal["started"] = "started"
    plan: Plan


class Aim(StrEnum):
    """How the item of a probe came to be the one: code chose it, or the interviewer named it, or what it named was none."""

    CODE = "code"
    NAMED = "named"
    INVALID = "invalid"


class Said(_Event):
    """The interviewer said something, whole. `item_id` is the rubric item that a probe aims at, `aim` how it was chosen.

    `facts` are sentences about the scenario that a clarification added; `withheld` says why sentences were not shown.
    """

    type: Literal["said"] = "said"
    cue: Cue
    text: str
    question_id: str | None = None
    item_id: str | None = None
    engine: str = "embedded"
    aim: Aim = Aim.CODE
    facts: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class Answered(_Event):
    """The candidate said something."""

    type: Literal["answered"] = "answered"
    text: str
    intent: Intent


class Graded(_Event):
    """A judge looked at everything said to one question; a later one replaces an earlier one. `signs` are of competencies, if it gave any."""

    type: Literal["graded"] = "graded"
    question_id: str
    engine: str
    verdicts: tuple[Verdict, ...]
    skipped: bool = False
    signs: tuple[Sign, ...] = ()


LONGEST_REASON = 2000
"""Characters of a dispute's reason."""


class Disputed(_Event):
    """The candidate contests a verdict; `engine` has judged the item again, seeing neither that verdict nor the reason.

    `words` are those of the answer that they point at, `claim` is the status they claim. Without a `second` verdict, `failure` says why.
    """

    type: Literal["disputed"] = "disputed"
    question_id: str
    item_id: str
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)
    claim: Status
    words: Quote | None = None
    engine: str
    second: Verdict | None = None
    failure: str = ""


class Warned(_Event):
    """Something went wrong that the candidate should know of; the interview goes on."""

    type: Literal["warned"] = "warned"
    text: str
    question_id: str | None = None


class Used(_Event):
    """What the model took since the event before of this kind."""

    type: Literal["used"] = "used"
    usage: Usage


class Resumed(_Event):
    """The interview was opened again; the time since the event before does not count."""

    type: Literal["resumed"] = "resumed"


class Ended(_Event):
    """The interview is over."""

    type: Literal["ended"] = "ended"


Event = Annotated[Started | Said | Answered | Graded | Disputed | Warned | Used | Resumed | Ended, Field(discriminator="type")]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
