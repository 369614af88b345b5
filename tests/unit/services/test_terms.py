"""What a listener is told of a question's terms."""

from rehearse.domain.lexicon import Lexicon, Term
from rehearse.domain.phonetics import Sounds
from rehearse.domain.transcript_repair import Repairer, repaired
from rehearse.services.terms import Terms
from unit.builders import entry, item

LEXICON = Lexicon([Term(text="ReLU", forms=("ray loo",)), Term(text="FAISS", forms=("face",))])
TERMS = Terms(LEXICON, Repairer(LEXICON, Sounds()))
ABOUT_SEARCH = entry(items=[item("what", accept=("FAISS keeps it",))])


def test_a_recogniser_expects_the_terms_of_the_question_first():
    assert TERMS.expected(ABOUT_SEARCH) == ("FAISS", "ReLU")


def test_only_an_answer_about_it_has_a_word_taken_for_a_term():
    heard = "we put it in face"
    assert repaired(heard, TERMS.suggestions(ABOUT_SEARCH, heard)) == "we put it in FAISS"
    assert TERMS.suggestions(entry(), heard) == []
