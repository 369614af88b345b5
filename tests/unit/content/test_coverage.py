"""Which topics of interview guides the bank serves."""

import pytest

from rehearse.content.coverage import load_coverage
from rehearse.domain.coverage import Topic, TopicGroup, coverage
from rehearse.errors import ContentError
from unit.builders import entry
from unit.content_files import write

OURS = "groups:\n  - title: Guide\n    topics:\n      - {id: trees, text: Trees}\n      - {id: nets, text: Neural networks}\n"


def test_every_topic_is_listed_with_the_questions_that_serve_it():
    group = TopicGroup(title="Guide", topics=(Topic(id="trees", text="Trees"), Topic(id="nets", text="Neural networks")))
    bank = [entry("bagging").model_copy(update={"seeds": ("trees",)}), entry("boosting").model_copy(update={"seeds": ("trees",)})]
    assert [(row.topic.id, row.entry_ids) for row in coverage([group], bank)] == [("trees", ("bagging", "boosting")), ("nets", ())]


def test_a_teacher_s_topics_come_after_ours(tmp_path):
    write(tmp_path / "ours" / "coverage.yaml", OURS)
    write(tmp_path / "mine" / "coverage.yaml", OURS.replace("Guide", "Course").replace("trees", "week-one").replace("nets", "week-two"))
    groups = load_coverage([tmp_path / "ours", tmp_path / "nothing", tmp_path / "mine"])
    assert [group.title for group in groups] == ["Guide", "Course"]


def test_a_topic_that_is_there_twice_is_a_fault(tmp_path):
    write(tmp_path / "coverage.yaml", OURS.replace("nets", "trees"))
    with pytest.raises(ContentError, match="topic id 'trees' is used twice"):
        load_coverage([tmp_path])
