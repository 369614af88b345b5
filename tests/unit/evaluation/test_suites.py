"""What the suites read, and what their figures say of grades made by hand."""

import json
from types import SimpleNamespace

import pytest

from rehearse.content.bank import Bank
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError, NotFoundError
from rehearse.evaluation.cases import Case, Label, Outcome
from rehearse.evaluation.followups import follow_up_tables, leaked
from rehearse.evaluation.labelled import (
    gold_items,
    gold_level,
    human_tables,
    labelled_tables,
    numeric_tables,
    read_lines,
    read_numeric,
    read_stories,
)
from rehearse.evaluation.suites import SUITES, Suite, suites_named
from rehearse.evaluation.tables import measured
from rehearse.evaluation.variants import attack_tables, meaning_tables, style_tables
from unit.builders import ITEMS, entry, item
from unit.builders import verdicts as verdicts_of
from unit.content_files import write
from unit.evaluation.graders import ENTRIES, labelled

MET, PARTIAL, MISSING, CONTRADICTED = Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED
APP = SimpleNamespace(bank=Bank(ENTRIES.values()))
NOTHING = dict.fromkeys(ITEMS, MISSING)


def outcome(case_id, level=3, coverage=1.0, said="", **statuses):
    """The grade of an answer that misses everything but `statuses`."""
    given = verdicts_of(ENTRIES["bagging"], **{**NOTHING, **statuses})
    return Outcome(case_id=case_id, key="", engine="fake", verdicts=given, level=level, coverage=coverage, said=said)


def variant(case_id, **fields):
    return Case(**{"id": case_id, "question_id": "bagging", "answer": f"Answer {case_id}.", "base": "base", **fields})


def figures_of(tables, *given):
    cases, outcomes = zip(*given, strict=True)
    return {f.name: f.value for f in measured(tables(cases, {o.case_id: o for o in outcomes}, ENTRIES))}


BASE = variant("base", base=""), outcome("base", level=2, what=MET)


def test_cases_are_read_line_by_line(tmp_path):
    cases = [labelled(["what"]), labelled(["what", "why"], split="tune")]
    path = write(tmp_path / "answers.jsonl", "\n".join(case.model_dump_json(exclude_defaults=True) for case in cases) + "\n\n")
    assert read_lines(path) == cases


def test_every_faulty_line_is_named(tmp_path):
    lines = ['{"id": "c1", "question_id": "bagging"', json.dumps({"id": "c2", "question_id": "bagging", "answer": "Yes.", "split": "dev"})]
    path = write(tmp_path / "answers.jsonl", "\n".join(lines))
    with pytest.raises(ContentError) as caught:
        read_lines(path)
    assert f"{path}:1: not valid JSON" in str(caught.value)
    assert f"{path}:2: split: String should match pattern" in str(caught.value)
    assert "(found 'dev')" in str(caught.value)


def test_a_number_is_expected_of_one_item(tmp_path):
    line = '{question: bagging, item: cost, status: contradicted, slip: own, answer: "It is 95 percent, I think.", why: the sensitivity}'
    (case,) = read_numeric(write(tmp_path / "numeric.yaml", f"cases:\n  - {line}\n"))
    assert (case.target, case.expected, case.kind, case.note) == ("cost", CONTRADICTED, "own", "the sensitivity")


def test_a_story_has_the_level_that_its_items_come_to(tmp_path):
    text = 'cases:\n  - question: bagging\n    answer: "I did it all alone."\n    items: {what: met, why: met, cost: partial, when: missing, myth: missing}\n'
    (case,) = read_stories(write(tmp_path / "star.yaml", text), APP.bank)
    assert (gold_level(case), gold_items(case)["cost"]) == (4, PARTIAL)


def test_two_labellers_of_one_mind_are_gold_until_somebody_decides():
    first, second = (
        Label(labeller="a", level=2, items={"what": MET, "why": MET}),
        Label(labeller="b", level=3, items={"what": MET, "why": MISSING}),
    )
    undecided = variant("c1", labels=(first, second))
    assert (gold_level(undecided), gold_items(undecided)) == (2.5, {"what": MET})
    decided = undecided.model_copy(update={"gold": Label(labeller="c", level=4, items={"why": PARTIAL})})
    assert (gold_level(decided), gold_items(decided)) == (4, {"what": MET, "why": PARTIAL})


def test_people_are_measured_against_each_other():
    pairs = [
        (Label(labeller="a", level=n, items={"what": MET}), Label(labeller="b", level=n + 1, items={"what": MET})) for n in (1, 2, 3, 4)
    ]
    figures = {f.name: f.value for f in measured(human_tables([variant(f"c{n}", labels=pair) for n, pair in enumerate(pairs)]))}
    assert (figures["level.exact"], figures["level.adjacent"], figures["item.accuracy"]) == (0, 1, 1)


