"""What of a model's words reaches the candidate. The bank is a tiny one; the model says what the test lets it say."""

from dataclasses import replace
from itertools import pairwise

import pytest

from rehearse.adapters.embedded_interviewer import EmbeddedInterviewer
from rehearse.domain.events import Aim, Cue, Said
from rehearse.domain.interview import Say, step
from rehearse.domain.verdicts import Status
from rehearse.errors import EngineError
from rehearse.ports import Choice
from rehearse.services.speech import Occasion, checked, sentences_of
from unit.builders import Story, two_round_plan

GAPS = {"bagging": {"what": Status.MISSING, "why": Status.MISSING, "cost": Status.MISSING}}
PROBE_OF_WHAT = "Could you say more on the what of bagging?"


class Model:
    """An interviewer that sends `pieces`, and knows whether it was hung up on."""

    engine = "llm:m"

    def __init__(self, *pieces):
        self.pieces, self.heard_out, self.brief = pieces, False, None

    def speak(self, brief):
        self.brief = brief
        yield from self.pieces
        self.heard_out = True


def leaks(entry, sentence, heard, items):
    """A check that knows every item by its id in capitals."""
    return frozenset(item for item in items if item.upper() in sentence)


def occasion(state, move, entries):
    return Occasion(state, move, entries, leaks)


def probing():
    story = Story(marks=GAPS)
    story.events += [event for event in Story(marks=GAPS).says("It averages trees.").events[len(story.events) :] if event.type != "said"]
    return occasion(story.state, Say(Cue.PROBE, "bagging", "what"), story.entries)


def heard(model, when=None):
    """Everything that was shown on the way, and what was said in the end."""
    said = list(checked(model, EmbeddedInterviewer(), when or probing()))
    assert all(later.text.startswith(earlier.text) for earlier, later in pairwise(said))
    return said


def test_sentences_come_as_soon_as_they_are_whole():
    shown = [said.text for said in heard(Model("Tha", "nks. And", " what", " of it?"))]
    assert shown == ["Thanks.", "Thanks. And what of it?"]
    assert list(sentences_of(["It is 3.5 times. ", "More", "… \n so?"])) == ["It is 3.5 times.", "More…", "so?"]


def test_a_sentence_that_gives_a_point_away_is_never_shown_and_the_prepared_probe_is_asked():
    model = Model("Thanks. ", "It is the COST of trees. ", "Is it not?")
    said = heard(model)
    assert not any("COST" in part.text for part in said)
    assert said[-1].text.startswith("Thanks. ")
    assert said[-1].text.endswith(PROBE_OF_WHAT)
    assert said[-1].withheld == ("gives away cost",)
    assert not model.heard_out, "the rest is not waited for"


def test_a_model_that_falls_into_another_language_is_not_listened_to_any_further():
    german = lambda text: "German" if "Und warum" in text else None  # noqa: E731
    model = Model("Danke. ", "Und warum ist das so? ", "Und was noch?")
    said = list(checked(model, EmbeddedInterviewer(), replace(probing(), language=german)))
    assert said[-1].withheld == ("is in German",)
    assert said[-1].text.endswith(PROBE_OF_WHAT)
    assert "Danke" not in said[-1].text, "what it said before is not kept either"
    assert not model.heard_out


def test_where_the_questions_are_in_a_language_the_model_may_speak_it():
    assert heard(Model("Und warum ist das so?"), replace(probing(), language=lambda text: "German"))[-1].withheld == ()


def test_where_the_question_was_in_what_was_kept_back_our_authors_ask_it():
    said = heard(Model("Thanks. ", "Great answer, tell me more about it."))[-1]
    assert said.withheld == ("judges the answer",)
    assert said.text.startswith("Thanks. ")
    assert said.text.endswith(PROBE_OF_WHAT)


def test_what_the_candidate_said_or_was_asked_about_is_no_leak():
    story = probing()
    state = step(story.state, Said(at=story.state.last_at, cue=Cue.PROBE, text="?", question_id="bagging", item_id="cost"))
    assert heard(Model("About its COST, and WHEN?"), occasion(state, story.move, story.entries))[-1].withheld == ()


