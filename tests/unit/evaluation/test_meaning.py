"""A claim is turned round in the very words that the answer has, or the edit is named."""

import pytest

from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.evaluation.bases import suite_file
from rehearse.evaluation.cases import Case
from rehearse.evaluation.meaning import edited, read_edits

ANSWER = Case(
    id="c1", question_id="bagging", kind="good", answer="Bagging averages 50 trees. It lowers variance, not bias. Boosting lowers bias."
)

EDIT = "{question: bagging, base: c1, item: why, edit: %s, replace: %s, with: %s}"


def edits(tmp_path, *lines):
    path = tmp_path / "meaning.yaml"
    path.write_text("cases:\n" + "".join(f"  - {line}\n" for line in lines), encoding="utf-8")
    return read_edits(path)


def test_the_words_are_exchanged_and_the_rest_stays(tmp_path):
    base, variant = edited(edits(tmp_path, EDIT % ("reversed", "It lowers", "It raises")), [ANSWER])
    assert base == ANSWER
    assert variant.answer == "Bagging averages 50 trees. It raises variance, not bias. Boosting lowers bias."
    assert (variant.base, variant.target, variant.expected, variant.kind) == ("c1", "why", Status.CONTRADICTED, "reversed")


def test_a_dropped_claim_is_missing(tmp_path):
    _, variant = edited(edits(tmp_path, EDIT % ("dropped", '" It lowers variance, not bias."', '""')), [ANSWER])
    assert variant.answer == "Bagging averages 50 trees. Boosting lowers bias."
    assert variant.expected is Status.MISSING


def test_two_words_change_places_at_once(tmp_path):
    line = EDIT % ("swapped", "[Bagging, Boosting]", "[Boosting, Bagging]")
    _, variant = edited(edits(tmp_path, line), [ANSWER.model_copy(update={"answer": "Bagging is parallel. Boosting is not."})])
    assert variant.answer == "Boosting is parallel. Bagging is not."


def test_an_edit_whose_words_are_not_in_the_answer_is_named(tmp_path):
    given = edits(tmp_path, EDIT % ("renumbered", "60 trees", "6 trees"), EDIT % ("negated", "lowers", "doesn't lower"))
    with pytest.raises(ContentError) as caught:
        edited(given, [ANSWER])
    assert [fault.split(";")[0] for fault in caught.value.faults] == [
        "edit renumbered of why in c1: '60 trees' is in the answer 0 times",
        "edit negated of why in c1: 'lowers' is in the answer 2 times",
    ]


def test_an_edit_of_an_answer_that_there_is_not_is_named(tmp_path):
    with pytest.raises(ContentError, match="no answer 'c1' of kind strong or good"):
        edited(edits(tmp_path, EDIT % ("reversed", "It lowers", "It raises")), [])


def test_an_edit_of_another_questions_answer_is_named(tmp_path):
    with pytest.raises(ContentError, match="that answer is to 'pca', and not to 'bagging'"):
        edited(edits(tmp_path, EDIT % ("reversed", "It lowers", "It raises")), [ANSWER.model_copy(update={"question_id": "pca"})])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (EDIT % ("dropped", "It lowers", "It raises"), "a drop leaves nothing in its place"),
        (EDIT % ("negated", "It lowers", '""'), "a drop leaves nothing in its place"),
        (EDIT % ("negated", "[It lowers, Boosting]", "It raises"), "2 texts to replace and 1 to put there"),
        (EDIT % ("mangled", "It lowers", "It raises"), "edit"),
    ],
)
def test_a_faulty_edit_is_refused(tmp_path, line, message):
    with pytest.raises(ContentError, match=message):
        edits(tmp_path, line)


def test_our_own_edits_are_many_and_of_every_kind():
    ours = read_edits(suite_file("meaning.yaml"))
    assert len(ours) >= 150
    assert len({edit.question for edit in ours}) >= 50
    assert {edit.edit.value for edit in ours} == {"negated", "swapped", "reversed", "renumbered", "dropped"}
    assert len({(edit.base, edit.item, edit.edit) for edit in ours}) == len(ours), "two variants would share an id"
