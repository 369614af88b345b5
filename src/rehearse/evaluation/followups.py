"""Does the follow-up move with the gap? A strong answer is graded without the sentence of one item, then without that of another."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rehearse.adapters.giveaway import phrases
from rehearse.bootstrap import App
from rehearse.domain.brief import brief_for
from rehearse.domain.events import Answered, Cue, Graded, Said, Started
from rehearse.domain.followup import choose_gap
from rehearse.domain.intent import Intent
from rehearse.domain.interview import Say, replay
from rehearse.domain.planning import Mode, Plan, PlannedRound
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.text import content_hash
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case, Outcome
from rehearse.evaluation.engines import Engine, Grade, production
from rehearse.evaluation.gaps import without
from rehearse.evaluation.labelled import gold_items, read_lines
from rehearse.evaluation.tables import Row, Table, mean_of

GAPS = 2
"""Sentences taken out of each answer, one at a time."""


def follow_up_cases(app: App, folder: Path) -> Iterator[Case]:
    """Strong answers of people nobody has fitted on, or our own strong exemplars; each with its two gaps."""
    strong = _strong(folder / "answers.jsonl") or [
        Case(id=f"{entry.id}-strong", question_id=entry.id, answer=entry.answers["strong"].text) for entry in app.bank if entry.answers
    ]
    for base in sorted(strong, key=lambda case: content_hash(case.question_id)):
        if len(gaps := list(_gaps(app, base))) == GAPS:
            yield base
            yield from gaps


def _strong(path: Path) -> list[Case]:
    return [case for case in read_lines(path) if case.kind == "strong" and case.split == "test"] if path.exists() else []


def _gaps(app: App, base: Case) -> Iterator[Case]:
    """The answer without the sentence that earned one item; a different sentence each time."""
    entry, gold, taken = app.bank.get(base.question_id), gold_items(base), set[str]()
    for verdict in app.quick_grader.grade(entry, base.answer).verdicts:
        earned = verdict.status is Status.MET and gold.get(verdict.item_id, Status.MET) is Status.MET
        rest = without(base.answer, verdict.quote) if earned and verdict.quote else None
        if rest and rest not in taken and entry.key.item(verdict.item_id).points > 0 and len(taken) < GAPS:
            taken.add(rest)
            yield Case(
                id=f"{base.id}-without-{verdict.item_id}",
                question_id=base.question_id,
                answer=rest,
                base=base.id,
                target=verdict.item_id,
                expected=Status.MISSING,
            )


def asking(app: App, engine: Engine, entries: Mapping[str, BankEntry]) -> Grade:
    """Grade as the app does, and say the follow-up that the app would ask."""
    grade = production(engine, entries)

    def ask(case: Case) -> Outcome:
        outcome = grade(case)
        entry = entries[case.question_id]
        gap = _probe(entry, outcome)
        return outcome.model_copy(update={"said": _said(engine, entry, case.answer, outcome, gap)}) if gap else outcome

    return ask


def _probe(entry: BankEntry, outcome: Outcome) -> RubricItem | None:
    return choose_gap(entry, outcome.verdicts, (), None)


def _said(engine: Engine, entry: BankEntry, answer: str, outcome: Outcome, gap: RubricItem) -> str:
    """What the interviewer says at this point of an interview with this one question."""
    question = entry.question
    rounds = (PlannedRound(round=question.round, minutes=None, questions=(entry.id,)),)
    events = (
        Started(at=0, plan=Plan(title=question.round.label, level=question.level, mode=Mode.MOCK, rounds=rounds)),
        Said(at=0, cue=Cue.QUESTION, text=question.text, question_id=entry.id),
        Answered(at=0, text=answer, intent=Intent.ANSWER),
        Graded(at=0, question_id=entry.id, engine=outcome.engine, verdicts=outcome.verdicts),
    )
    brief = brief_for(replay(events), Say(Cue.PROBE, entry.id, gap.id), {entry.id: entry})
    return "".join(piece for piece in engine.interviewer.speak(brief) if isinstance(piece, str))


def follow_up_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """Whether the gap is noticed, aimed at, and followed when it moves; whether the wording gives a key phrase away."""
    variants = [case for case in cases if case.base and outcomes[case.id].verdicts]
    aimed = {case.id: _aims_at(entries[case.question_id], outcomes[case.id]) == case.target for case in variants}
    asked = [case for case in cases if outcomes[case.id].said]
    both = {base: [aimed[case.id] for case in group] for base, group in groupby(variants, key=lambda case: case.base)}
    owner = {case.base: case.question_id for case in variants}
    return [
        Table("", tuple(Row(c.id, c.question_id, float(_noticed(c, outcomes[c.id]))) for c in variants), mean_of("noticed")),
        Table("", tuple(Row(c.id, c.question_id, float(aimed[c.id])) for c in variants), mean_of("aimed")),
        Table("", tuple(Row(base, owner[base], float(all(hits))) for base, hits in both.items() if len(hits) == GAPS), mean_of("followed")),
        Table("", tuple(Row(c.id, c.question_id, float(bool(_leaks(c, outcomes[c.id], entries)))) for c in asked), mean_of("leaked")),
    ]


def _aims_at(entry: BankEntry, outcome: Outcome) -> str:
    gap = _probe(entry, outcome)
    return gap.id if gap else ""


def _noticed(case: Case, outcome: Outcome) -> bool:
    return next(verdict.status for verdict in outcome.verdicts if verdict.item_id == case.target) is not Status.MET


def _leaks(case: Case, outcome: Outcome, entries: Mapping[str, BankEntry]) -> set[tuple[str, ...]]:
    entry = entries[case.question_id]
    return leaked(outcome.said, entry, _aims_at(entry, outcome), case.answer)


def leaked(said: str, entry: BankEntry, probed: str, answer: str) -> set[tuple[str, ...]]:
    """Runs of three content stems of what was said that stand in the key of an item not asked about, and nowhere before.

    What belongs to the scenario (`scope`) is no secret: the interviewer tells it to whoever asks.
    """
    secret = {phrase for item in entry.key.items if item.id != probed for text in item.phrasings for phrase in phrases(text)}
    return (phrases(said) & secret) - phrases(entry.question.text) - phrases(entry.question.scope) - phrases(answer)
