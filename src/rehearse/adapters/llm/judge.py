"""The grader chain: prompt, retrieved references, structured output, validation, one repair."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, ValidationError

from rehearse.adapters.llm.client import ChatClient, Messages
from rehearse.content.prompts import fence, load_prompt
from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.verdicts import NEEDS_QUOTE, Status, Verdict, locate
from rehearse.errors import EngineError
from rehearse.ports import Passage
from rehearse.settings import Settings

PROMPT_ID = "judge"
ATTEMPTS = 2
"""The first reply and one repair."""
_GIVEN = (Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED)


class _ItemReply(Value):
    item_id: str
    status: Status
    quote: str
    confidence: int = Field(ge=0, le=100)


class _Reply(Value):
    verdicts: tuple[_ItemReply, ...] = Field(min_length=1)


class LlmJudge:
    """The judge port over a chat model. Items that it leaves out or misquotes come out unscored."""

    def __init__(self, settings: Settings, client: ChatClient | None = None) -> None:
        self._settings = settings
        self._prompt = load_prompt(settings.prompts_folders, PROMPT_ID)
        self._client = client or ChatClient(settings)
        self.engine = self._client.engine

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict for each item that the model judged. Raises `EngineError` on a failure or a second malformed reply."""
        messages = self._prompt.render(
            round=entry.question.round.label,
            level=entry.question.level.value,
            question=entry.question.text,
            reference_answer=entry.key.reference_answer,
            references=references,
            items=entry.key.items,
            answer=fence(answer, "answer"),
        )
        reply = self._ask(messages, [item.id for item in entry.key.items])
        by_item = {given.item_id: given for given in reply.verdicts}
        ids = tuple(passage.id for passage in references)
        return [self._verdict(by_item[item.id], answer, ids) for item in entry.key.items if item.id in by_item]

    def _ask(self, messages: Messages, item_ids: list[str]) -> _Reply:
        fault = ""
        for _ in range(ATTEMPTS):
            raw = self._client.structured(messages, self._prompt, _schema(item_ids), "verdicts").text
            try:
                return _Reply.model_validate_json(raw)
            except ValidationError as error:
                fault = "; ".join(f"{'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors()[:3])
                messages = [*messages, ("assistant", raw), ("user", f"That was not valid: {fault}. Send the whole JSON again.")]
        raise EngineError(f"The model {self._settings.model!r} twice sent a grade that cannot be read ({fault}).")

    def _verdict(self, given: _ItemReply, answer: str, reference_ids: tuple[str, ...]) -> Verdict:
        quote = locate(given.quote, answer) if given.status in NEEDS_QUOTE else None
        verdict = Verdict(
            item_id=given.item_id,
            status=given.status,
            engine=self.engine,
            quote=quote,
            confidence=given.confidence / 100,
            reference_ids=reference_ids,
            prompt=self._prompt.ref,
        )
        if given.status in NEEDS_QUOTE and quote is None:
            return verdict.void(f"the judge's quote is not in the answer: {given.quote[:80]!r}")
        return verdict


def _schema(item_ids: list[str]) -> dict[str, Any]:
    """A strict JSON schema. Integers and enums only: not every server's grammar bounds a float."""
    item = {
        "type": "object",
        "properties": {
            "item_id": {"type": "string", "enum": item_ids},
            "status": {"type": "string", "enum": [status.value for status in _GIVEN]},
            "quote": {"type": "string"},
            "confidence": {"type": "integer"},
        },
        "required": ["item_id", "status", "quote", "confidence"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"verdicts": {"type": "array", "items": item}},
        "required": ["verdicts"],
        "additionalProperties": False,
    }
