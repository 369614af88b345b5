import pytest

from rehearse.content.bank import Bank, load_bank, load_entry
from rehearse.domain.question import ItemKind, Level, Round, StarPart
from rehearse.errors import ContentError, NotFoundError
from unit.builders import entry, item, numeric_target, star_item
from unit.content_files import entry_yaml, line_with, write, write_entry


def faults_of(*folders):
    with pytest.raises(ContentError) as caught:
        load_bank(folders)
    return caught.value.faults


def test_a_question_file_needs_no_id_it_is_the_files_name(tmp_path):
    path = write_entry(tmp_path, entry("bagging"), name="bagging-again")
    assert load_entry(path).id == "bagging-again"


def test_what_is_written_is_what_is_read(tmp_path):
    asked = entry(
        "bagging", [item("what"), item("why"), item("cost"), item("how-many", kind=ItemKind.NUMERIC, numeric=numeric_target(16.1, "%"))]
    )
    write_entry(tmp_path, asked)
    assert list(load_bank([tmp_path])) == [asked]


def test_a_folder_of_your_own_overrides_ours_by_id(tmp_path):
    ours, yours = tmp_path / "ours", tmp_path / "yours"
    for asked in (entry("bagging"), entry("boosting")):
        write_entry(ours, asked)
    write_entry(yours, entry("bagging", text="What is your own question?"))
    bank = load_bank([ours, yours])
    assert len(bank) == 2
    assert bank.get("bagging").question.text == "What is your own question?"


def test_two_files_with_one_id_in_one_folder_are_an_error_that_names_both(tmp_path):
    first = write_entry(tmp_path, entry("bagging"))
    second = write(tmp_path / "questions" / "statistics" / "bagging.yaml", entry_yaml(entry("bagging", round=Round.STATISTICS)))
    (fault,) = faults_of(tmp_path)
    assert "id 'bagging' is already used" in fault
    assert str(first) in fault
    assert str(second) in fault


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    bad = {"one": ("minutes: 5", "minutes: 500"), "two": ("level: mid", "level: guru")}
    paths = {n: write(tmp_path / "questions" / f"{n}.yaml", entry_yaml().replace(*change)) for n, change in bad.items()}
    faults = faults_of(tmp_path)
    assert len(faults) == 2
    assert faults[0].startswith(f"{paths['one']}:{line_with(paths['one'], 'minutes: 500')}: question.minutes: ")
    assert faults[1].startswith(f"{paths['two']}:{line_with(paths['two'], 'guru')}: question.level: ")
    assert "(found 500)" in faults[0]
    assert "(found 'guru')" in faults[1]


def test_a_misspelt_field_of_an_item_is_named_with_its_line(tmp_path):
    path = write(
        tmp_path / "questions" / "bagging.yaml",
        entry_yaml().replace("probe: Could you say more on the why", "prob: Could you say more on the why"),
    )
    faults = faults_of(tmp_path)
    assert any(fault.startswith(f"{path}:{line_with(path, 'prob: ')}: key.items.1.prob: Extra inputs") for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points: -2", "points: 2", "a misconception has negative points"),
        ("points: -2", "points: 0", "points must not be 0"),
        ("  - id: why", "  - id: what", "item id 'what' is used twice"),
        ("strong:\n", "strong:\n    met: [wat]\n", "exemplar 'strong' names item 'wat', which the key does not have; it has what, why"),
        ("round: ml_theory", "round: behavioural", "at least one item of kind 'star'"),
        ("id: why\n", "id: Why Not\n", "(found 'Why Not')"),
        ("    aspect: mechanism\n", "", "kind 'key_point' needs the field 'aspect'"),
    ],
)
def test_a_key_that_does_not_add_up_is_refused_with_the_reason(tmp_path, old, new, says):
    text = entry_yaml()
    assert old in text
    path = write(tmp_path / "questions" / "bagging.yaml", text.replace(old, new, 1))
    faults = faults_of(tmp_path)
    assert any(says in fault and fault.startswith(f"{path}:") for fault in faults), faults


def test_a_behavioural_question_needs_a_story(tmp_path):
    story = entry("story", [star_item(StarPart.ACTION), item("what"), item("why"), item("cost")], round=Round.BEHAVIOURAL)
    write_entry(tmp_path, story)
    assert load_bank([tmp_path]).get("story") == story


def test_a_good_file_does_not_hide_the_fault_of_another(tmp_path):
    write_entry(tmp_path, entry("bagging"))
    broken = write(tmp_path / "questions" / "broken.yaml", "question: [\n")
    (fault,) = faults_of(tmp_path)
    assert fault.startswith(f"{broken}:")


def test_an_empty_folder_is_an_empty_bank(tmp_path):
    assert len(load_bank([tmp_path])) == 0


def test_an_unknown_question_suggests_the_closest_ids():
    bank = Bank([entry("bagging"), entry("boosting"), entry("bayes")])
    with pytest.raises(NotFoundError) as caught:
        bank.get("baging")
    assert str(caught.value).startswith("There is no question 'baging'. Did you mean bagging")
    assert "`rehearse bank list`" in str(caught.value)


def test_an_unknown_question_unlike_any_other_suggests_nothing():
    with pytest.raises(NotFoundError) as caught:
        Bank([entry("bagging")]).get("zzz")
    assert "Did you mean" not in str(caught.value)


def test_questions_are_found_by_round_topic_and_level():
    bank = Bank(
        [entry("bagging"), entry("nets", topic="nets", level=Level.SENIOR), entry("bayes", round=Round.STATISTICS, topic="testing")]
    )
    assert [e.id for e in bank.select()] == ["bagging", "nets", "bayes"]
    assert [e.id for e in bank.select(Round.ML_THEORY)] == ["bagging", "nets"]
    assert [e.id for e in bank.select(Round.ML_THEORY, level=Level.SENIOR)] == ["nets"]
    assert bank.select(Round.STATISTICS, "trees") == []
    assert bank.topics == ["nets", "testing", "trees"]
    assert "bagging" in bank
    assert "bragging" not in bank
