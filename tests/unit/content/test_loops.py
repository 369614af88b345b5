import pytest

from rehearse.content.bank import Bank
from rehearse.content.checks import dangling
from rehearse.content.loops import find_loop, load_loops
from rehearse.domain.coverage import Topic, TopicGroup
from rehearse.domain.planning import Request, plan
from rehearse.domain.question import Round
from rehearse.errors import ContentError, NotFoundError
from unit.builders import entry
from unit.content_files import write

LOOP = "title: Quick practice\ndescription: Short.\nlevel: mid\nrounds:\n  - {round: ml_theory, minutes: 8}\n"
BANK = Bank([entry("bagging"), entry("forest-plot", round=Round.STATISTICS), entry("bayes", round=Round.STATISTICS, topic="testing")])


def loops(folder, **files):
    for name, text in files.items():
        write(folder / "loops" / f"{name.replace('_', '-')}.yaml", text)
    return load_loops([folder])


def test_a_loop_is_called_by_the_name_of_its_file(tmp_path):
    known = loops(tmp_path, quick_practice=LOOP)
    assert find_loop("quick-practice", known, BANK).title == "Quick practice"


def test_a_loop_of_your_own_overrides_ours(tmp_path):
    loops(tmp_path / "ours", quick=LOOP)
    loops(tmp_path / "yours", quick=LOOP.replace("Quick practice", "My practice"))
    assert load_loops([tmp_path / "ours", tmp_path / "yours"])["quick"].title == "My practice"


@pytest.mark.parametrize("name", list(Round))
def test_any_round_is_a_loop_of_its_own(name):
    loop = find_loop(name.value, {}, BANK)
    assert [part.round for part in loop.rounds] == [name]
    assert loop.title == name.label


def test_any_topic_is_a_loop_over_the_rounds_that_have_it():
    loop = find_loop("trees", {}, BANK)
    assert [(part.round, part.topics) for part in loop.rounds] == [(Round.ML_THEORY, ("trees",)), (Round.STATISTICS, ("trees",))]


@pytest.mark.parametrize(
    ("typed", "meant"), [("quick-practise", "quick-practice"), ("ml-theory", "ml_theory"), ("testin", "testing"), ("tree", "trees")]
)
def test_an_unknown_loop_suggests_close_names(tmp_path, typed, meant):
    with pytest.raises(NotFoundError) as caught:
        find_loop(typed, loops(tmp_path, quick_practice=LOOP), BANK)
    told = str(caught.value)
    assert f"There is no loop, round, topic or question {typed!r}. Did you mean " in told
    assert meant in told.split("Did you mean ")[1].split("?")[0]
    assert "Loops: quick-practice." in told


def test_every_fault_of_every_loop_is_told_at_once(tmp_path):
    with pytest.raises(ContentError) as caught:
        loops(tmp_path, one=LOOP.replace("mid", "guru"), two=LOOP.replace("rounds", "runds"), three=LOOP)
    told = "\n".join(caught.value.faults)
    assert f"{tmp_path / 'loops' / 'one.yaml'}:3: level: " in told
    assert "(found 'guru')" in told
    assert f"{tmp_path / 'loops' / 'two.yaml'}:5: runds: Extra inputs" in told
    assert "three.yaml" not in told


def test_a_loop_without_rounds_is_refused(tmp_path):
    with pytest.raises(ContentError, match="rounds"):
        loops(tmp_path, empty=LOOP.split("rounds")[0] + "rounds: []\n")


def test_what_leads_nowhere_between_files_is_found(tmp_path):
    known = loops(tmp_path, nets=LOOP.replace("minutes: 8", "minutes: 8, topics: [nets], questions: [lost]"))
    strayed = {"siblings": ("missing", "bagging"), "seeds": ("guide-baging",)}
    bank = Bank([entry("bagging", read=("gone",)).model_copy(update=strayed)])
    groups = [TopicGroup(title="Guide", topics=(Topic(id="guide-bagging", text="Bagging"),))]
    assert dangling(bank, {}, known, groups) == [
        "question 'bagging': key.read names 'gone', which is not a note in references/",
        "question 'bagging': siblings names 'missing', which is not in the bank",
        "question 'bagging': seeds names 'guide-baging', which is not a topic in coverage.yaml; did you mean 'guide-bagging'?",
        "question 'bagging': siblings names the question itself; name others that test the same point",
        "loop 'nets': no question of round 'ml_theory' has the topic 'nets'",
        "loop 'nets': asks 'lost', which is not in the bank",
    ]


def test_a_question_can_be_practised_alone_by_its_id(tmp_path):
    bank = Bank([entry("bagging"), entry("boosting")])
    loop = find_loop("boosting", {}, bank)
    chosen = plan(Request(loop=loop, level=loop.level, avoid=frozenset({"boosting"})), list(bank))
    assert chosen.question_ids == ("boosting",)
