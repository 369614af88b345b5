import pytest

from rehearse.domain.question import Competency, Round, StarPart
from rehearse.domain.scoring import Signal, Tally, add, level_of, merge, score, signal_of
from rehearse.domain.verdicts import Status, every_item
from unit.builders import entry, item, star_item, verdicts

BAGGING = entry("bagging")


def test_every_point_made_earns_every_point_there_is():
    result = score(BAGGING, verdicts(BAGGING))
    assert (result.total.points, result.total.possible, result.level, result.coverage) == (8, 8, 5, 1.0)


def test_half_a_point_earns_half_and_a_contradiction_earns_nothing():
    result = score(BAGGING, verdicts(BAGGING, what=Status.PARTIAL, why=Status.CONTRADICTED, cost=Status.MISSING))
    assert result.total.points == 1 + 2
    assert result.total.share == 3 / 8


def test_an_asserted_misconception_costs_points_but_a_refuted_one_costs_nothing():
    assert score(BAGGING, verdicts(BAGGING, myth=Status.MET)).total.points == 6
    assert score(BAGGING, verdicts(BAGGING, myth=Status.CONTRADICTED)).total.points == 8


def test_a_share_never_falls_below_zero():
    result = score(BAGGING, verdicts(BAGGING, **dict.fromkeys(("what", "why", "cost", "when"), Status.MISSING), myth=Status.MET))
    assert result.total.points == -2
    assert result.total.share == 0.0
    assert result.level == 1


def test_an_unscored_item_is_left_out_of_both_sides_of_the_share():
    result = score(BAGGING, verdicts(BAGGING, what=Status.UNSCORED, why=Status.MISSING))
    assert (result.total.points, result.total.possible) == (4, 6)
    assert result.coverage == 6 / 8


def test_an_item_without_a_verdict_counts_as_unscored():
    given = verdicts(BAGGING)[1:]
    assert score(BAGGING, given) == score(BAGGING, verdicts(BAGGING, what=Status.UNSCORED))


def test_when_grading_failed_there_is_no_level_rather_than_level_one():
    result = score(BAGGING, every_item(BAGGING, Status.UNSCORED, "fake", "failed"))
    assert result.total.share is None
    assert result.level is None
    assert result.coverage == 0.0
    assert result.competencies == {}


def test_competencies_and_story_parts_have_tallies_of_their_own():
    story = entry(
        "story",
        [star_item(StarPart.ACTION, 3), star_item(StarPart.RESULT), item("why", competency=Competency.FUNDAMENTALS), item("what")],
        round=Round.BEHAVIOURAL,
    )
    result = score(story, verdicts(story, result=Status.MISSING, why=Status.PARTIAL))
    assert result.star == {StarPart.ACTION: Tally(points=3, possible=3), StarPart.RESULT: Tally(points=0, possible=2)}
    assert result.competencies[Competency.COMMUNICATION_CLARITY] == Tally(points=3, possible=5)
    assert result.competencies[Competency.FUNDAMENTALS] == Tally(points=3, possible=4)


@pytest.mark.parametrize(("share", "level"), [(0, 1), (0.19, 1), (0.2, 2), (0.4, 3), (0.6, 4), (0.79, 4), (0.8, 5), (1, 5), (0.1 + 0.7, 5)])
def test_levels_begin_at_fifths_of_the_points(share, level):
    assert level_of(share) == level


@pytest.mark.parametrize(
    ("share", "signal"),
    [(0, Signal.STRONG_NO), (0.25, Signal.NO), (0.45, Signal.MIXED), (0.6, Signal.YES), (0.79, Signal.YES), (0.8, Signal.STRONG_YES)],
)
def test_the_hiring_signal_follows_from_the_mean_share(share, signal):
    assert signal_of(share) is signal


def test_a_better_verdict_never_lowers_the_share():
    order = [Status.MISSING, Status.PARTIAL, Status.MET]
    for name in ("what", "why", "cost", "when"):
        shares = [score(BAGGING, verdicts(BAGGING, **{name: status})).total.share for status in order]
        assert shares == sorted(shares)


def test_tallies_add_up_key_by_key():
    one, two = Tally(points=1, possible=2), Tally(points=2, possible=4)
    assert add([one, two]) == Tally(points=3, possible=6)
    assert add([]) == Tally(points=0, possible=0)
    assert merge([{"a": one}, {"a": two, "b": one}]) == {"a": Tally(points=3, possible=6), "b": one}
