"""One call of a model while it runs: what it was for, what came, and what it took."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rehearse.adapters.llm.structured import Messages
from rehearse.domain.usage import Usage
from rehearse.errors import EngineError

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

LONGEST_REPLY = 400_000
"""Characters, reasoning included; a model that sends more does not come to an end."""


@dataclass
class Call:
    """Filled in as messages come.

    `session` is the interview that it is for; `started` once the candidate may have seen a word of it; `failure` is how an
    attempt ended that was worth another one.
    """

    session: str | None
    messages: Messages
    started: bool = False
    finish: str = ""
    refusal: str = ""
    failure: Exception | None = None
    _received: int = field(default=0, repr=False)
    _counted: Usage | None = field(default=None, repr=False)

    def take(self, message: "AIMessage") -> str:
        """Note what a message or a chunk of one says of the call; its text. Raises `EngineError` when there is no end of it."""
        self.refusal += str(message.additional_kwargs.get("refusal") or "")
        self.finish = str(message.response_metadata.get("finish_reason") or self.finish)
        if usage := message.usage_metadata:
            self._counted = Usage(calls=1, prompt_tokens=usage["input_tokens"], completion_tokens=usage["output_tokens"])
        self._received += len(message.text)
        if self._received > LONGEST_REPLY:
            raise EngineError("The model did not come to an end.")
        return message.text

    def check(self) -> None:
        """Raises `EngineError` for a reply that is refused, filtered or cut off."""
        if self.refusal:
            raise EngineError(f"The model refused: {' '.join(self.refusal.split())[:120]}")
        if self.finish == "content_filter":
            raise EngineError("The model's reply was stopped by a content filter.")
        if self.finish == "length":
            raise EngineError("The model's reply was cut off at its greatest length.")

    @property
    def usage(self) -> Usage:
        """What the endpoint counted, else an estimate."""
        if self._counted:
            return self._counted
        from langchain_core.messages.utils import count_tokens_approximately

        sent = count_tokens_approximately(list(self.messages))
        return Usage(calls=1, prompt_tokens=sent, completion_tokens=-(-self._received // 4))
