import pytest
from pydantic import ValidationError

from rehearse.domain.number_words import to_digits
from rehearse.domain.numbers import NumericMatch, read
from rehearse.domain.question import NumericTarget, Slip
from rehearse.domain.slips import Fault
from unit.builders import numeric_target

SIXTEEN = numeric_target(16.1, "%")
PAIRS = numeric_target(14_750)
EIGHT_GB = numeric_target(8, "GB")
FORTY_MINUTES = numeric_target(43.2, "minutes")
REPLICAS = numeric_target(20, "replicas", 0.01)
F2 = numeric_target(0.714, tolerance=0.02)
SCREENING = "A test catches 95 percent of the people who are ill. One in a hundred has the disease. How likely is it that they are ill?"
PPV = NumericTarget(
    value=16.1,
    tolerance=0.05,
    unit="%",
    derivation="0.95*0.01 / (0.95*0.01 + 0.05*0.99) = 0.0095/0.059 = 0.161",
    formula="100 * 0.95*0.01 / (0.95*0.01 + 0.05*0.99)",
    slips=(Slip(formula="95", why="that is the sensitivity"), Slip(formula="100 * 0.95*0.01", why="that is not normalised")),
)


def status(text, target, given=""):
    return read(text, target, given).status


@pytest.mark.parametrize(
    "said",
    [
        "16%", "about 16 %", "sixteen percent", "Sixteen per cent of them", "one in six", "1 in 6", "1/6", "about one out of every six",
        "0.161", ".161", "95 out of 590", "95/590", "zero point one six one", "point one six", "I get 95 over 590, so roughly 16 percent.",
        "16,1 percent", "sixteen out of every hundred", "between 15 and 17 percent", "16 to 17 percent", "a sixth of them",
    ],
)  # fmt: skip
def test_a_share_is_recognised_however_it_is_said(said):
    assert status(said, SIXTEEN) is NumericMatch.RIGHT


@pytest.mark.parametrize(
    "said",
    [
        "14,750", "14750", "14 750", "14.7k", "14.7K users", "fourteen thousand seven hundred and fifty", "about 15,000", "$14,750.00",
        "14.75 thousand", "fourteen point seven five thousand", "1.475e4", "1.475 x 10^4", "1.5 times ten to the fourth", "just under 15,000",
        "150 times 98",
    ],
)  # fmt: skip
def test_a_count_is_recognised_however_it_is_said(said):
    money = "$" in said
    assert status(said, numeric_target(14_750, "dollars") if money else PAIRS) is NumericMatch.RIGHT


@pytest.mark.parametrize(
    "said", ["95 percent", "one in two hundred", "it is 0.95", "1.2%", "so 19 out of 20 percent", "between 40 and 45 percent"]
)
def test_another_share_is_wrong(said):
    assert status(said, SIXTEEN) is not NumericMatch.RIGHT


@pytest.mark.parametrize("said", ["14", "147,500", "14.7", "1.5k", "about twelve thousand"])
def test_another_count_is_wrong(said):
    assert status(said, PAIRS) is NumericMatch.WRONG


@pytest.mark.parametrize(
    "said", ["", "quite low", "I would use Bayes' theorem", "F1 and L2", "the version v16 model", "one of the two tests"]
)
def test_an_answer_without_the_number_is_not_a_wrong_number(said):
    assert status(said, SIXTEEN) is NumericMatch.ABSENT
    assert status(said, PAIRS) is NumericMatch.ABSENT


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("take 16 people and then 10,000 more", SIXTEEN),
        ("it needs sixty-four times more memory, or eight times", EIGHT_GB),
        ("eight cards in 32 bits would do", EIGHT_GB),
        ("a replica answers in 20 milliseconds, with 20 percent to spare", REPLICAS),
    ],
)
def test_a_number_of_something_else_says_nothing(said, target):
    assert status(said, target) is NumericMatch.ABSENT


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("8 gigs", EIGHT_GB),
        ("8,000 MB", EIGHT_GB),
        ("8e9 bytes", EIGHT_GB),
        ("64 gigabits", EIGHT_GB),
        ("7.5 GiB", EIGHT_GB),
        ("0.008 terabytes", EIGHT_GB),
        ("so it's eight", EIGHT_GB),
        ("two times four bytes times 1e9", EIGHT_GB),
        ("half a gigabyte", numeric_target(0.5, "GB")),
        ("a third of a megabyte", numeric_target(333, "KB")),
        ("320 KB", numeric_target(327.68, "KB", 0.01)),
        ("320 KiB", numeric_target(327.68, "KB", 0.01)),
        ("2,592 seconds", FORTY_MINUTES),
        ("0.72 hours", FORTY_MINUTES),
        ("43 minutes and 12 seconds", FORTY_MINUTES),
        ("three quarters of an hour", FORTY_MINUTES),
        ("five and a half hours", numeric_target(5.5, "hours")),
        ("$44.40", numeric_target(44.4, "dollars")),
        ("forty-four dollars forty", numeric_target(44.4, "dollars", 0.001)),
        ("5 false alarms a minute", numeric_target(7200, "alarms per day")),
        ("246,000", numeric_target(246, "thousand", 0.004)),
        ("71 percent", F2),
        ("five sevenths", F2),
        ("1.5 times as often", numeric_target(1.5)),
        ("a tenfold step", numeric_target(10, "times")),
    ],
)
def test_units_are_converted(said, target):
    assert status(said, target) is NumericMatch.RIGHT


