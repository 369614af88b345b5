"""Strict JSON schemas as dicts. Strings, integers, enums and lists only: not every server's grammar bounds a float."""

from collections.abc import Iterable
from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}


def one_of(values: Iterable[str]) -> dict[str, Any]:
    """A text that is one of `values`; any text where there are none."""
    known = [str(value) for value in values]
    return TEXT | ({"enum": known} if known else {})


def list_of(each: dict[str, Any]) -> dict[str, Any]:
    """A list of one kind."""
    return {"type": "array", "items": each}


def record(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties, all of them required."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
