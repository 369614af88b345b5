import pytest

from rehearse.domain.verdicts import PromptRef, Quote, Status, Verdict, check_evidence, every_item, locate
from unit.builders import entry, verdict

ANSWER = "Bagging averages many trees.\nTheir errors cancel out."
QUOTING = [Status.MET, Status.PARTIAL, Status.CONTRADICTED]


@pytest.mark.parametrize("status", QUOTING)
def test_a_verdict_with_the_candidates_own_words_stands(status):
    given = verdict("what", status, ANSWER, "averages many trees", confidence=0.9)
    assert check_evidence([given], ANSWER) == [given]


@pytest.mark.parametrize("status", QUOTING)
@pytest.mark.parametrize(
    "quote",
    [
        Quote(start=0, end=19, text="Boosting adds trees"),
        Quote(start=1, end=8, text="Bagging"),
        Quote(start=0, end=7, text="bagging"),
        Quote(start=900, end=907, text="Bagging"),
    ],
)
def test_a_quote_that_is_not_in_the_answer_voids_its_verdict(status, quote):
    invented = Verdict(item_id="what", status=status, engine="fake", quote=quote, confidence=0.9)
    (checked,) = check_evidence([invented], ANSWER)
    assert checked.status is Status.UNSCORED
    assert checked.quote is None
    assert checked.confidence is None
    assert checked.note == "the judge's quote is not in the answer"


@pytest.mark.parametrize("status", QUOTING)
def test_a_verdict_without_a_quote_is_void(status):
    (checked,) = check_evidence([Verdict(item_id="what", status=status, engine="fake")], ANSWER)
    assert checked.status is Status.UNSCORED
    assert checked.note == "the judge gave no quote"


def test_one_bad_quote_does_not_touch_the_verdicts_beside_it():
    good = verdict("what", Status.MET, ANSWER, "Bagging")
    bad = Verdict(item_id="why", status=Status.MET, engine="fake", quote=Quote(start=0, end=3, text="nope"))
    assert [v.status for v in check_evidence([good, bad, good], ANSWER)] == [Status.MET, Status.UNSCORED, Status.MET]


@pytest.mark.parametrize("status", [Status.MISSING, Status.UNSCORED])
def test_what_was_not_said_needs_no_quote(status):
    given = verdict("what", status)
    assert check_evidence([given], ANSWER) == [given]


def test_a_void_verdict_still_says_who_judged_it_with_which_prompt():
    prompt = PromptRef(id="judge", version=3, hash="abc")
    given = verdict("what", Status.MET, ANSWER, "Bagging", prompt=prompt, reference_ids=("trees",))
    voided = given.void("because")
    assert (voided.engine, voided.prompt, voided.reference_ids, voided.note) == ("fake", prompt, ("trees",), "because")


@pytest.mark.parametrize("words", ["averages many trees", "AVERAGES  many\ntrees", "“averages many trees.”", "'averages many trees'…"])
def test_a_quote_is_found_whatever_its_case_white_space_and_outer_marks(words):
    found = locate(words, ANSWER)
    assert found
    assert found.text == "averages many trees"
    assert ANSWER[found.start : found.end] == found.text


def test_a_quote_may_run_across_a_line_of_the_answer():
    found = locate("trees. Their errors", ANSWER)
    assert found
    assert found.text == "trees.\nTheir errors"


@pytest.mark.parametrize("words", ["", "   ", "…", "averages some trees", "many averages", ".*", "a|b"])
def test_words_that_were_not_said_are_not_found(words):
    assert locate(words, ANSWER) is None


def test_signs_with_a_meaning_in_patterns_are_found_as_they_are():
    found = locate("f(x) = a*x + b", "I wrote f(x) = a*x + b there.")
    assert found
    assert found.start == 8


def test_a_skipped_question_has_one_verdict_for_every_item():
    asked = entry()
    given = every_item(asked, Status.MISSING, "rule", "skipped")
    assert [v.item_id for v in given] == [i.id for i in asked.key.items]
    assert {(v.status, v.engine, v.note) for v in given} == {(Status.MISSING, "rule", "skipped")}
