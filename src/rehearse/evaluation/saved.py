"""Runs as files."""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from rehearse.content.yaml_file import read_text
from rehearse.domain.text import slug_of
from rehearse.errors import ConfigError, ContentError, NotFoundError
from rehearse.evaluation.cases import Run


def runs_folder(data: Path) -> Path:
    """Where runs are kept."""
    return data / "evals" / "runs"


def save_run(run: Run, folder: Path) -> Path:
    """Write a run as ``<time>-<suite>-<engine>.json``. Raises `ConfigError` when the folder cannot be written to."""
    moment = datetime.fromtimestamp(run.started, UTC).strftime("%Y%m%dT%H%M%S")
    path = folder / f"{moment}-{run.suite}-{slug_of(run.engine)}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(run.model_dump_json(indent=1, exclude_defaults=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The run cannot be written to {str(folder)!r} ({error.strerror}). Choose another folder with --out.") from None
    return path


def load_run(name: str, folder: Path) -> Run:
    """A run by its path, or by its name in `folder`. Raises `NotFoundError` or `ContentError`."""
    path = next((p for p in (Path(name), folder / name, folder / f"{name}.json") if p.is_file()), None)
    if path is None:
        known = sorted(p.stem for p in folder.glob("*.json"))
        raise NotFoundError("saved run", name, known, f"Runs are kept in {folder}.")
    try:
        return Run.model_validate_json(read_text(path))
    except ValidationError as error:
        raise ContentError([f"{path}: not a run of this version ({error.error_count()} faults); run the suite again"]) from None
