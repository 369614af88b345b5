"""YAML files to validated records, with faults that name file, line and value."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from rehearse.errors import ContentError

RecordT = TypeVar("RecordT", bound=BaseModel)
_LONGEST_SHOWN_VALUE = 60


def read_record(path: Path, model: type[RecordT], prepare: Callable[[dict[str, Any], Path], dict[str, Any]] | None = None) -> RecordT:
    """Read one YAML file as `model`.

    `prepare(data, path)` may reshape the mapping first. Raises `ContentError` with every fault.
    """
    text = _read(path)
    data = _parse(path, text)
    try:
        return model.model_validate(prepare(data, path) if prepare else data)
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        raise ContentError([_fault(path, root, detail) for detail in error.errors()]) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: cannot be read ({error}); save it as a UTF-8 file"]) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(
            [f"{path}:{line}: not valid YAML: {error.problem}; check quotes, colons and indentation near this line"]
        ) from None
    except yaml.YAMLError as error:
        raise ContentError([f"{path}:1: not valid YAML: {error}"]) from None
    if not isinstance(data, dict):
        raise ContentError([f"{path}:1: expected a mapping of fields, found {type(data).__name__}"])
    return data


def _fault(path: Path, root: yaml.Node | None, detail: Any) -> str:
    where = ".".join(str(part) for part in detail["loc"]) or "(whole file)"
    message = detail["msg"].removeprefix("Value error, ")
    shown = _shorten(detail.get("input"))
    return f"{path}:{_line_of(root, detail['loc'])}: {where}: {message}{shown}"


def _shorten(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return ""
    text = repr(value)
    return f" (found {text if len(text) <= _LONGEST_SHOWN_VALUE else text[:_LONGEST_SHOWN_VALUE] + '…'})"


def _line_of(node: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `loc` that the file has."""
    line = 0
    for part in (None, *loc):
        node = node if part is None else _child(node, part)
        if node is None:
            break
        line = int(node.start_mark.line)
    return line + 1


def _child(node: yaml.Node | None, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]  # type: ignore[no-any-return]
    return None
