from rehearse.domain.followup import choose_gap, rank_gaps
from rehearse.domain.question import Competency
from rehearse.domain.verdicts import Status, every_item
from unit.builders import entry, item, verdict, verdicts

BAGGING = entry("bagging")
PLENTY = 600.0


def chosen(marks, probed=(), seconds_left=PLENTY, asked=BAGGING):
    gap = choose_gap(asked, verdicts(asked, **marks), probed, seconds_left)
    return gap.id if gap else None


def test_taking_one_key_point_from_the_answer_probes_exactly_that_point():
    for missing in ("what", "why", "cost", "when"):
        assert chosen({missing: Status.MISSING}) == missing


def test_a_strong_answer_is_left_alone():
    assert chosen({}) is None
    heavy = entry("heavy", [*(item(f"main-{n}", 5) for n in range(7)), item("when", 1)])
    assert chosen({"when": Status.MISSING}, asked=heavy) is None


def test_a_good_answer_gets_one_follow_up_and_a_poor_one_two():
    good, poor = {"what": Status.MISSING}, {"what": Status.MISSING, "why": Status.MISSING}
    assert chosen(good, probed=["what"]) is None
    assert chosen(poor) == "what"
    assert chosen(poor, probed=["what"]) == "why"
    assert chosen(dict.fromkeys(("what", "why", "cost", "when"), Status.MISSING), probed=["what", "why"]) is None


def test_with_less_than_a_minute_left_nothing_is_probed():
    assert chosen({"why": Status.MISSING}, seconds_left=59.9) is None
    assert chosen({"why": Status.MISSING}, seconds_left=60.0) == "why"
    assert chosen({"why": Status.MISSING}, seconds_left=None) == "why"


def test_a_contradicted_point_comes_before_a_missing_one_of_equal_points():
    assert chosen({"what": Status.MISSING, "when": Status.CONTRADICTED}) == "when"


def test_a_missing_point_comes_before_a_half_made_one_of_equal_points():
    assert chosen({"what": Status.PARTIAL, "when": Status.MISSING}) == "when"


def test_the_heavier_gap_comes_first():
    weighted = entry("weighted", [item("what", 2), item("why", 4), item("cost", 3), item("when", 3)])
    gaps = rank_gaps(weighted, verdicts(weighted, **dict.fromkeys(("what", "why", "cost", "when"), Status.MISSING)), ())
    assert [gap.id for gap in gaps] == ["why", "cost", "when", "what"]


def test_a_misconception_is_probed_when_it_was_asserted_and_only_then():
    assert chosen({"what": Status.MISSING, "myth": Status.MET}) == "myth"
    assert chosen({"what": Status.MISSING, "myth": Status.MISSING}) == "what"
    assert chosen({"what": Status.MISSING, "myth": Status.CONTRADICTED}) == "what"


def test_what_could_not_be_scored_is_not_held_against_the_candidate():
    assert chosen({"what": Status.UNSCORED, "when": Status.MISSING, "why": Status.MISSING}) == "why"
    assert choose_gap(BAGGING, every_item(BAGGING, Status.UNSCORED, "fake", "failed"), (), PLENTY) is None


def test_an_item_that_no_verdict_speaks_of_is_not_probed():
    only = [verdict("why", Status.MISSING)]
    assert [gap.id for gap in rank_gaps(BAGGING, only, ())] == ["why"]


def test_the_same_verdicts_always_choose_the_same_gap_whatever_their_order():
    marks = verdicts(BAGGING, what=Status.MISSING, cost=Status.CONTRADICTED)
    assert choose_gap(BAGGING, marks, (), PLENTY) == choose_gap(BAGGING, tuple(reversed(marks)), (), PLENTY)


def test_the_competency_of_an_item_does_not_decide_whether_it_is_probed():
    mixed = entry("mixed", [item("what", competency=Competency.CODING), item("why"), item("cost"), item("when")])
    assert chosen({"what": Status.MISSING}, asked=mixed) == "what"


def with_credit(**credits):
    """Verdicts that all say "met", with the credit that an engine expects of each."""
    return [each.model_copy(update={"credit": credits.get(each.item_id, 0.99)}) for each in verdicts(BAGGING)]


def test_the_point_that_the_engine_is_least_sure_of_is_probed_though_it_counts_as_made():
    found = with_credit(why=0.7, cost=0.85)
    assert choose_gap(BAGGING, found, (), PLENTY).id == "why"
    assert choose_gap(BAGGING, found, ("why",), PLENTY) is None


def test_an_answer_of_which_the_engine_is_sure_is_left_alone():
    assert choose_gap(BAGGING, with_credit(), (), PLENTY) is None


def test_a_point_that_could_not_be_judged_is_worth_a_question():
    found = [each.void("not sure") if each.item_id == "cost" else each for each in verdicts(BAGGING, why=Status.PARTIAL)]
    assert [gap.id for gap in rank_gaps(BAGGING, found, ())][:2] == ["why", "cost"]
