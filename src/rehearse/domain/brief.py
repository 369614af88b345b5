"""What the interviewer is told before it speaks: never the answer key."""

from collections.abc import Mapping

from pydantic import Field

from rehearse.domain.events import Cue
from rehearse.domain.followup import choices
from rehearse.domain.intent import Intent, classify
from rehearse.domain.interview import Say, Speaker, State, round_of
from rehearse.domain.planning import Mode, Persona
from rehearse.domain.question import BankEntry, Level, Question, Round, RubricItem
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status, Verdict

LONGEST_HOOK = 14
"""Words of the candidate's that a follow-up repeats."""


class Line(Value):
    """One line of the transcript."""

    speaker: str
    text: str


class Brief(Value):
    """Everything an interviewer may know. `hook` are the candidate's own words to tie a probe to.

    `runners_up` are probes that may be asked instead of `probe`, when they are what is truly unanswered.
    `facts` are sentences about the scenario that were said before. `clock` is the one sentence on time that may be said.
    """

    cue: Cue
    title: str
    level: Level
    mode: Mode
    persona: Persona = Persona.WARM
    question: Question | None = None
    new_round: Round | None = None
    probe: str | None = None
    runners_up: tuple[str, ...] = ()
    gap: Status | None = None
    hook: str | None = None
    skipped: bool = False
    minutes_left: int | None = Field(default=None, description="kept by code; to be said, never guessed")
    clock: str = ""
    questions_total: int = 0
    facts: tuple[str, ...] = ()
    transcript: tuple[Line, ...] = ()


def brief_for(state: State, move: Say, entries: Mapping[str, BankEntry]) -> Brief:
    """Assemble what the interviewer needs for one utterance."""
    entry = entries[move.question_id] if move.question_id else None
    verdict = _verdict(state, move)
    probes = probes_for(state, move, entries)
    minutes = None if state.seconds_left is None else max(0, round(state.seconds_left / 60))
    new_round = _new_round(state, move)
    return Brief(
        cue=move.cue,
        title=state.plan.title,
        level=state.plan.level,
        mode=state.plan.mode,
        persona=state.plan.persona,
        question=entry.question if entry else None,
        new_round=new_round,
        probe=probes[0].probe if probes else None,
        runners_up=tuple(item.probe for item in probes[1:]),
        gap=_gap(probes[0].points if probes else 0, verdict),
        hook=_hook(verdict),
        skipped=_just_skipped(state),
        minutes_left=minutes,
        clock=_clock(move.cue, minutes, bool(new_round and state.question_id)),
        questions_total=len(state.plan.question_ids),
        facts=state.facts.get(move.question_id or "", ()),
        transcript=tuple(Line(speaker=t.speaker, text=t.text) for t in state.turns if t.speaker is not Speaker.NOTICE),
    )


def probes_for(state: State, move: Say, entries: Mapping[str, BankEntry]) -> list[RubricItem]:
    """The item that a probe aims at, first, and those that may be asked about instead, in the order of the brief."""
    if move.question_id is None or move.item_id is None:
        return []
    grade = state.grades.get(move.question_id)
    return choices(entries[move.question_id], grade.verdicts if grade else (), state.probed, move.item_id)


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


def _clock(cue: Cue, minutes: int | None, next_round: bool) -> str:
    """What is said about the time, at the start and when a later round begins."""
    if not minutes or not (cue is Cue.OPENING or next_round):
        return ""
    about = f"about {minutes} minute{'s' if minutes > 1 else ''}"
    return f"We have {about}." if cue is Cue.OPENING else f"We have {about} left."


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
