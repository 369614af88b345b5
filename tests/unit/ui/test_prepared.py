import pytest

from rehearse.domain.intent import Intent, classify, has_no_question
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.ui.prepared import NO_MORE, NO_QUESTION, load_answers
from unit.builders import Story
from unit.content_files import write

GAPS = {"what": Status.MISSING, "why": Status.MISSING, "cost": Status.MISSING}


def prepared(folder, text):
    return load_answers(write(folder / "answers.yaml", text))


def play(candidate, marks=None):
    story = Story(marks=marks)
    while not story.state.is_over:
        story.says(candidate.next(story.state))
    return story


def test_answers_in_order_go_to_the_questions_in_order(tmp_path):
    story = play(prepared(tmp_path, "answers:\n  - The first one.\n  - The second one.\n"))
    assert story.state.answers == {"bagging": ("The first one.",), "boosting": ("The second one.",)}
    assert story.state.grades["bayes"].skipped


def test_answers_by_question_are_found_whatever_their_order(tmp_path):
    story = play(prepared(tmp_path, "answers:\n  bayes: [On Bayes.]\n  bagging: [On bagging.]\n"))
    assert story.state.answers == {"bagging": ("On bagging.",), "bayes": ("On Bayes.",)}
    assert story.state.grades["boosting"].skipped


def test_the_second_answer_to_a_question_goes_to_its_follow_up(tmp_path):
    story = play(prepared(tmp_path, "answers:\n  bagging: [It averages., Over bootstrap samples.]\n"), {"bagging": GAPS})
    assert story.state.full_answer("bagging") == "It averages.\n\nOver bootstrap samples."
    assert len(story.probes) == 2


def test_with_no_answer_left_the_candidate_skips(tmp_path):
    story = play(prepared(tmp_path, "answers: []\n"))
    assert story.state.answers == {}
    assert all(grade.skipped for grade in story.state.grades.values())


def test_the_candidates_own_questions_are_asked_at_the_end(tmp_path):
    story = play(prepared(tmp_path, "answers: []\nask: [What do you build?, Who is on the team?]\n"))
    said = [turn.text for turn in story.state.turns if turn.speaker == "candidate"]
    assert said[-3:] == ["What do you build?", "Who is on the team?", NO_QUESTION]


def test_the_stock_phrases_are_understood_as_what_they_are():
    assert classify(NO_MORE) is Intent.SKIP
    assert has_no_question(NO_QUESTION)


def test_an_empty_answer_is_refused(tmp_path):
    with pytest.raises(ContentError, match="at least 1 character"):
        prepared(tmp_path, "answers:\n  - One.\n  - ''\n")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("answers: []\nasks: [What?]\n", 2, "asks: Extra inputs"),
        ("ask: []\n", 1, "answers: Field required"),
        ("answers:\n  bagging: 7\n", 2, "(found 7)"),
    ],
)
def test_a_wrong_answer_file_is_an_error_with_its_line(tmp_path, text, line, says):
    with pytest.raises(ContentError) as caught:
        prepared(tmp_path, text)
    assert any(f"answers.yaml:{line}: " in fault and says in fault for fault in caught.value.faults), caught.value.faults
