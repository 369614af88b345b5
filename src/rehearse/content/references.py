"""Reference notes: ``knowledge/references/*.md``, one concept each, with a YAML head."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from rehearse.content.yaml_file import parse_mapping, read_text
from rehearse.domain.note import Note
from rehearse.errors import ContentError

_FENCE = "---"


def load_notes(folders: Sequence[Path]) -> dict[str, Note]:
    """Notes by id; later folders override. Raises `ContentError` with every fault."""
    notes: dict[str, Note] = {}
    faults: list[str] = []
    for path in (path for folder in folders for path in sorted((folder / "references").glob("*.md"))):
        try:
            notes[path.stem] = _load(path)
        except ContentError as error:
            faults.extend(error.faults)
    if faults:
        raise ContentError(faults)
    return notes


def _load(path: Path) -> Note:
    parts = read_text(path).split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError([f"{path}:1: a note begins with a YAML head between two lines of '---', holding title and sources"])
    head = parse_mapping(path, parts[1], first_line=2)
    try:
        return Note.model_validate({"id": path.stem, "body": parts[2], **head})
    except ValidationError as error:
        raise ContentError([f"{path}: {'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors()]) from None
