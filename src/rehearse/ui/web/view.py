"""What the page shows of an interview: messages, the status line, feedback."""

from collections.abc import Iterator, Sequence
from html import escape

from rehearse.domain.interview import Speaker, State, Turn
from rehearse.domain.planning import Mode
from rehearse.domain.report import QuestionCard
from rehearse.services.session import Interview
from rehearse.ui.reports import card_html

Message = dict[str, str]


def utterances(state: State) -> int:
    """How often the interviewer has spoken."""
    return sum(turn.speaker is Speaker.INTERVIEWER for turn in state.turns)


def messages(state: State, speaking: str = "", heard: int | None = None) -> list[Message]:
    """The transcript for the chat, with the utterance that is being spoken.

    What the interviewer says is recorded sooner than it is shown: `heard` utterances are shown whole.
    """
    said = [_message(turn) for turn in _shown(state.turns, heard)]
    return [*said, {"role": "assistant", "content": escape(speaking, quote=False)}] if speaking else said


def _shown(turns: Sequence[Turn], heard: int | None) -> Iterator[Turn]:
    for turn in turns:
        if turn.speaker is Speaker.INTERVIEWER and heard is not None:
            if heard == 0:
                return
            heard -= 1
        yield turn


def _message(turn: Turn) -> Message:
    """One message. The chat component draws HTML whatever it is told, so all text is escaped."""
    role = "user" if turn.speaker is Speaker.CANDIDATE else "assistant"
    return {"role": role, "content": escape(f"ⓘ {turn.text}" if turn.speaker is Speaker.NOTICE else turn.text, quote=False)}


def status_html(state: State) -> str:
    """The clock, kept by code and ticking in the page, and where the interview is."""
    limit = "" if state.plan.minutes is None else f'data-limit="{state.plan.minutes * 60:.0f}"'
    running = "1" if state.awaits_candidate else "0"
    return (
        f'<div class="rh-status" role="status"><b>{escape(state.plan.title)}</b> · {state.plan.level.value} · {state.plan.mode.value} · '
        f"question {state.question_number} of {len(state.plan.question_ids)} · "
        f'<span class="rh-clock" data-elapsed="{state.elapsed:.0f}" data-running="{running}" {limit}></span></div>'
    )


def feedback_html(interview: Interview, cards: list[QuestionCard]) -> str:
    """In practice mode, the result of the question that was finished last; `cards` are in the order asked."""
    if interview.state.plan.mode is not Mode.PRACTICE or not cards or interview.state.is_over:
        return ""
    return f"<h3>Feedback on your last answer</h3>{card_html(cards[-1])}"


def alert_html(text: str) -> str:
    """A message that a screen reader announces."""
    return f'<div class="rh-notice" role="alert">{escape(text)}</div>' if text else ""
