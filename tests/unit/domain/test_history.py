from rehearse.domain.brief import Line
from rehearse.domain.history import WORDS_KEPT, condensed


def words(text):
    return len(text.split())


def talk(turns, length=50):
    return [Line(speaker="interviewer" if n % 2 == 0 else "candidate", text=f"turn {n} " + "word " * (length - 2)) for n in range(turns)]


def test_a_short_transcript_is_left_as_it_is():
    assert condensed(talk(4), 1000, words) == talk(4)


def test_the_oldest_turns_are_shortened_first_and_then_left_out():
    lines = talk(20)
    kept = condensed(lines, 400, words)
    assert kept[0].text == f"({20 - len(kept) + 1} earlier turns are left out here.)"
    lengths = [words(line.text) for line in kept[1:]]
    assert lengths == sorted(lengths), "short ones first, whole ones last"
    assert {WORDS_KEPT + 1, 50} == set(lengths)
    assert sum(lengths) <= 400
    assert kept[-2:] == lines[-2:]


def test_what_was_asked_last_and_the_answer_stay_whole_however_small_the_room():
    lines = talk(6, length=500)
    assert condensed(lines, 10, words)[1:] == lines[-2:]
    assert condensed(lines, -5, words)[1:] == lines[-2:]


def test_more_room_never_keeps_less():
    lines = talk(30)
    sizes = [sum(words(line.text) for line in condensed(lines, budget, words)[1:]) for budget in range(150, 1500, 50)]
    assert sizes == sorted(sizes)
