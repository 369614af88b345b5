"""What a teacher does to have questions of their own: the document, the list, the prompts, the interview."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rehearse.content.bank import load_bank
from rehearse.domain.completeness import lacks
from rehearse.domain.exemplars import grade_exemplars
from rehearse.domain.question import ReviewStatus

DOCUMENT = (Path(__file__).parents[2] / "docs" / "writing-questions.md").read_text(encoding="utf-8")
BLOCKS = {kind: re.findall(rf"```{kind}\n(.*?)```", DOCUMENT, re.DOTALL) for kind in ("markdown", "yaml", "sh")}
PROMPTED = [
    "What is early stopping?", "What you watch.", "theory", "ml_theory", "junior", "Early Stopping", "early-stopping", "5",
    "You watch the validation loss.", "You stop once it rises.", "",
    "Stop when the validation loss no longer falls (3)", "It limits the capacity", "", "It needs no validation data", "",
    "halt once the held out error goes up", "", "stop when the training loss rises", "", "When do you end it?",
    "", "", "", "", "", "",
    "Names patience.", "", "", "Prechelt 1998", "",
    "I watch the validation loss and halt when it rises.", "", "1,9", "1",
    "Stop early.", "", "",
    "No idea.", "", "",
]  # fmt: skip


@pytest.fixture
def rehearse(tmp_path, built_index):
    shutil.copytree(built_index, tmp_path / "data" / "index")

    def run(*words, stdin="", **extra):
        environment = {**os.environ, "REHEARSE_DATA": str(tmp_path / "data"), **{name: str(value) for name, value in extra.items()}}
        code = "from rehearse.ui.cli import run; run()"
        return subprocess.run(
            [sys.executable, "-c", code, *words], input=stdin, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=300
        )

    return run


def test_the_entry_of_the_document_is_complete_and_grades_in_order(tmp_path, app):
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "early-stopping.yaml").write_text("".join(BLOCKS["yaml"]), encoding="utf-8")
    entry = load_bank([tmp_path]).get("early-stopping")
    assert entry.review.status is ReviewStatus.REVIEWED
    assert lacks(entry) == []
    assert set(entry.key.read) <= set(app.notes)
    grades = grade_exemplars(entry, lambda e, text: app.quick_grader.grade(e, text).verdicts)
    assert grades.in_order, {name: tally.share for name, tally in grades.tallies.items()}


def test_the_list_of_the_document_becomes_a_question_that_can_be_practised(rehearse, tmp_path):
    (tmp_path / "questions.md").write_text(BLOCKS["markdown"][0], encoding="utf-8")
    imported = rehearse("bank", "import", "questions.md", "--to", "my-knowledge")
    assert imported.returncode == 0, imported.stderr
    assert "my-knowledge/questions/ml_theory/early-stopping-go-wrong.yaml: 3 rubric items, a draft that lacks" in imported.stdout
    mine = {"REHEARSE_KNOWLEDGE": tmp_path / "my-knowledge"}
    (tmp_path / "answer.txt").write_text("I stop as soon as the loss on validation data does not fall any more.")
    graded = rehearse("grade", "early-stopping-go-wrong", "--answer", "answer.txt", **mine)
    assert "Stop when the validation loss no longer falls" in graded.stdout, graded.stderr
    checked = rehearse("bank", "check", "early-stopping-go-wrong", **mine)
    assert "draft early-stopping-go-wrong: item 'point-1' has 0 accept phrasings" in checked.stdout
    again = rehearse("bank", "import", "questions.md", **mine)
    assert "early-stopping-go-wrong-2.yaml" in again.stdout, "nothing that is there is overwritten"


def test_a_list_with_a_fault_is_not_half_imported(rehearse, tmp_path):
    (tmp_path / "list.csv").write_text("question,answer\nWhat is bagging?,Many models are averaged.\nWhat is boosting?,\n")
    imported = rehearse("bank", "import", "list.csv", "--to", "mine")
    assert imported.returncode == 1
    assert "'What is boosting?' has no answer and no points" in imported.stderr
    assert not (tmp_path / "mine").exists()


def test_a_dry_run_writes_nothing(rehearse, tmp_path):
    (tmp_path / "list.csv").write_text("question,answer\nWhat is bagging?,Many models are averaged.\n")
    assert "(nothing was written)" in rehearse("bank", "import", "list.csv", "--to", "mine", "--dry-run").stdout
    assert not (tmp_path / "mine").exists()


def test_without_a_folder_the_import_says_how_to_name_one(rehearse, tmp_path):
    (tmp_path / "list.csv").write_text("question,answer\nWhat is bagging?,Many models are averaged.\n")
    assert "--to my-knowledge" in rehearse("bank", "import", "list.csv").stderr


def test_a_question_is_written_by_answering_prompts(rehearse, tmp_path):
    made = rehearse("bank", "new", "--to", "mine", stdin="\n".join(PROMPTED) + "\n")
    assert made.returncode == 0, made.stderr
    assert "'theory' cannot be used; choose behavioural, ml_theory" in made.stdout + made.stderr
    assert "'Early Stopping' is not lower-case words joined by dashes" in made.stdout + made.stderr
    (entry,) = load_bank([tmp_path / "mine"])
    assert entry.question.topic == "early-stopping"
    assert [item.points for item in entry.key.items] == [3, 2, -1]
    assert entry.key.items[0].accept == ("halt once the held out error goes up",)
    assert entry.answers["strong"].met == ("point-1",)
    assert entry.key.sources == ("Prechelt 1998",)


def test_stopping_in_the_middle_keeps_what_was_written(rehearse, tmp_path):
    made = rehearse("bank", "new", "--to", "mine", stdin="\n".join(PROMPTED[:17]) + "\n")
    assert "Stopped." in made.stdout
    (entry,) = load_bank([tmp_path / "mine"])
    assert [item.text for item in entry.key.items][:2] == ["Stop when the validation loss no longer falls", "It limits the capacity"]
