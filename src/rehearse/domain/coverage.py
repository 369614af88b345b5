"""Which topics of interview guides the bank serves, and with which questions."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from rehearse.domain.question import BankEntry, Record, Slug, Text
from rehearse.domain.record import Value


class Topic(Record):
    """One topic that candidates are asked about. `id` is what an entry names under ``seeds``."""

    id: Slug
    text: Text


class TopicGroup(Record):
    """The topics of one guide."""

    title: Text
    topics: tuple[Topic, ...] = Field(min_length=1)


class Served(Value):
    """A topic and the ids of the entries that serve it."""

    group: str
    topic: Topic
    entry_ids: tuple[str, ...]


def coverage(groups: Sequence[TopicGroup], entries: Iterable[BankEntry]) -> list[Served]:
    """Every topic with the entries that serve it, in the order of the groups."""
    serving: dict[str, list[str]] = {}
    for entry in entries:
        for topic_id in entry.seeds:
            serving.setdefault(topic_id, []).append(entry.id)
    return [
        Served(group=group.title, topic=topic, entry_ids=tuple(serving.get(topic.id, ()))) for group in groups for topic in group.topics
    ]
