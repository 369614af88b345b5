import pytest

from rehearse.domain.intent import Intent, classify, has_no_question

MESSAGES = {
    Intent.REPEAT: [
        "repeat",
        "Sorry, can you repeat that?",
        "Could you please repeat the question one more time?",
        "what was the question",
        "Pardon?",
        "Come again?",
        "Can you say that again, please?",
    ],
    Intent.CLARIFY: [
        "Can you clarify?",
        "What do you mean by that?",
        "I don't understand.",
        "Is this a batch or an online system?",
        "Could you give me a hint?",
        "I'm not sure what you're asking.",
        "Can you rephrase the question?",
    ],
    Intent.THINK: ["Let me think.", "Hm, let me think about that for a moment", "Give me a second", "One moment, please.", "Just a minute"],
    Intent.SKIP: [
        "skip",
        "Pass.",
        "I don't know.",
        "Honestly, no idea.",
        "I don't know, let's skip this one.",
        "Let's move on to the next one, please",
        "I really don't know the answer",
        "Not sure, pass",
    ],
    Intent.END: ["Let's stop here.", "I want to end the interview", "Can we stop the interview now?"],
    Intent.ANSWER: [
        "Bagging averages trees.",
        "I don't know the exact formula, but it divides by the variance.",
        "Skip connections let the gradient pass.",
        "Pass the data through the encoder.",
        "Stop early when the validation loss rises.",
        "The end result was good.",
        "Repeat the measurement on held-out data.",
        "Think of it as an average.",
        "",
    ],
}


@pytest.mark.parametrize(("text", "intent"), [(text, intent) for intent, texts in MESSAGES.items() for text in texts])
def test_a_message_is_taken_the_way_it_was_meant(text, intent):
    assert classify(text) is intent


@pytest.mark.parametrize("intent", [Intent.SKIP, Intent.END, Intent.REPEAT])
def test_a_long_message_is_an_answer_however_it_begins(intent):
    for request in MESSAGES[intent]:
        assert classify(f"{request} " + "because the variance of the mean falls with every further tree " * 2) is Intent.ANSWER


def test_line_breaks_and_capitals_do_not_matter():
    assert classify("  CAN YOU\nrepeat   that?  ") is Intent.REPEAT


@pytest.mark.parametrize("text", ["No, thank you.", "nope", "Not really", "Thanks, that's all.", "I'm good", "Nothing, thanks"])
def test_a_no_to_any_questions_for_me_is_understood(text):
    assert has_no_question(text)


@pytest.mark.parametrize("text", ["What do you work on?", "No office days, right?", "Tell me about the team.", "Now, who is the manager?"])
def test_a_question_of_the_candidates_is_not_taken_for_a_no(text):
    assert not has_no_question(text)
