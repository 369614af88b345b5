from itertools import pairwise

import pytest

from rehearse.domain.lexicon import Lexicon, Term, said
from rehearse.domain.phonetics import Sounds
from rehearse.domain.transcript_repair import Repairer, repaired

CMU = {
    "ex": "EH K S", "gee": "JH IY", "boost": "B UW S T", "rock": "R AA K", "re": "R EY", "call": "K AO L", "recall": "R IY K AO L",
    "precision": "P R IY S IH ZH AH N", "ray": "R EY", "loo": "L UW", "if": "IH F", "one": "W AH N", "score": "S K AO R", "we": "W IY",
    "used": "Y UW Z D", "the": "DH AH", "and": "AH N D", "means": "M IY N Z", "kay": "K EY", "face": "F EY S", "he": "HH IY", "made": "M EY D",
    "a": "AH", "means,": "M IY N Z", "drop": "D R AA P", "out": "AW T", "of": "AH V", "class": "K L AE S", "random": "R AE N D AH M",
    "forest": "F AO R AH S T", "fourth": "F AO R TH",
}  # fmt: skip
FORMS = {
    "XGBoost": ("x g boost",), "AUC-ROC": ("a u c rock", "auc rock"), "AUC": (), "precision": (), "recall": (), "ReLU": ("ray loo",), "F1 score": (),
    "k-means": (), "FAISS": ("face",), "dropout": ("drop out",), "random forest": (),
}  # fmt: skip
LEXICON = Lexicon(Term(text=text, forms=forms or (said(text),)) for text, forms in FORMS.items())
REPAIRER = Repairer(LEXICON, Sounds(CMU))


def mended(text, *likely):
    return repaired(text, REPAIRER.suggest(text, [LEXICON[term] for term in likely]))


@pytest.mark.parametrize(
    "heard, meant",
    [
        ("we used ex gee boost", "we used XGBoost"),
        ("the auc rock", "the AUC-ROC"),
        ("pre cision and re call", "precision and recall"),
        ("if one score", "F1 score"),
        ("we used ray loo", "we used ReLU"),
        ("a random fourth", "a random forest"),
        ("K. means, we used", "k-means, we used"),
    ],
)
def test_a_broken_term_of_the_question_is_found_again_by_its_sound(heard, meant):
    assert mended(heard, *FORMS) == meant


def test_a_suggestion_says_where_what_was_heard_and_how_sure_it_is():
    [suggestion] = REPAIRER.suggest("we used ex gee boost, he made")
    assert (suggestion.heard, suggestion.suggested, suggestion.confidence) == ("ex gee boost", "XGBoost", 1.0)
    assert "we used ex gee boost, he made"[suggestion.start : suggestion.end] == "ex gee boost"


@pytest.mark.parametrize(
    "text", ["we used XGBoost and its AUC", "precision and recall", "the auc", "k-means", "K means", "", "…", "12 — 5"]
)
def test_what_is_right_stays_as_it_is(text):
    assert REPAIRER.suggest(text, LEXICON.terms) == []


def test_an_ordinary_word_becomes_a_term_only_where_the_question_is_about_it():
    assert mended("he made a face") == "he made a face"
    assert mended("we used face", "FAISS") == "we used FAISS"


def test_a_term_of_another_question_takes_a_closer_likeness():
    assert mended("random fourth") == "random fourth"
    assert mended("random fourth", "random forest") == "random forest"


def test_words_that_the_bank_uses_side_by_side_become_a_term_only_by_the_very_same_sound():
    careful = Repairer(LEXICON, Sounds(CMU), {("a", "random"), ("random", "fourth"), ("ray", "loo"), ("face",)})
    likely = [LEXICON[term] for term in ("random forest", "ReLU", "FAISS")]
    assert careful.suggest("a random fourth", likely) == []
    assert careful.suggest("he made a face", likely) == []
    assert [s.suggested for s in careful.suggest("we used ray loo", likely)] == ["ReLU"]


def test_nothing_is_repaired_twice():
    made = REPAIRER.suggest("pre cision re call auc rock", LEXICON.terms)
    assert all(before.end <= after.start for before, after in pairwise(made))
    assert [s.suggested for s in made] == ["precision", "recall", "AUC-ROC"]


def test_the_candidate_may_take_some_suggestions_and_leave_others():
    text = "ex gee boost and ray loo"
    first, second = REPAIRER.suggest(text, LEXICON.terms)
    assert repaired(text, [second]) == "ex gee boost and ReLU"
    assert repaired(text, [first]) == "XGBoost and ray loo"
    assert repaired(text, []) == text
