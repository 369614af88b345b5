"""The sentences with terms, and what counts as a term that was lost."""

import pytest

from rehearse.errors import ContentError
from rehearse.evaluation.speech_suite import Sentence, errors, holds, load_speech_suite, swallowed, wrong
from rehearse.evaluation.suites import suite_folder
from unit.content_files import write


def test_half_of_many_terms_is_held_out_from_tuning():
    suite = load_speech_suite(suite_folder())
    tuned, held_out = ({term for sentence in part for term in sentence.terms} for part in (suite.tune, suite.test))
    assert len(tuned) + len(held_out) >= 150
    assert len(held_out) >= len(tuned)


def test_a_sentence_is_written_one_way_and_said_another(tmp_path):
    write(tmp_path / "speech.yaml", 'tune: ["{ReLU|ray loo} helps"]\ntest: ["{SGD} too"]\nordinary: ["nothing"]\n')
    suite = load_speech_suite(tmp_path)
    assert suite.tune == (Sentence(written="ReLU helps", said="ray loo helps", terms=("ReLU",)),)


@pytest.mark.parametrize(
    "tune, test, ordinary, fault",
    [
        ("{ReLU} it", "{relu} was", "fine", "the term 'relu' is in `tune` and in `test`"),
        ("{ReLU} it", "no term", "fine", "'no term' holds no {term}"),
        ("{ReLU} it", "{SGD} it", "{GPU} time", "'GPU time' is among `ordinary`, and holds a term"),
    ],
)
def test_a_suite_that_would_measure_the_wrong_thing_is_a_fault(tmp_path, tune, test, ordinary, fault):
    write(tmp_path / "speech.yaml", f'tune: ["{tune}"]\ntest: ["{test}"]\nordinary: ["{ordinary}"]\n')
    with pytest.raises(ContentError) as caught:
        load_speech_suite(tmp_path)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    "text, term, there",
    [
        ("we used K-means here", "k-means", True),
        ("two lstms", "LSTM", True),
        ("regularization helps", "regularisation", True),
        ("the rocks", "ROC", False),
        ("a u c", "AUC", False),
    ],
)
def test_a_term_is_there_whatever_its_case_hyphen_plural_and_spelling(text, term, there):
    assert holds(text, term) is there
    assert errors([term], text) == ([] if there else [term])


def test_a_suggestion_is_wrong_when_nobody_said_it():
    assert wrong(["F1", "ReLU"], ["F1 score"]) == ["ReLU"]


def test_words_that_a_repair_takes_with_it_are_counted():
    sentence = Sentence(written="we used ReLU a lot", said="", terms=("ReLU",))
    assert swallowed(sentence, "we used ray loo a lot", "we used ReLU lot") == 1
    assert swallowed(sentence, "we used ray loo a lot", "we used ReLU a lot") == 0