def test_the_tolerance_is_relative_to_the_expected_value():
    assert status("15.3%", SIXTEEN) is NumericMatch.RIGHT
    assert status("15.2%", SIXTEEN) is NumericMatch.WRONG
    assert status("-5", numeric_target(-5.1)) is NumericMatch.RIGHT
    assert status("it comes to minus five", numeric_target(-5.1)) is NumericMatch.RIGHT


def test_a_rough_bound_counts_on_its_side_of_the_truth_only():
    target = numeric_target(64.2, "%", 0.03)
    assert status("nearly two in three", target) is NumericMatch.RIGHT
    assert status("a bit over two in three", target) is NumericMatch.ABSENT
    assert status("less than 95 percent", target) is NumericMatch.ABSENT


def test_nothing_is_divided_by_zero():
    assert status("5 out of 0, 5/0, five over zero", SIXTEEN) is not NumericMatch.RIGHT


@pytest.mark.parametrize(
    "said",
    [
        "of 10,000 people 590 test positive and 95 of those are ill, so 16%",
        "One might think it's 95 percent, but it's 16.",
        "not 95 but sixteen percent",
        "95 percent, no wait, more like 16 percent",
        "so 16 percent, which means 84 percent are false alarms",
        "16 percent, and with a second test we would be at about 78 percent",
    ],
)
def test_steps_first_guesses_and_what_follows_do_not_take_the_right_number_away(said):
    assert status(said, PPV, SCREENING) is NumericMatch.RIGHT


def test_the_value_that_somebody_ends_on_decides():
    reading = read("16 percent, no, sorry, it's 95 percent", PPV, SCREENING)
    assert (reading.status, reading.value) == (NumericMatch.WRONG, pytest.approx(95))


def test_a_sum_that_is_set_up_right_and_worked_out_wrong_is_wrong():
    assert status("1000 divided by 50 replicas", REPLICAS) is NumericMatch.RIGHT
    reading = read("1000 divided by 50, so we need 200 replicas", REPLICAS)
    assert (reading.status, reading.fault) == (NumericMatch.WRONG, Fault.POWER_OF_TEN)


def test_a_choice_between_two_values_commits_to_neither():
    reading = read("that's 8 or maybe 80 gigabytes", EIGHT_GB)
    assert (reading.status, reading.fault) == (NumericMatch.ABSENT, Fault.HEDGED)
    assert "8 and 80" in reading.slip


def test_the_numbers_of_the_question_are_not_the_candidates():
    echo = "The test catches 95 percent of the people who are ill and one in a hundred has the disease."
    assert status(echo, PPV, SCREENING) is NumericMatch.ABSENT
    assert status("So it's 95 percent likely that they are ill.", PPV, SCREENING) is NumericMatch.WRONG


def test_a_number_of_the_question_can_be_the_result():
    target = numeric_target(2)
    asked = "The input is 2 and the weight is 3. What is the derivative?"
    assert status("The input is 2 and the weight is 3.", target, asked) is NumericMatch.ABSENT
    assert status("So the derivative comes to 2.", target, asked) is NumericMatch.RIGHT


def test_numbers_of_the_answer_key_are_no_mistakes():
    a_year = "it makes 1.3 million euros a year"
    target = numeric_target(112_000, "euros")
    assert status(a_year, target) is NumericMatch.WRONG
    assert read(a_year, target, known="about 1.3 million euros a year").status is NumericMatch.ABSENT


