import pytest

from rehearse.domain.manners import judges, repeats, tells_time

PRAISE = [
    "Great answer!",
    "That's correct.",
    "That's a really good point, so how would you go on?",
    "Thanks, great explanation.",
    "Exactly, and what about the test error?",
    "You're absolutely right.",
    "You're right that it overfits.",
    "Well done!",
    "I'd give you a four.",
    "Your answer is incomplete.",
    "Not quite right.",
    "That isn’t correct.",
    "You explained that very well.",
    "Impressive reasoning!",
]
PLAIN = [
    "Thanks.",
    "That makes sense.",
    "What does a score of 0.5 mean?",
    "What would be a good example of that?",
    "How do you find out whether the answer is right?",
    "Suppose the label is wrong; what then?",
    "That's a good question, but I cannot speak for a company.",
    "How would you explain a great drop in accuracy?",
]


@pytest.mark.parametrize("sentence", PRAISE)
def test_praise_blame_and_grades_are_heard(sentence):
    assert judges(sentence)


@pytest.mark.parametrize("sentence", PLAIN)
def test_what_only_asks_or_thanks_is_no_judgement(sentence):
    assert not judges(sentence)


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("We have ten minutes left.", True),
        ("There are 5 minutes remaining.", True),
        ("We're running out of time.", True),
        ("This interview takes about 30 minutes.", True),
        ("Train it for 30 minutes.", False),
        ("We have 10 million users.", False),
        ("The job runs for two hours a night.", False),
    ],
)
def test_only_the_time_of_the_interview_counts_as_telling_the_time(sentence, tells):
    assert tells_time(sentence) is tells


def test_a_sentence_nearly_like_an_earlier_one_repeats_it_and_thanks_do_not():
    earlier = ["Thanks for that.", "How would you notice it while you train the model?"]
    assert repeats("And how would you notice it while you train the model?", earlier)
    assert not repeats("How would you keep the model from doing it?", earlier)
    assert not repeats("Thanks for that.", earlier)
