from random import Random

from builders import entry as make_entry

from rehearse.training.pairs import OPPOSITE, OTHER, SAME, bank_pairs, turned_pairs


def by_target(entry):
    found = {SAME: [], OTHER: [], OPPOSITE: []}
    for pair in bank_pairs(entry):
        found[pair.target].append(pair)
    return found


def test_two_accepted_phrasings_say_the_same_and_a_rejected_one_the_opposite():
    entry = make_entry()
    item = entry.key.items[0]
    found = by_target(entry)
    assert all(pair.said != pair.phrasing for pair in found[SAME])
    assert any(pair.said in item.accept and pair.phrasing == item.text for pair in found[SAME])
    assert any({pair.said, pair.phrasing} & set(item.reject) for pair in found[OPPOSITE])


def test_nothing_is_both_the_same_and_something_else():
    found = by_target(make_entry())
    same, other = ({(pair.said, pair.phrasing) for pair in found[target]} for target in (SAME, OTHER))
    assert not same & other


def test_a_hedge_and_the_question_itself_say_nothing():
    entry = make_entry()
    said = [pair.said for pair in by_target(entry)[OTHER]]
    assert any("maybe it is the opposite" in text for text in said)
    assert any(entry.question.text.startswith(text[:20]) for text in said)


def test_the_same_seed_draws_the_same_pairs_and_another_seed_others():
    entry = make_entry()
    assert bank_pairs(entry, 1) == bank_pairs(entry, 1)
    assert bank_pairs(entry, 1) != bank_pairs(entry, 2)


def test_a_claim_that_was_turned_round_says_the_opposite_of_the_key_and_of_what_stood_there():
    item = make_entry().key.items[0]
    before, after = ["It rises.", "That is all."], ["It falls.", "That is all."]
    pairs = list(turned_pairs(item, before, after, Random(1)))
    assert {pair.said for pair in pairs if pair.target == OPPOSITE and pair.phrasing in item.phrasings} == {"It falls."}
    assert {pair.said for pair in pairs if pair.target == SAME} == {"It rises."}
    assert {(pair.said, pair.phrasing) for pair in pairs if pair.phrasing not in item.phrasings} == {
        ("It falls.", "It rises."),
        ("It rises.", "It falls."),
    }


def test_where_pieces_were_joined_nobody_says_which_stood_for_which():
    item = make_entry().key.items[0]
    pairs = list(turned_pairs(item, ["It rises.", "So it does."], ["It falls."], Random(1)))
    assert pairs
    assert all(pair.said == "It falls." and pair.target == OPPOSITE and pair.phrasing in item.phrasings for pair in pairs)
