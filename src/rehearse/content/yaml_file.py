"""YAML files to validated records, with faults that name file, line and value."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from rehearse.errors import ContentError

RecordT = TypeVar("RecordT", bound=BaseModel)
_LONGEST_SHOWN_VALUE = 60


def read_record(path: Path, model: type[RecordT], prepare: Callable[[dict[str, Any], Path], dict[str, Any]] | None = None) -> RecordT:
    """Read one YAML file as `model`.

    `prepare(data, path)` may reshape the mapping first. Raises `ContentError` with every fault.
    """
    text = read_text(path)
    data = parse_mapping(path, text)
    try:
        return model.model_validate(prepare(data, path) if prepare else data)
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        raise ContentError([_fault(path, root, detail) for detail in error.errors()]) from None


def read_text(path: Path) -> str:
    """A file as text. Raises `ContentError` when it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: cannot be read ({error}); save it as a UTF-8 file"]) from None


def parse_mapping(path: Path, text: str, first_line: int = 1) -> dict[str, Any]:
    """YAML text as a mapping. `path` and the text's `first_line` are for the faults of the `ContentError`."""
    try:
        data = yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise ContentError(
            [f"{path}:{line}: not valid YAML: {error.problem}; check quotes, colons and indentation near this line"]
        ) from None
    except yaml.YAMLError as error:
        raise ContentError([f"{path}:{first_line}: not valid YAML: {error}"]) from None
    if not isinstance(data, dict):
        raise ContentError([f"{path}:{first_line}: expected a mapping of fields, found {type(data).__name__}"])
    return data


class _StrictLoader(yaml.CSafeLoader):
    """A field written twice is a fault; plain YAML lets the last one win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the field {key.value!r} is there twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


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
        return cast("yaml.Node", node.value[part])
    return None
