from rehearse.adapters.embedded_judge.numeric import numeric_verdict
from rehearse.domain.question import ItemKind, NumericTarget, Slip
from rehearse.domain.units import clauses, sentences
from rehearse.domain.verdicts import Status
from unit.builders import item

ASKED = "Sixty of the eighty machines that broke were flagged, and ninety others too. What are recall and precision?"


def rate(name, value, *slips):
    target = NumericTarget(value=value, tolerance=0.02, unit="%", derivation="counted from the table", slips=slips)
    return item(name.lower(), kind=ItemKind.NUMERIC, text=f"{name} is a share of the machines.", numeric=target, accept=())


RECALL = rate("Recall", 75, Slip(formula="40", why="that is the precision"), Slip(formula="6", why="that divides by all machines"))
PRECISION = rate("Precision", 40, Slip(formula="75", why="that is the recall"))


def judged(answer, asked_for=RECALL, similarity=0.7, nearest=0):
    """The verdict on an answer; the sentence with the index `nearest` is the one that is nearest to the item."""
    whole = sentences(answer)
    units = [*whole, *(clause for sentence in whole for clause in clauses(sentence))]
    return numeric_verdict(asked_for, asked_for.numeric, ASKED, units, whole[nearest], similarity, (RECALL, PRECISION))


def test_the_right_number_is_met_with_the_shortest_words_that_give_it():
    verdict = judged("The table has four cells. We caught sixty of eighty, so that gives three quarters of them.")
    assert verdict.status is Status.MET
    assert verdict.quote.text == "so that gives three quarters of them."


def test_a_wrong_number_says_what_was_found_what_was_expected_and_where_the_slip_is():
    verdict = judged("The recall comes to 6 percent.")
    assert verdict.status is Status.CONTRADICTED
    assert verdict.note == "found 6 %, expected about 75 %: that divides by all machines"


def test_a_wrong_number_in_words_about_something_else_is_no_contradiction():
    assert judged("I would pay 37 percent more.", similarity=0.2).status is Status.MISSING


def test_a_number_without_a_known_slip_needs_words_that_are_surely_about_the_item():
    assert judged("I get 55 percent.", similarity=0.5).status is Status.MISSING
    assert judged("I get 55 percent.", similarity=0.8).status is Status.CONTRADICTED


def test_the_number_of_another_item_is_not_taken_for_this_one():
    answer = "Precision is 40 percent. I have forgotten the other one."
    assert judged(answer, PRECISION).status is Status.MET
    assert judged(answer, RECALL).status is Status.MISSING


def test_two_rates_that_are_mixed_up_are_both_wrong():
    answer = "Precision comes to 75 percent. Recall comes to 40 percent."
    assert judged(answer, PRECISION).status is Status.CONTRADICTED
    assert judged(answer, RECALL, nearest=1).status is Status.CONTRADICTED


def test_a_number_that_is_taken_back_does_not_count():
    verdict = judged("Recall is 75 percent, no, sorry, it's 40 percent.")
    assert (verdict.status, verdict.note) == (Status.CONTRADICTED, "found 40 %, expected about 75 %: that is the precision")


def test_a_choice_of_two_numbers_is_missing_and_says_so():
    verdict = judged("Recall is 75 or maybe 40 percent.")
    assert verdict.status is Status.MISSING
    assert "two values" in verdict.note
    assert verdict.near