@pytest.mark.parametrize(
    ("said", "target", "fault"),
    [
        ("it's 95 percent likely", PPV, Fault.OWN),
        ("so 0.95 percent", PPV, Fault.OWN),
        ("that gives 1.6 percent", SIXTEEN, Fault.POWER_OF_TEN),
        ("that gives 0.16 percent", SIXTEEN, Fault.PERCENT_OR_SHARE),
        ("that gives 84 percent", SIXTEEN, Fault.COMPLEMENT),
        ("that gives 32 percent", SIXTEEN, Fault.TWICE_OR_HALF),
        ("the F2 comes to 0.286", F2, Fault.COMPLEMENT),
        ("the F2 comes to 1.4", F2, Fault.TWICE_OR_HALF),
        ("the F2 comes to minus 0.71", F2, Fault.SIGN),
        ("the lift is 0.67", numeric_target(1.5), Fault.RECIPROCAL),
        ("that makes 64 gigabytes", EIGHT_GB, Fault.BITS_OR_BYTES),
        ("that makes 80 gigabytes", EIGHT_GB, Fault.POWER_OF_TEN),
        ("that makes 1.86 GiB", numeric_target(2.15, "GB", 0.01), Fault.BINARY_PREFIX),
        ("about 43 seconds", FORTY_MINUTES, Fault.SIXTY),
        ("about 43 hours", FORTY_MINUTES, Fault.SIXTY),
    ],
)
def test_the_slip_is_named(said, target, fault):
    reading = read(said, target, SCREENING)
    assert (reading.status, reading.fault) == (NumericMatch.WRONG, fault)
    assert reading.slip


def test_the_slip_of_the_item_speaks_to_the_candidate_and_a_power_of_ten_says_which():
    assert read("so it's 95 percent", PPV, SCREENING).slip == "that is the sensitivity"
    assert read("that gives 1.6 percent", SIXTEEN).slip == "that is a factor of 10 too small"
    assert read("that makes 8,000 gigabytes", EIGHT_GB).slip == "that is a factor of 1,000 too large"


def test_a_wrong_number_without_a_known_cause_is_just_wrong():
    reading = read("I'd say 37 percent", SIXTEEN)
    assert (reading.status, reading.slip, reading.fault) == (NumericMatch.WRONG, "", None)


@pytest.mark.parametrize("text", ["Well, sixteen percent, I think", "I get one in six of them", "95 out of 590 people"])
def test_a_reading_points_at_the_words_in_the_original_text(text):
    reading = read(text, SIXTEEN)
    assert text[reading.start : reading.end] in {"sixteen percent", "one in six", "95 out of 590"}


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("fifty-six hundred", "5600"),
        ("six and a half", "6.5"),
        ("half a million", "0.5 million"),
        ("two thirds of them", "2/3 of them"),
        ("ten to the minus two", "1e-2"),
        ("2 x 10^6", "2e6"),
        ("at this point one of us", "at this point one of us"),
        ("the second half-width", "the second half-width"),
    ],
)
def test_spelled_numbers_become_digits_and_other_words_stay(words, digits):
    assert to_digits(words).text == digits


def test_a_long_answer_is_read_in_no_time():
    assert status("one over two times three and " * 2000 + "so 16 percent", SIXTEEN) is NumericMatch.RIGHT


def test_a_formula_has_to_give_the_value():
    with pytest.raises(ValidationError, match=r"formula '2 \* 4' gives 8, and value is 9"):
        NumericTarget(value=9, tolerance=0.05, unit="GB", derivation="two times four", formula="2 * 4")


def test_a_slip_must_not_be_right():
    with pytest.raises(ValidationError, match=r"slip '8.1' gives 8.1, which counts as the right value 8"):
        NumericTarget(value=8, tolerance=0.05, unit="GB", derivation="two times four", slips=(Slip(formula="8.1", why="that is too much"),))


def test_a_formula_that_is_no_arithmetic_is_an_error_of_the_file():
    with pytest.raises(ValidationError, match="is not arithmetic"):
        NumericTarget(value=8, tolerance=0.05, derivation="two times four", formula="two times four")
    with pytest.raises(ValidationError, match="holds 'n'"):
        NumericTarget(value=8, tolerance=0.05, derivation="two times four", slips=(Slip(formula="n - 1", why="that is one too few"),))


def test_a_draft_may_lack_its_formula():
    assert numeric_target(8).formula == ""
