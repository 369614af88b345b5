"""What a model was asked for: calls, tokens, and what they cost."""

from pydantic import Field

from rehearse.domain.record import Value


class Usage(Value):
    """Calls of a model and the tokens they took, as the endpoint counts them; where it does not, estimated.

    `cost` is in whatever currency the prices were given in; 0 where none were.
    """

    calls: int = Field(default=0, ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)
    cost: float = Field(default=0.0, ge=0)

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost=self.cost + other.cost,
        )

    def __sub__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls - other.calls,
            prompt_tokens=self.prompt_tokens - other.prompt_tokens,
            completion_tokens=self.completion_tokens - other.completion_tokens,
            cost=max(0.0, self.cost - other.cost),
        )

    def priced(self, million_in: float, million_out: float) -> "Usage":
        """The same at these prices of a million tokens that are sent, and of a million that come back."""
        cost = (self.prompt_tokens * million_in + self.completion_tokens * million_out) / 1_000_000
        return self.model_copy(update={"cost": cost})

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens
