"""Prompts: ``prompts/*.yaml``, one file a prompt, rendered with Jinja2; an undefined variable is an error."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError
from pydantic import Field

from rehearse.content.fencing import neutral
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import Record, Slug, Text
from rehearse.domain.verdicts import PromptRef
from rehearse.errors import ContentError

_ENVIRONMENT = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)


class Prompt(Record):
    """A prompt and the options it is sent with."""

    id: Slug
    version: int = Field(ge=1)
    system: Text
    user: Text
    temperature: float = Field(default=0.0, ge=0, le=2)
    most_tokens: int = Field(default=1000, ge=1)

    @cached_property
    def ref(self) -> PromptRef:
        """What a verdict stores to say which prompt it came from."""
        digest = hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]
        return PromptRef(id=self.id, version=self.version, hash=digest)

    def render(self, **values: Any) -> list[tuple[str, str]]:
        """The messages as (role, text). Raises `ContentError` on an undefined variable."""
        try:
            return [(role, _ENVIRONMENT.from_string(text).render(values)) for role, text in (("system", self.system), ("user", self.user))]
        except TemplateError as error:
            raise ContentError([f"prompt {self.id!r} version {self.version}: {error}"]) from None


def load_prompt(folder: Path, prompt_id: str) -> Prompt:
    """Read ``<prompt_id>.yaml``."""
    return read_record(folder / f"{prompt_id}.yaml", Prompt, lambda data, path: {"id": path.stem, **data})


def fence(text: str, name: str) -> str:
    """Candidate text as data: between tags, with any such tag inside made harmless."""
    return f"<{name}>\n{neutral(text, name)}\n</{name}>"
