"""Entries made of lists: usable at once, and honest about what they lack."""

import pytest

from rehearse.content.bank import load_bank
from rehearse.content.drafts import draft
from rehearse.content.entry_file import write_entry
from rehearse.content.question_lists import ListedQuestion
from rehearse.domain.completeness import lacks
from rehearse.domain.question import MOST_ITEMS, ItemKind, Level, ReviewStatus, Round, StarPart
from rehearse.errors import ContentError
from unit.builders import entry
from unit.content_files import entry_yaml, write

LISTED = ListedQuestion(
    question="Why does averaging many trees help?",
    answer="Their errors differ. So the average moves less than one tree does. Good.",
    level=Level.JUNIOR,
    points=("The trees' errors differ (3)", "The average varies less than one tree"),
    mistakes=("Every tree sees the same sample",),
)


def test_points_become_rubric_items_with_their_weights():
    made = draft(LISTED)
    assert [(item.text, item.points) for item in made.key.items] == [
        ("The trees' errors differ", 3),
        ("The average varies less than one tree", 2),
        ("Every tree sees the same sample", -1),
    ]
    assert made.key.items[2].kind is ItemKind.MISCONCEPTION
    assert made.id == "why-averaging-trees-help"
    assert made.review.status is ReviewStatus.DRAFT


def test_without_points_the_answer_s_sentences_are_what_is_graded():
    made = draft(LISTED.model_copy(update={"points": (), "mistakes": ()}))
    assert [item.text for item in made.key.items] == ["So the average moves less than one tree does."]


def test_a_story_is_graded_by_its_parts():
    made = draft(ListedQuestion(question="Tell me about a conflict at work", round=Round.BEHAVIOURAL))
    assert {item.part for item in made.key.items} == set(StarPart) - {StarPart.OWNERSHIP}


def test_two_questions_never_share_an_id():
    assert draft(LISTED, {"why-averaging-trees-help", "why-averaging-trees-help-2"}).id == "why-averaging-trees-help-3"


def test_a_question_without_an_answer_cannot_be_graded():
    with pytest.raises(ContentError, match="'What is bagging\\?' has no answer and no points"):
        draft(ListedQuestion(question="What is bagging?"))


def test_more_points_than_a_key_holds_are_refused_and_not_dropped():
    many = tuple(f"claim number {n} of them" for n in range(MOST_ITEMS))
    with pytest.raises(ContentError, match="13 points and mistakes; one key holds 12"):
        draft(LISTED.model_copy(update={"points": many}))


def test_a_draft_is_written_read_back_and_says_what_it_lacks(tmp_path):
    made = draft(LISTED)
    path = write_entry(tmp_path, made)
    assert load_bank([tmp_path]).get(made.id) == made
    assert path.read_text().startswith("# yaml-language-server: $schema=../../schema/question.schema.json")
    assert (path.parent / "../../schema/question.schema.json").resolve().exists()
    told = lacks(made)
    assert "item 'point-1' has 0 accept phrasings, write at least 4" in told
    assert any("no strong, partial and weak answer" in text for text in told)


def test_long_texts_are_folded_and_short_ones_are_not(tmp_path):
    made = draft(LISTED.model_copy(update={"answer": "One two three four five six. " * 20}))
    text = write_entry(tmp_path, made).read_text()
    assert "reference_answer: >" in text
    assert max(len(line) for line in text.splitlines()) < 125


def test_only_a_complete_entry_may_call_itself_reviewed(tmp_path):
    write(tmp_path / "questions" / "bagging.yaml", entry_yaml(entry("bagging")) + "review: {status: reviewed}\n")
    with pytest.raises(ContentError) as caught:
        load_bank([tmp_path])
    assert "marked as reviewed, but reference_answer has 40 words" in str(caught.value)
    assert "set review.status to draft" in str(caught.value)
