"""Which way of getting JSON an endpoint has, found out by asking it and remembered in the data folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rehearse.adapters.llm.failures import BrokenError
from rehearse.adapters.llm.structured import Messages, Method
from rehearse.content.prompts import Options, Prompt
from rehearse.errors import EndpointError, EngineError, StoppedError

PROBE_NAME = "capability_probe"
PROBE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"shade": {"type": "string", "enum": ["teal", "ochre"]}, "count": {"type": "integer"}},
    "required": ["shade", "count"],
    "additionalProperties": False,
}
"""Its names are not in the messages, so that a model which is not shown the schema cannot guess them."""
PROBE_MESSAGES: Messages = [("system", "You answer in JSON."), ("user", "Choose a colour and a number.")]
PROBE_PROMPT = Prompt(id="capability-probe", version=1, system="-", user="-", options=Options(most_tokens=2000))


class Capabilities:
    """A file that says for each endpoint and model which method works."""

    def __init__(self, file: Path, base_url: str, model: str) -> None:
        self._file, self._key = file, f"{model} at {base_url}"

    def get(self) -> Method | None:
        """The method that was found to work; None when nobody has tried."""
        try:
            return Method(self._read()[self._key])
        except (KeyError, ValueError):
            return None

    def put(self, method: Method) -> None:
        """Remember a method."""
        self._write({**self._read(), self._key: method.value})

    def forget(self) -> None:
        """Have the endpoint asked again the next time."""
        self._write({key: value for key, value in self._read().items() if key != self._key})

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, known: dict[str, str]) -> None:
        """Whole or not at all. Of two processes the last wins; the other asks its endpoint again."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".part")
        draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
        draft.replace(self._file)


def first_that_works(ask: Callable[[Method], str]) -> Method:
    """The first method whose reply follows the schema. `ask` sends the probe.

    An `EndpointError` goes through, but for one of an endpoint that breaks on a method: it may have the next.
    Raises `EngineError` when none works, and the error of the last method when the endpoint broke on each.
    """
    broken: list[BrokenError] = []
    for method in Method:
        try:
            if _follows_schema(_reply(ask, method)):
                return method
        except BrokenError as error:
            broken.append(error)
    if len(broken) == len(Method):
        raise broken[-1]
    raise EngineError(
        "The model follows a JSON schema in none of the ways tried. Use a larger one, or one that supports structured output."
    )


def _reply(ask: Callable[[Method], str], method: Method) -> str:
    try:
        return ask(method)
    except (EndpointError, StoppedError):
        raise
    except EngineError:
        return ""


def _follows_schema(text: str) -> bool:
    from jsonschema import Draft202012Validator

    try:
        return bool(Draft202012Validator(PROBE_SCHEMA).is_valid(json.loads(text)))
    except ValueError:
        return False
