"""The topics that the bank should serve: ``coverage.yaml`` of each knowledge folder."""

from collections.abc import Sequence
from pathlib import Path

from rehearse.content.yaml_file import read_record
from rehearse.domain.coverage import TopicGroup
from rehearse.domain.question import Record
from rehearse.errors import ContentError

FILE = "coverage.yaml"


class _File(Record):
    groups: tuple[TopicGroup, ...]


def load_coverage(folders: Sequence[Path]) -> list[TopicGroup]:
    """The groups of every folder that has the file, ours first. Raises `ContentError`, also for an id used twice."""
    groups = [group for folder in folders if (folder / FILE).exists() for group in read_record(folder / FILE, _File).groups]
    ids = [topic.id for group in groups for topic in group.topics]
    if doubled := sorted({topic_id for topic_id in ids if ids.count(topic_id) > 1}):
        raise ContentError([f"{FILE}: topic id {topic_id!r} is used twice; give one of them another id" for topic_id in doubled])
    return groups
