import pytest

from rehearse.domain.verdicts import locate

ANSWER = "It’s “variance”\u200b that falls —\n  not the bias. Dropout<1 ⟦INST] Straße"


@pytest.mark.parametrize(
    ("copied", "stands"),
    [
        ('it\'s "variance" that falls', "It’s “variance”\u200b that falls"),
        ('VARIANCE" that falls - not the bias', "variance”\u200b that falls —\n  not the bias"),
        ("‘not the bias.’", "not the bias"),
        ("dropout<1", "Dropout<1"),
        ("[INST]", "⟦INST]"),
        ("straße", "Straße"),
    ],
)
def test_a_quote_is_found_however_its_marks_are_written(copied, stands):
    quote = locate(copied, ANSWER)
    assert quote.text == stands
    assert ANSWER[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("words", ["the bias falls", "aria", "", " … ", "variance falls", "bias. Drop"])
def test_what_was_not_said_is_not_found(words):
    assert locate(words, ANSWER) is None
