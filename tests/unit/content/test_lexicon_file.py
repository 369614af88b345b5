"""The file of terms, and the names that the bank adds."""

import pytest

from rehearse.content.lexicon import load_lexicon
from rehearse.errors import ContentError
from rehearse.settings import content_root
from unit.builders import entry, item
from unit.content_files import write


def terms_in(tmp_path, text, entries=()):
    write(tmp_path / "lexicon.yaml", f"terms:\n{text}")
    return {term.text: term.forms for term in load_lexicon([tmp_path], entries).terms}


def test_our_own_terms_are_valid_and_many():
    lexicon = load_lexicon([content_root() / "knowledge"], ())
    assert len(lexicon.terms) >= 250
    assert {"XGBoost", "AUC-ROC", "p99", "k-means"} <= {term.text for term in lexicon.terms}


def test_a_term_without_forms_is_said_as_it_is_written(tmp_path):
    assert terms_in(tmp_path, "  XGBoost: [ex gee boost]\n  RMSE: []\n") == {"XGBoost": ("ex gee boost",), "RMSE": ("r m s e",)}


def test_names_and_acronyms_of_the_bank_are_terms_too(tmp_path):
    asked = entry(items=[item("what", accept=("a GRU, or two GRUs", "DeepFM reads it", "WHAT is what"))])
    assert set(terms_in(tmp_path, "  ReLU: []\n", [asked])) == {"ReLU", "GRU", "DeepFM"}


def test_a_folder_of_your_own_adds_terms_and_says_them_otherwise(tmp_path):
    write(tmp_path / "ours" / "lexicon.yaml", "terms:\n  ReLU: [ray loo]\n  GRU: []\n")
    write(tmp_path / "mine" / "lexicon.yaml", "terms:\n  ReLU: [rel you]\n  Qdrant: [quadrant]\n")
    lexicon = load_lexicon([tmp_path / "ours", tmp_path / "nothing", tmp_path / "mine"], ())
    assert (lexicon["ReLU"].forms, lexicon["Qdrant"].forms) == (("rel you",), ("quadrant",))
    assert "GRU" in lexicon


@pytest.mark.parametrize(
    "text, fault",
    [
        ("  XGBoost: [X-G boost]\n", "'XGBoost' has the spoken form 'X-G boost'; write it in lower-case words"),
        ("  '%': []\n", "the term '%' has no letter that could be said"),
        ("  k-means: []\n  K means: []\n", "the terms 'k-means' and 'K means' are the same but for case and marks"),
        ("  FAISS: [face]\n  Face: []\n", "the spoken form 'face' belongs to 'FAISS' and to 'Face'"),
    ],
)
def test_a_fault_names_the_term_and_what_to_do(tmp_path, text, fault):
    with pytest.raises(ContentError, match=r"lexicon\.yaml") as caught:
        terms_in(tmp_path, text)
    assert fault in str(caught.value)
