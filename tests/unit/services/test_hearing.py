"""From a recording to an answer: what the engine is told to expect, what is doubted, and which terms were probably meant."""

import pytest
from sounding import tone

from rehearse.adapters.fakes import ScriptedTranscriber
from rehearse.content.lexicon import load_lexicon
from rehearse.domain.phonetics import Sounds
from rehearse.domain.transcript_repair import Repairer
from rehearse.errors import SpeechError
from rehearse.services.hearing import Hearing
from rehearse.services.terms import Terms

VOCABULARY = frozenset(["i", "would", "use", "bagging", "and", "boosting", "with", "trees", "pre", "cision", "re", "call"])


@pytest.fixture(scope="module")
def terms(app):
    lexicon = load_lexicon(app.settings.knowledge_folders, app.bank)
    return Terms(lexicon, Repairer(lexicon, Sounds({})))


def hearing(terms, *texts: str, sure: float = 0.95):
    ear = ScriptedTranscriber(*texts, confidence=sure)
    return ear, Hearing(lambda: ear, lambda: VOCABULARY, lambda: terms)


def test_an_answer_is_heard_with_the_terms_of_its_question_in_mind(app, terms):
    ear, hears = hearing(terms, "i would use bagging and boosting")
    understood = hears.hear(tone(3), app.bank.get("bagging-vs-boosting"))
    assert (understood.transcript.text, understood.garbage) == ("i would use bagging and boosting", False)
    assert {term.lower() for term in ear.terms[0]} & {"bagging", "boosting", "variance"}


def test_broken_terms_are_offered_and_the_transcript_stays_as_it_was_heard(app, terms):
    _, hears = hearing(terms, "i would use pre cision and re call")
    understood = hears.hear(tone(3), app.bank.get("bagging-vs-boosting"))
    assert [suggestion.suggested.lower() for suggestion in understood.suggestions] == ["precision", "recall"]
    assert understood.transcript.text == "i would use pre cision and re call"


@pytest.mark.parametrize(("text", "sure"), [("i would use bagging and boosting", 0.2), ("wir haben das modell mit trees trainiert", 0.9)])
def test_what_nobody_said_is_doubted_and_not_repaired(app, terms, text, sure):
    understood = hearing(terms, text, sure=sure)[1].hear(tone(3), app.bank.get("bagging-vs-boosting"))
    assert understood.garbage and not understood.suggestions


def test_outside_a_question_nothing_is_expected(terms):
    ear, hears = hearing(terms, "i would use pre cision and re call")
    assert not hears.hear(tone(3)).suggestions
    assert ear.terms == [()]


@pytest.mark.parametrize(("seconds", "text", "reason"), [(0.2, "yes", "too short for a word"), (3, " ", "No words were heard")])
def test_no_words(terms, seconds, text, reason):
    with pytest.raises(SpeechError, match=f"{reason}.*type the answer"):
        hearing(terms, text)[1].hear(tone(seconds))
