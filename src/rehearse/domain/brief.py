"""What the interviewer is told before it speaks: never the answer key."""

from collections.abc import Mapping

from pydantic import Field

from rehearse.domain.events import Cue
from rehearse.domain.intent import Intent, classify
from rehearse.domain.interview import Say, Speaker, State, round_of
from rehearse.domain.planning import Mode
from rehearse.domain.question import BankEntry, Level, Question, Round
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status, Verdict

LONGEST_HOOK = 14
"""Words of the candidate's that a follow-up repeats."""


class Line(Value):
    """One line of the transcript."""

    speaker: str
    text: str


class Brief(Value):
    """Everything an interviewer may know. `hook` are the candidate's own words to tie a probe to."""

    cue: Cue
    title: str
    level: Level
    mode: Mode
    question: Question | None = None
    new_round: Round | None = None
    probe: str | None = None
    gap: Status | None = None
    hook: str | None = None
    skipped: bool = False
    minutes_left: int | None = Field(default=None, description="kept by code; to be said, never guessed")
    questions_total: int = 0
    transcript: tuple[Line, ...] = ()


def brief_for(state: State, move: Say, entries: Mapping[str, BankEntry]) -> Brief:
    """Assemble what the interviewer needs for one utterance."""
    entry = entries[move.question_id] if move.question_id else None
    verdict = _verdict(state, move)
    item = entry.key.item(move.item_id) if entry and move.item_id else None
    left = state.seconds_left
    return Brief(
        cue=move.cue,
        title=state.plan.title,
        level=state.plan.level,
        mode=state.plan.mode,
        question=entry.question if entry else None,
        new_round=_new_round(state, move),
        probe=item.probe if item else None,
        gap=_gap(item.points if item else 0, verdict),
        hook=_hook(verdict),
        skipped=_just_skipped(state),
        minutes_left=None if left is None else max(0, round(left / 60)),
        questions_total=len(state.plan.question_ids),
        transcript=tuple(Line(speaker=t.speaker, text=t.text) for t in state.turns if t.speaker is not Speaker.NOTICE),
    )


def _verdict(state: State, move: Say) -> Verdict | None:
    grade = state.grades.get(move.question_id or "")
    if grade is None or move.item_id is None:
        return None
    return next((verdict for verdict in grade.verdicts if verdict.item_id == move.item_id), None)


def _gap(points: int, verdict: Verdict | None) -> Status | None:
    """The kind of gap; asserting a misconception is a contradiction."""
    if verdict is None:
        return None
    return Status.CONTRADICTED if points < 0 else verdict.status


def _hook(verdict: Verdict | None) -> str | None:
    quote = (verdict.quote or verdict.near) if verdict else None
    if quote is None:
        return None
    words = quote.text.split()
    shown = " ".join(words[:LONGEST_HOOK]).strip(" ,.;:!?\"'")
    return f"{shown}…" if len(words) > LONGEST_HOOK else shown


def _new_round(state: State, move: Say) -> Round | None:
    """The round that this question opens, if it opens one."""
    if move.cue is not Cue.QUESTION or move.question_id is None:
        return None
    current = round_of(state, move.question_id)
    before = round_of(state, state.question_id) if state.question_id else None
    return current.round if before is None or current is not before else None


def _just_skipped(state: State) -> bool:
    """Whether the candidate's last word was that they would rather move on."""
    last = next((turn for turn in reversed(state.turns) if turn.speaker is Speaker.CANDIDATE), None)
    return last is not None and classify(last.text) is Intent.SKIP
