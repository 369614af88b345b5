"""Lists of questions that a teacher already has."""

import pytest

from rehearse.content.question_lists import read_list
from rehearse.domain.question import Level, Round
from rehearse.errors import ContentError
from unit.content_files import write

MARKDOWN = """# Week three

Some words about the course.

## 1. What is bagging?
round: ml_theory
level: junior
tags: trees, variance

Bagging trains many models on bootstrap samples.
It averages them.

- Each model sees a bootstrap sample (3)
- Averaging lowers the variance
- not: the models are trained one after the other
Sources: Breiman 1996

## Tell me about a conflict?
**Round:** behavioural

## Empty section

### Why does scaling matter to k-means?
Distances would be ruled by the largest unit.
"""


def test_headings_are_questions_and_bullets_their_points(tmp_path):
    bagging, conflict, scaling = read_list(write(tmp_path / "list.md", MARKDOWN), {"level": "senior"})
    assert bagging.question == "What is bagging?"
    assert bagging.answer == "Bagging trains many models on bootstrap samples. It averages them."
    assert bagging.points == ("Each model sees a bootstrap sample (3)", "Averaging lowers the variance")
    assert bagging.mistakes == ("the models are trained one after the other",)
    assert bagging.sources == ("Breiman 1996",)
    assert bagging.tags == ("trees", "variance")
    assert bagging.level is Level.JUNIOR
    assert (conflict.round, conflict.level) == (Round.BEHAVIOURAL, Level.SENIOR), "what the list lacks comes from the defaults"
    assert scaling.answer == "Distances would be ruled by the largest unit."


def test_code_in_an_answer_is_kept(tmp_path):
    (only,) = read_list(write(tmp_path / "list.md", "# How do you add?\nLike this:\n\n```python\na + b\n```\n"), {})
    assert only.answer == "Like this:\n\na + b"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_s_csv_is_read_whatever_parts_its_columns(tmp_path, delimiter):
    rows = [["Question", "answer", "points", "minutes"], ["What is bagging?", "Many models.", '"one thing | another thing"', "7"]]
    text = "\ufeff" + "\n".join(delimiter.join(row) for row in rows)
    (only,) = read_list(write(tmp_path / "list.csv", text), {})
    assert (only.question, only.answer, only.minutes) == ("What is bagging?", "Many models.", 7)
    assert only.points == ("one thing", "another thing")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("list.csv", "question,answr\nWhat is x?,y\n", "list.csv:1: unknown column 'answr'; the columns may be question, answer"),
        ("list.csv", "a,b\n1,2\n", "list.csv:1: no column named 'question'"),
        ("list.csv", "question,round\nWhat is bagging?,theory\n", "list.csv:2: round: Input should be"),
        ("list.csv", 'question\n"What is bagging?\n', "list.csv:2: not valid CSV"),
        ("list.csv", "question,answer,minutes\nWhat is bagging?,Many models.,900\n", "(found '900')"),
        ("list.docx", "whatever", "must be a .csv, .markdown, .md, .tsv file, not '.docx'"),
        ("list.md", "Just text.", "no question found"),
        ("list.md", "# What is bagging?\nlevel: guru\n\nMany models.\n", "list.md:1: level: "),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_why(tmp_path, name, text, says):
    with pytest.raises(ContentError) as caught:
        read_list(write(tmp_path / name, text), {})
    assert says in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path):
    text = "question,level,round\nWhat is bagging?,guru,ml_theory\nWhat is boosting?,mid,theory\n"
    with pytest.raises(ContentError) as caught:
        read_list(write(tmp_path / "list.csv", text), {})
    assert [fault.split(": ")[0].rpartition(":")[2] for fault in caught.value.faults] == ["2", "3"]
