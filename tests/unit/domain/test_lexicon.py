import pytest

from rehearse.domain.lexicon import Lexicon, Term, plain, said
from unit.builders import entry, item

TERMS = ("XGBoost", "AUC", "ROC curve", "ROC", "k-means", "regularisation", "IT", "p99")
LEXICON = Lexicon(Term(text=text, forms=(said(text),)) for text in TERMS)


@pytest.mark.parametrize(
    "term, spoken",
    [
        ("XGBoost", "x g boost"),
        ("AUC", "a u c"),
        ("k-means", "k means"),
        ("p99", "p ninety nine"),
        ("recall@10", "recall at ten"),
        ("RMSProp", "r m s prop"),
        ("int8", "int eight"),
        ("A/B test", "a b test"),
        ("logistic regression", "logistic regression"),
        ("Simpson's paradox", "simpson's paradox"),
    ],
)
def test_a_term_is_said_by_its_letters_numbers_and_words(term, spoken):
    assert said(term) == spoken


@pytest.mark.parametrize(
    "text, found",
    [
        ("We used XGBoost.", ["XGBoost"]),
        ("we used xgboost, and an auc", ["XGBoost", "AUC"]),
        ("two AUCs", ["AUC"]),
        ("the ROC curve and the ROC", ["ROC curve", "ROC"]),
        ("Regularization helps", ["regularisation"]),
        ("(K-means)", ["k-means"]),
        ("nothing here", []),
    ],
)
def test_terms_are_found_whatever_their_case_marks_plural_and_spelling(text, found):
    assert [place.term.text for place in LEXICON.found_in(text)] == found


def test_capitals_tell_an_acronym_from_a_word_where_a_text_is_written_with_care():
    text = "The IT team said it is late."
    assert [(p.first, p.term.text) for p in LEXICON.found_in(text, by_case=True)] == [(1, "IT")]


def test_the_terms_of_a_question_are_those_of_its_key_too_the_most_frequent_first():
    asked = entry(items=[item("what", accept=("XGBoost wins here", "XGBoost again", "its AUC is high"))])
    assert [term.text for term in LEXICON.terms_of(asked)] == ["XGBoost", "AUC"]


def test_a_recogniser_hears_first_of_the_terms_of_the_question():
    asked = entry(items=[item("what", accept=("it is about k-means",))])
    assert LEXICON.likely(asked, most=3) == ("k-means", "XGBoost", "AUC")


def test_british_and_american_spelling_are_one():
    assert plain("Regularisation!") == plain("regularization")


def test_a_term_is_looked_up_however_it_is_written():
    assert LEXICON["K-Means"].text == "k-means"
    assert "kmeans" in LEXICON
    assert "kmean" not in LEXICON
