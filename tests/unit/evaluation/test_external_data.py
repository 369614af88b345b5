"""Graded answers from outside become keys and cases, or a fault that says where. All rows are invented."""

import json

import pytest
from scipy.stats import pearsonr
from sklearn.metrics import cohen_kappa_score

from rehearse.domain.question import BankEntry
from rehearse.errors import ContentError
from rehearse.evaluation.external_data import (
    ExternalRow,
    by_question,
    describe,
    entry_of,
    graded_cases,
    human_agreement,
    points_of,
    read_rows,
    slug_of,
)

LONG = (
    "Bread rises because yeast turns sugar into gas. The gas is caught by a net of gluten. "
    "Kneading makes that net strong enough to hold it."
)


def fields(**changed):
    usual = {
        "dataset": "Bakery",
        "question_id": "3.1_B",
        "question": "Why does bread rise in the oven?",
        "reference_answer": "Yeast makes gas.",
        "answer": "the yeast makes bubbles of gas",
        "score": 4.0,
        "max_score": 5.0,
        "score01": 0.8,
        "graders": None,
        "baker": "an extra field",
    }
    return {**usual, **changed}


def row(**changed):
    return ExternalRow.model_validate(fields(**changed))


@pytest.fixture
def write(tmp_path):
    def lines(*rows):
        path = tmp_path / "graded.jsonl"
        path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in rows), encoding="utf-8")
        return path

    return lines


def test_rows_are_read_and_fields_we_do_not_know_ignored(write):
    data = read_rows(write(fields(split="unseen", label5="correct"), "", fields(answer="line\u2028separator inside")))
    assert [r.answer for r in data.rows] == ["the yeast makes bubbles of gas", "line\u2028separator inside"]
    assert (data.rows[0].split, data.rows[0].label5) == ("unseen", "correct")


def test_blank_and_short_answers_are_left_out_and_counted(write):
    path = write(fields(), fields(answer="  "), fields(answer=""), fields(answer="gas"))
    data = read_rows(path, min_words=4)
    assert (len(data.rows), data.blank, data.short) == (1, 2, 1)
    assert len(read_rows(path).rows) == 2


def test_nothing_left_is_a_fault(write):
    with pytest.raises(ContentError, match="none of 1 answers has 9 word"):
        read_rows(write(fields()), min_words=9)


def test_a_fault_names_file_line_field_and_value(write):
    path = write(fields(), fields(score01=1.5, question="Why?"), '{"dataset": ', "[1]")
    with pytest.raises(ContentError) as caught:
        read_rows(path)
    question, score, broken, listed = caught.value.faults
    assert question.startswith(f"{path}:2: question: ") and question.endswith("(found 'Why?')")
    assert score.startswith(f"{path}:2: score01: ") and score.endswith("(found 1.5)")
    assert broken.startswith(f"{path}:3: not valid JSON")
    assert listed.startswith(f"{path}:4: (whole line): ")


def test_a_missing_field_and_a_number_that_is_none_are_faults(write):
    without = {key: value for key, value in fields().items() if key != "answer"}
    with pytest.raises(ContentError) as caught:
        read_rows(write(without, fields(score=float("nan"))))
    assert [fault.split(": ")[1] for fault in caught.value.faults] == ["answer", "score"]


def test_many_faults_are_cut_short(write):
    with pytest.raises(ContentError) as caught:
        read_rows(write(*[fields(score01=2)] * 50))
    assert len(caught.value.faults) == 21
    assert caught.value.faults[-1] == "… and 30 more"


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(ContentError, match=r"absent\.jsonl: cannot be read"):
        read_rows(tmp_path / "absent.jsonl")


def test_ids_become_valid_and_stay_apart():
    assert slug_of(row()) == "bakery-3-1-b"
    long_ids = {slug_of(row(question_id="crumb " * 30 + end)) for end in "xy"}
    assert len(long_ids) == 2 and max(map(len, long_ids)) <= 60
    assert isinstance(entry_of([row(question_id="パン" * 40)]), BankEntry)


