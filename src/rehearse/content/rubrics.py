"""The rubrics: what strong and weak look like, for each competency and each part of a story."""

from collections.abc import Sequence
from pathlib import Path

from rehearse.content.yaml_file import read_record
from rehearse.domain.rubric import Rubrics


def load_rubrics(folders: Sequence[Path]) -> Rubrics:
    """Read ``rubrics/rubrics.yaml`` of the last folder that has one."""
    path = [folder / "rubrics" / "rubrics.yaml" for folder in folders if (folder / "rubrics" / "rubrics.yaml").exists()][-1]
    return read_record(path, Rubrics)