def test_a_question_of_the_model_keeps_its_whole_key_secret():
    story = Story()
    said = heard(
        Model("Hello. Think of the WHY of it! ", "What is it?"), occasion(story.state, Say(Cue.QUESTION, "boosting"), story.entries)
    )
    assert said[-1].text == f"Hello. {story.entries['boosting'].question.text}"


def test_the_model_chooses_a_probe_and_the_item_is_its():
    when = probing()
    said = heard(Model(Choice(2), "And what ", "of the other?"), when)[-1]
    assert (said.text, said.item_id, said.aim) == ("And what of the other?", when.items[1], Aim.NAMED)


def test_when_the_words_of_a_chosen_probe_leak_that_probe_is_asked_as_prepared():
    said = heard(Model(Choice(3), "It is the COST."))[-1]
    assert said.item_id == "cost"
    assert said.text.endswith("Could you say more on the cost of bagging?")


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_probe_that_was_not_offered_is_the_first_in_our_authors_words(number):
    said = heard(Model(Choice(number), "And what of something else?"))[-1]
    assert (said.item_id, said.aim) == ("what", Aim.INVALID)
    assert said.text.endswith(PROBE_OF_WHAT)


def test_without_a_choice_it_is_the_first():
    said = heard(Model("And what of it?"))[-1]
    assert (said.item_id, said.aim) == ("what", Aim.CODE)


def test_praise_is_left_out_and_the_rest_is_said():
    said = heard(Model("Great answer! ", "How does it go on?"))[-1]
    assert (said.text, said.withheld) == ("How does it go on?", ("judges the answer",))


def test_praise_inside_the_question_gives_way_to_the_prepared_probe():
    said = heard(Model("That's correct, so how does it go on?"))[-1]
    assert said.text.endswith(PROBE_OF_WHAT)


def test_nothing_but_praise_is_replaced():
    assert heard(Model("Excellent. Well done!"))[-1].text.endswith(PROBE_OF_WHAT)


def test_a_question_that_was_asked_before_is_not_asked_again():
    when = probing()
    asked = next(turn.text for turn in when.state.turns if turn.cue is Cue.QUESTION)
    said = heard(Model(f"So: {asked}"), when)[-1]
    assert said.withheld == ("was said before",)
    assert said.text.endswith(PROBE_OF_WHAT)


def test_the_time_is_told_by_code_alone():
    story = Story(two_round_plan(minutes=10))
    opening = occasion(Story(two_round_plan(minutes=10)).state, Say(Cue.OPENING), story.entries)
    said = heard(Model("Hello. We have an hour left. Ask me anything."), opening)[-1]
    assert said.text == "Hello. Ask me anything. We have about 20 minutes."
    new_round = occasion(story.state, Say(Cue.QUESTION, "bayes"), story.entries)
    assert heard(Model("What is it?"), new_round)[-1].text == "We have about 20 minutes left. What is it?"


def test_a_number_that_was_made_up_is_kept_and_stays_what_it_was():
    story = Story()
    clarify = Say(Cue.CLARIFY, "bagging")
    first = heard(Model("There are 20 million users a day."), occasion(story.state, clarify, story.entries))[-1]
    assert first.facts == ("There are 20 million users a day.",)
    event = Said(at=story.now, cue=Cue.CLARIFY, text=first.text, question_id="bagging", facts=first.facts)
    state = step(story.state, event)
    model = Model("Say 5 million users a day.")
    said = heard(model, occasion(state, clarify, story.entries))[-1]
    assert model.brief.facts == first.facts
    assert said.text == "As I said: There are 20 million users a day."
    assert said.withheld == ("changes a fact of the scenario",)


@pytest.mark.parametrize("pieces", [(), ("  ", "\n"), (Choice(1),)])
def test_a_model_that_says_nothing_has_failed(pieces):
    with pytest.raises(EngineError, match="said nothing"):
        heard(Model(*pieces))


def test_a_model_that_fails_in_the_middle_has_failed():
    class Broken(Model):
        def speak(self, brief):
            yield "Thanks. "
            raise EngineError("It broke.")

    with pytest.raises(EngineError, match="It broke"):
        heard(Broken())
