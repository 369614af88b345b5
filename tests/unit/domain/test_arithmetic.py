import math

import pytest

from rehearse.domain.arithmetic import FormulaError, evaluate, steps


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("0.95*0.01 / (0.95*0.01 + 0.05*0.99)", 0.161017),
        ("100 * (1 - 0.95**20)", 64.1514),
        ("8 / sqrt(100)", 0.8),
        ("-ln(0.01)", 4.60517),
        ("log(exp(2)) + log2(8)", 5),
        ("ceil(1000 / 60) + floor(2.9)", 19),
        ("max(2, 5) - min(2, 5)", 3),
        ("2 * pi", 2 * math.pi),
        ("1e9 * +2", 2e9),
    ],
)
def test_the_arithmetic_of_an_answer_key_is_worked_out(formula, value):
    assert evaluate(formula) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("", "is not arithmetic"),
        ("2 *", "is not arithmetic"),
        ("half of it", "is not arithmetic"),
        ("n * 2", "holds 'n'"),
        ("__import__('os').getcwd()", "only numbers"),
        ("(1).real", "only numbers"),
        ("True + 1", "holds 'True'"),
        ("[1, 2]", "only numbers"),
        ("sqrt(x=4)", "only numbers"),
        ("1 // 2", "only numbers"),
        ("1 / (2 - 2)", "divides by zero"),
        ("0 ** -1", "divides by zero"),
        ("sqrt(-1)", "has no value"),
        ("(-8) ** 0.5", "negative number -8"),
        ("sqrt(1, 2)", "has no value"),
        ("9 ** 9 ** 9", "check its powers"),
        ("1e999", "check its powers"),
        ("1+" * 300 + "1", "601 characters"),
    ],
)
def test_anything_but_arithmetic_is_refused_with_the_formula_in_the_message(formula, says):
    with pytest.raises(FormulaError, match="formula") as caught:
        evaluate(formula)
    assert says in str(caught.value)
    assert formula[:20] in str(caught.value)


def test_the_steps_are_what_one_meets_while_working_a_formula_out():
    assert steps("sqrt(2 * (3 + 5))") == {2, 3, 5, 8, 16, 4}