def test_two_questions_that_come_to_one_id_are_named():
    with pytest.raises(ContentError, match=r"'3-1' and '3\.1' both become 'bakery-3-1'"):
        by_question([row(question_id="3.1"), row(question_id="3-1")])


def test_a_short_reference_is_one_point():
    entry = entry_of([row(reference_answer="Yeast eats. It makes gas."), row(reference_answer="Yeast eats. It makes gas.")])
    assert [item.text for item in entry.key.items] == ["Yeast eats. It makes gas."]
    assert entry.question.text == "Why does bread rise in the oven?"


def test_a_one_word_reference_still_makes_an_item():
    assert entry_of([row(reference_answer="yeast")]).key.items[0].text == "The answer is yeast"


def test_each_sentence_of_a_longer_reference_is_a_point_of_equal_weight():
    entry = entry_of([row(reference_answer=LONG)])
    assert [item.text.split()[0] for item in entry.key.items] == ["Bread", "The", "Kneading"]
    assert {item.points for item in entry.key.items} == {1}


def test_list_lines_are_points_and_scraps_join_their_neighbour():
    reference = "Ways to raise dough:\n- yeast that eats the sugar and makes gas\n* baking soda with an acid\n• steam\n- beaten egg whites in batter"
    assert points_of(reference) == [
        "Ways to raise dough:",
        "yeast that eats the sugar and makes gas",
        "baking soda with an acid",
        "steam beaten egg whites in batter",
    ]


def test_a_last_scrap_joins_the_point_before_it():
    assert points_of(LONG + " Then bake.")[-1] == "Kneading makes that net strong enough to hold it. Then bake."


def test_a_long_reference_has_eight_points_and_loses_no_word():
    reference = " ".join(f"Step number {n} of the recipe is this." for n in range(19))
    points = points_of(reference)
    assert len(points) == 8
    assert " ".join(points) == reference


def test_several_references_are_ways_of_saying_one_thing():
    entry = entry_of([row(reference_answer=LONG, all_references=[LONG, "Gas.", "Yeast makes gas."]), row(reference_answer=LONG)])
    (item,) = entry.key.items
    assert item.text == LONG
    assert item.accept == ("The answer is Gas.", "Yeast makes gas.")


def test_rows_of_two_questions_are_no_entry():
    with pytest.raises(ContentError, match=r"2 questions where one was expected: 3\.1_B, other"):
        entry_of([row(), row(question_id="other")])


def test_rivals_read_the_same_rows():
    (case,) = graded_cases([row(all_references=["Gas lifts the dough."])])
    assert case.question_id == "bakery-3-1-b"
    assert case.references == case.key_points == ("Yeast makes gas.", "Gas lifts the dough.")
    assert case.score01 == 0.8


def test_two_people_are_compared_where_there_are_two():
    pairs = [(5, 4), (3, 3), (0, 1), (2, 4), (4, 5), (1, 0)]
    rows = [row(question_id=str(n % 3), graders=pair) for n, pair in enumerate(pairs)] + [row(), row(graders=[3])]
    r, kappa = human_agreement(rows, steps=5)
    assert (r.n, kappa.n) == (6, 6)
    first, second = zip(*pairs, strict=True)
    assert r.value == pytest.approx(pearsonr(first, second).statistic)
    assert kappa.value == pytest.approx(cohen_kappa_score(first, second, weights="quadratic", labels=range(6)))
    assert human_agreement([row()], steps=5) == ()


def test_the_command_says_what_a_file_holds(write, capsys):
    describe(write(fields(graders=[4, 5]), fields(answer="")))
    said = capsys.readouterr().out
    assert "1 answers to 1 questions with 1 key points; left out: 1 blank, 0 short" in said
    assert "human_pearson  undefined" in said
