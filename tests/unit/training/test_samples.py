from rehearse.content.bank import load_bank
from rehearse.domain.question import Round
from rehearse.evaluation.cases import Case, Label
from rehearse.settings import content_root
from rehearse.training.samples import padded_samples, restyled_samples

BANK = load_bank([content_root() / "knowledge"])
FIRST, SECOND = list(BANK)[:2]


def case(entry, kind, answer):
    return Case(id=f"{entry.id}-{kind}", question_id=entry.id, kind=kind, answer=answer, gold=Label(labeller="us", level=1, items={}))


def test_only_poor_answers_are_padded_and_never_with_what_would_mend_them():
    cases = [case(entry, kind, f"{kind} {entry.id}") for entry in (FIRST, SECOND) for kind in ("strong", "weak", "good")]
    measured = []
    assert list(padded_samples(cases, BANK, lambda entry, answer: measured.append((entry.id, answer)) or [], weight=0.2)) == []
    assert [entry_id for entry_id, _ in measured] == [FIRST.id, SECOND.id]
    for (entry_id, answer), own in zip(measured, (FIRST, SECOND), strict=True):
        assert entry_id == own.id
        assert answer.startswith(f"weak {own.id} ")
        assert f"strong {own.id}" not in answer
        assert len(answer) > len(f"weak {own.id} ")


def test_answers_are_restyled_but_for_code_and_keep_what_they_say():
    coding = next(entry for entry in BANK if entry.question.round is Round.CODING)
    cases = [case(entry, "good", "It isn't stable, because the variance of its estimate rises. " * 3) for entry in (FIRST, coding, SECOND)]
    measured = []
    assert list(restyled_samples(cases, BANK, lambda entry, answer: measured.append((entry.id, answer)) or [], weight=0.5)) == []
    assert [entry_id for entry_id, _ in measured] == [FIRST.id, SECOND.id]
    assert measured[0][1].startswith("it isnt stable because the variance of its estimate rises it isnt")
    assert measured[1][1] != cases[2].answer
