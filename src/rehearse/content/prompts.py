"""Prompts: ``prompts/*.yaml``, one file a prompt, rendered with Jinja2; a variable that nobody gave is an error before any call."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from jinja2 import Environment, StrictUndefined, TemplateError
from jinja2 import Template as Compiled
from jinja2.meta import find_undeclared_variables
from pydantic import AfterValidator, Field

from rehearse.content.fencing import neutral
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import Record, Slug, Text
from rehearse.domain.verdicts import PromptRef
from rehearse.errors import ContentError, NotFoundError

_ENVIRONMENT = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)


def _parsed(template: str) -> str:
    try:
        _ENVIRONMENT.parse(template)
    except TemplateError as error:
        raise ValueError(f"not a Jinja2 template: {error}") from None
    return template


Template = Annotated[Text, AfterValidator(_parsed)]


class Options(Record):
    """What a prompt is sent with."""

    temperature: float = Field(default=0.0, ge=0, le=2)
    most_tokens: int = Field(default=1000, ge=1, description="tokens of the reply")


class Example(Record):
    """Values for every variable of a prompt, to look at it without a model."""

    name: Slug
    values: dict[str, Any]


class Prompt(Record):
    """A prompt and the options it is sent with. `file` is where it was read."""

    id: Slug
    version: int = Field(ge=1)
    purpose: str = ""
    system: Template
    user: Template
    options: Options = Options()
    examples: tuple[Example, ...] = ()
    file: Path | None = Field(default=None, exclude=True)

    @property
    def temperature(self) -> float:
        return self.options.temperature

    @property
    def most_tokens(self) -> int:
        return self.options.most_tokens

    @cached_property
    def ref(self) -> PromptRef:
        """What a verdict stores to say which prompt it came from; the hash covers all that is sent, and nothing else."""
        sent = self.model_dump_json(include={"id", "version", "system", "user", "options"})
        return PromptRef(id=self.id, version=self.version, hash=hashlib.sha256(sent.encode()).hexdigest()[:12])

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the values that it needs."""
        return frozenset(name for text in (self.system, self.user) for name in find_undeclared_variables(_ENVIRONMENT.parse(text)))

    @cached_property
    def templates(self) -> tuple[tuple[str, Compiled], ...]:
        """The templates by role, compiled once: an interview renders them at every turn, before the first word."""
        return tuple((role, _ENVIRONMENT.from_string(text)) for role, text in (("system", self.system), ("user", self.user)))

    def example(self, name: str) -> Mapping[str, Any]:
        """The values of an example. Raises `NotFoundError`."""
        by_name = {example.name: example.values for example in self.examples}
        if name not in by_name:
            raise NotFoundError(f"example of prompt {self.id!r}", name, by_name, f"It has: {', '.join(by_name) or 'none'}.")
        return by_name[name]

    def render(self, **values: Any) -> list[tuple[str, str]]:
        """The messages as (role, text). Raises `ContentError` naming every variable that has no value."""
        if missing := sorted(self.variables - values.keys()):
            raise ContentError([f"{self._where}: no value for {', '.join(missing)}; give one, or take the name out of the template"])
        try:
            return [(role, template.render(values)) for role, template in self.templates]
        except TemplateError as error:
            raise ContentError([f"{self._where}: {error}"]) from None

    @property
    def _where(self) -> str:
        return f"prompt {self.id!r} version {self.version}" + (f" ({self.file})" if self.file else "")


def load_prompt(folders: Sequence[Path], prompt_id: str) -> Prompt:
    """Read ``<prompt_id>.yaml`` of the last folder that has it."""
    paths = [folder / f"{prompt_id}.yaml" for folder in folders]
    return read_prompt(next((path for path in reversed(paths) if path.exists()), paths[0]))


def read_prompt(path: Path) -> Prompt:
    """Read one prompt, named after its file."""
    return read_record(path, Prompt, lambda data, path: {"id": path.stem, **data, "file": path})


def load_prompts(folders: Iterable[Path]) -> dict[str, Prompt]:
    """Every prompt by its id; a later folder overrides an earlier one."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
    return {prompt_id: read_prompt(path) for prompt_id, path in paths.items()}


def fence(text: str, name: str) -> str:
    """Candidate text as data: between tags, with any such tag inside made harmless."""
    return f"<{name}>\n{neutral(text, name)}\n</{name}>"
