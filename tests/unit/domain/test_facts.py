from rehearse.domain.facts import contradicted, facts_in

USERS = "There are about 20 million users a day."


def test_a_statement_with_a_number_is_a_fact_and_a_question_is_none():
    assert facts_in([USERS, "Take the rest as you like.", "Would 5 be enough?"]) == (USERS,)


def test_another_number_for_the_same_thing_is_a_contradiction():
    assert contradicted("Assume 5 million users per day.", [USERS]) == USERS


def test_the_same_number_again_and_another_thing_are_none():
    assert contradicted("As I said, 20 million users a day.", [USERS]) is None
    assert contradicted("Each post has up to 300 words.", [USERS]) is None
    assert contradicted("That is up to you.", [USERS]) is None