def test_wrong_answers_should_be_low_and_plain_good_ones_high():
    figures = figures_of(
        labelled_tables,
        (labelled([], name="w1", kind="wrong"), outcome("bagging-w1-0", level=2)),
        (labelled([], name="w2", kind="wrong"), outcome("bagging-w2-0", level=4)),
        (labelled(ITEMS, name="p1", kind="plain"), outcome("bagging-p1-4", level=4)),
        (labelled(["what"], name="p2", kind="plain"), outcome("bagging-p2-1", level=1)),
    )
    assert (figures["level.wrong_low"], figures["level.plain_high"]) == (0.5, 1)


def test_figures_come_by_split_where_there_are_two():
    given = [(labelled(["what"], name=split, split=split), outcome(f"bagging-{split}-1", level=2, what=MET)) for split in ("tune", "test")]
    assert figures_of(labelled_tables, *given)["test.item.accuracy"] == 1
    assert "test.item.accuracy" not in figures_of(labelled_tables, given[0])


def test_an_attack_pays_when_it_lifts_the_level_or_earns_a_point():
    harmless = variant("order", kind="order"), outcome("order", level=2, what=MET)
    paid = variant("stuffed", kind="stuffed"), outcome("stuffed", level=2, what=MET, why=PARTIAL)
    figures = figures_of(attack_tables, BASE, harmless, paid)
    assert (figures["level.raised"], figures["raised_points"], figures["stuffed.raised_points"]) == (0, 0.5, 1)


def test_style_should_change_no_verdict():
    figures = figures_of(style_tables, BASE, (variant("lower", kind="lower"), outcome("lower", level=1)))
    assert (figures["item.flipped"], figures["level.moved"]) == (0.2, 1)


def test_an_edit_of_the_meaning_should_move_its_item_alone():
    aimed = {"target": "what", "expected": CONTRADICTED}
    figures = figures_of(
        meaning_tables,
        BASE,
        (variant("right", kind="negated", **aimed), outcome("right", what=CONTRADICTED)),
        (variant("wide", kind="negated", **aimed), outcome("wide", what=CONTRADICTED, why=MET)),
        (variant("unseen", kind="swapped", **aimed), outcome("unseen", what=MET)),
    )
    assert (figures["target.right"], figures["others.kept"], figures["both"]) == pytest.approx((2 / 3, 2 / 3, 1 / 3))


def test_a_variant_that_could_not_be_graded_says_nothing():
    failed = Outcome(case_id="order", key="", engine="fake", error="The model cannot be reached.")
    assert figures_of(attack_tables, BASE, (variant("order"), failed)) == {}


def test_numbers_are_counted_by_what_they_should_be_and_by_slip():
    figures = figures_of(
        numeric_tables,
        (variant("r", target="cost", expected=MET), outcome("r", cost=MET)),
        (variant("s", target="cost", expected=CONTRADICTED, kind="own"), outcome("s", cost=MET)),
    )
    assert (figures["accuracy"], figures["met.accuracy"], figures["slip.own.accuracy"]) == (0.5, 1, 0)


def test_a_follow_up_should_move_with_the_gap():
    full = dict.fromkeys(ITEMS, MET)
    without = {name: (variant(name, target=name), outcome(name, **{**full, name: MISSING})) for name in ("what", "why")}
    figures = figures_of(follow_up_tables, BASE, *without.values())
    assert (figures["noticed"], figures["aimed"], figures["followed"]) == (1, 1, 1)
    stuck = variant("why", target="why"), outcome("why", **{**full, "what": MISSING})
    figures = figures_of(follow_up_tables, BASE, without["what"], stuck)
    assert (figures["noticed"], figures["aimed"], figures["followed"]) == (0.5, 0.5, 0)


def test_a_follow_up_that_words_another_point_gives_it_away():
    secret = entry(items=[item("what"), item("why", accept=("bootstrap samples decorrelate the trees",))])
    said = "What if bootstrap samples decorrelated trees?"
    assert leaked(said, secret, "what", "It averages.") == {("bootstrap", "sampl", "decorrel"), ("sampl", "decorrel", "tree")}
    assert not leaked(said, secret, "why", "It averages.")
    assert not leaked(said, secret, "what", "Bootstrap samples decorrelate trees.")


def test_a_suite_refuses_what_the_bank_does_not_have(tmp_path):
    cases = [
        labelled(["what"]),
        variant("c2", question_id="bagged", base=""),
        variant("c3", target="whta", base=""),
        variant("c4", base="gone"),
    ]
    suite = Suite("mine", "for tests", lambda app, folder: cases, labelled_tables)
    with pytest.raises(ContentError, match="'c4' is made from 'gone', which is not there"):
        suite.cases(APP, tmp_path)
    with pytest.raises(ContentError) as caught:
        Suite("mine", "for tests", lambda app, folder: cases[:3], labelled_tables).cases(APP, tmp_path)
    assert [fault.split("names the ")[1][:15] for fault in caught.value.faults] == ["question 'bagge", "item 'whta'; ba"]


def test_suites_go_by_name():
    assert next(iter(suites_named(["numeric", "all"]))).name == "numeric"
    assert suites_named(["all"]) == [suite for suite in SUITES.values() if not suite.is_own]
    with pytest.raises(NotFoundError, match="Did you mean numeric"):
        suites_named(["numerc"])
