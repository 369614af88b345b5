"""Words, and two words in a row, that the bank uses itself."""

from rehearse.content.vocabulary import collocations_of
from unit.builders import entry, item


def test_the_words_of_questions_and_keys_make_sense_and_those_of_answers_are_not_asked():
    found = collocations_of([entry(items=[item("what", accept=("We train to Test it",))])], {})
    assert {("to", "test"), ("test",)} <= found
    assert ("test", "to") not in found
    assert ("exemplar",) not in found
