"""The base of every value that is stored, sent or read from a file."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
