"""What a model is asked to send as a grade, and what can be used of what it sends."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rehearse.adapters.llm.json_schema import INTEGER, TEXT, list_of, one_of, record
from rehearse.domain.question import Competency
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status

GIVEN = (Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED)
MOST_REASON_WORDS = 30
FAULTS_NAMED = 5
R = TypeVar("R", bound=BaseModel)


class _Sent(Value):
    """Part of a reply. What a model adds of its own does no harm."""

    model_config = ConfigDict(extra="ignore")


Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text that may be null."""


class ItemReply(_Sent):
    """The model's word on one rubric item."""

    item_id: str
    quote: Words = ""
    reason: Words = ""
    reference_ids: tuple[str, ...] = ()
    status: Status
    confidence: int = Field(ge=0, le=100)

    @property
    def short_reason(self) -> str:
        words = self.reason.split()
        return " ".join(words[:MOST_REASON_WORDS]) + ("…" if len(words) > MOST_REASON_WORDS else "")


class SignReply(_Sent):
    """The model's evidence for one competency."""

    competency: Competency
    quote: str
    observation: str = Field(min_length=1)


@dataclass(frozen=True)
class Asked:
    """The ids that a grade may name."""

    items: tuple[str, ...]
    references: tuple[str, ...]
    competencies: tuple[Competency, ...]


@dataclass(frozen=True)
class JudgeReply:
    """The usable part of a reply by item id, and a sentence for each thing that is wrong with the rest."""

    items: dict[str, ItemReply]
    signs: tuple[SignReply, ...] = ()
    faults: tuple[str, ...] = ()

    def with_repair(self, repair: "JudgeReply") -> "JudgeReply":
        """What was usable at first, and what the repair adds to it."""
        return JudgeReply({**repair.items, **self.items}, self.signs or repair.signs, repair.faults)

    @property
    def complaint(self) -> str:
        """The first faults in one line."""
        return "; ".join(self.faults[:FAULTS_NAMED])


def read_reply(text: str, asked: Asked) -> JudgeReply:
    """Every item of a reply that is valid by itself; one bad item does not spoil the others."""
    try:
        data = json.loads(text)
    except ValueError as error:
        return JudgeReply({}, faults=(f"not JSON: {error}",))
    if not isinstance(data, dict) or not isinstance(data.get("verdicts"), list):
        return JudgeReply({}, faults=("there is no list named 'verdicts'",))
    faults: list[str] = []
    items: dict[str, ItemReply] = {}
    for reply in _valid(data["verdicts"], ItemReply, "verdicts", faults):
        if reply.item_id not in asked.items:
            faults.append(f"{reply.item_id!r} is no item of this rubric")
        elif reply.status not in GIVEN:
            faults.append(f"{reply.item_id}: status {reply.status.value!r} is not one of {', '.join(GIVEN)}")
        else:
            items.setdefault(reply.item_id, reply)
    faults += [f"there is no valid verdict on item {item_id!r}" for item_id in asked.items if item_id not in items]
    return JudgeReply(items, _signs(data.get("evidence"), asked.competencies), tuple(faults))


def _signs(data: Any, competencies: Iterable[Competency]) -> tuple[SignReply, ...]:
    """Evidence earns nothing, so that what is wrong of it is left out without a repair."""
    replies = _valid(data if isinstance(data, list) else [], SignReply, "evidence", [])
    by_competency = {reply.competency: reply for reply in reversed(replies)}
    return tuple(by_competency[competency] for competency in competencies if competency in by_competency)


def _valid(rows: Sequence[Any], kind: type[R], name: str, faults: list[str]) -> list[R]:
    valid = []
    for number, row in enumerate(rows):
        try:
            valid.append(kind.model_validate(row))
        except ValidationError as error:
            faults += [f"{name}.{number}.{'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors()]
    return valid


def reply_schema(asked: Asked) -> dict[str, Any]:
    """What to send: the verdict comes after the quote and the reason, so that a model finds its evidence first."""
    verdict = {
        "item_id": one_of(asked.items),
        "quote": TEXT,
        "reason": TEXT,
        "reference_ids": list_of(one_of(asked.references)),
        "status": one_of(GIVEN),
        "confidence": INTEGER,
    }
    sign = {"competency": one_of(asked.competencies), "quote": TEXT, "observation": TEXT}
    return record({"verdicts": list_of(record(verdict)), "evidence": list_of(record(sign))})
