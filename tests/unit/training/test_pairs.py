from builders import entry as make_entry

from rehearse.training.pairs import OPPOSITE, OTHER, SAME, bank_pairs


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
