"""An interviewer that needs no model: authored questions and probes, tied to the candidate's words."""

from collections.abc import Iterator, Sequence

from rehearse.domain.brief import Brief
from rehearse.domain.events import Cue
from rehearse.domain.planning import Mode, Persona
from rehearse.domain.question import Round
from rehearse.domain.verdicts import Status

_ROUND_INTROS = {
    Round.BEHAVIOURAL: "Let's talk about your experience. I'm interested in real situations, and in what you did yourself.",
    Round.ML_THEORY: "Let's go into some machine-learning theory.",
    Round.STATISTICS: "Now some statistics and probability.",
    Round.CODING: "Let's do some coding. Talk me through your thinking as you go; code or clear pseudo-code are both fine.",
    Round.SYSTEM_DESIGN: "Now a design problem. Take the lead, and state your assumptions as you make them.",
    Round.MLOPS: "Let's turn to running models in production.",
    Round.SCENARIO: "Next, a situation from the job. Tell me what you would actually do.",
}
_ACKNOWLEDGEMENTS = {
    Persona.WARM: ("Thanks, that's clear.", "Okay, thank you.", "Got it, thanks.", "Alright, thank you for that."),
    Persona.NEUTRAL: ("Thank you.", "Noted, thank you.", "Okay."),
    Persona.SCEPTICAL: ("Okay, I've heard that.", "Noted.", "Hm. I'll take that as your answer."),
    Persona.RUSHED: ("Okay.", "Thanks.", "Next."),
}
_AFTER_SKIP = ("That's fine, let's leave that one.", "No problem, we'll move on.", "Sure, let's go to another one.")
_MISSING = (
    "You said “{hook}”. {probe}",
    "I'd like to stay on something: you mentioned “{hook}”. {probe}",
    "Let me pick up on “{hook}”. {probe}",
)
_PARTIAL = ("You touched on “{hook}”, and I'd like to go a step deeper. {probe}", "On “{hook}”, take me further. {probe}")
_CONTRADICTED = ("You said “{hook}”. I want to make sure I follow. {probe}", "Let me push on one thing, “{hook}”. {probe}")
_UNTIED = ("Let me ask about one part of that. {probe}", "One thing I'd like to hear more about. {probe}")
_REPLIES = (
    "That's a good thing to ask. I'm a practice interviewer, so I can't speak for a company, but in a real interview listen for "
    "a concrete example in the reply. Is there anything else you would ask?",
    "I'd ask that one too. I have no company behind me to answer for, so note what you would hope to hear. Anything else?",
    "Good question, and one that shows what you care about. We'll leave it there.",
)


class EmbeddedInterviewer:
    """Deterministic: the same brief gives the same words."""

    engine = "embedded"

    def speak(self, brief: Brief) -> Iterator[str]:
        yield _WORDS[brief.cue](brief)


def _opening(brief: Brief) -> str:
    count = brief.questions_total
    questions = "one question" if count == 1 else f"{count} questions"
    length = f"about {brief.minutes_left} minutes" if brief.minutes_left else questions
    when = "after each question" if brief.mode is Mode.PRACTICE else "at the end"
    return (
        f"Hi, good to meet you, and thanks for making the time. I'll be your interviewer today: {brief.title}, {brief.level.value} level, "
        f"{length}. You'll see feedback {when}. Ask me to repeat or clarify anything, and it's fine to say you don't know. Let's begin."
    )


def _question(brief: Brief) -> str:
    assert brief.question
    first = len(brief.transcript) <= 1
    lead = "" if first else _pick(_AFTER_SKIP if brief.skipped else _ACKNOWLEDGEMENTS[brief.persona], brief)
    intro = _ROUND_INTROS[brief.new_round] if brief.new_round else ""
    return " ".join(part for part in (lead, brief.clock, intro, brief.question.text) if part)


def _probe(brief: Brief) -> str:
    if not brief.hook:
        return _pick(_UNTIED, brief).format(probe=brief.probe)
    templates = {Status.PARTIAL: _PARTIAL, Status.CONTRADICTED: _CONTRADICTED}.get(brief.gap or Status.MISSING, _MISSING)
    return _pick(templates, brief).format(hook=brief.hook, probe=brief.probe)


def _repeat(brief: Brief) -> str:
    return f"Of course. {_last_question(brief)}"


def _clarify(brief: Brief) -> str:
    scope = brief.question.scope if brief.question else ""
    if any(scope in line.text for line in brief.transcript):
        return "I'd leave that open. Make an assumption that you find reasonable, say what it is, and go on from there."
    return f"Sure. {scope}".strip()


def _think(brief: Brief) -> str:
    return "Take your time. Go ahead when you're ready."


def _invite(brief: Brief) -> str:
    lead = _pick(_AFTER_SKIP if brief.skipped else _ACKNOWLEDGEMENTS[brief.persona], brief)
    return f"{lead} That's everything from my side. What would you like to ask me?"


def _reply(brief: Brief) -> str:
    asked = sum(line.text in _REPLIES for line in brief.transcript)
    return _REPLIES[min(asked, len(_REPLIES) - 1)]


def _closing(brief: Brief) -> str:
    return "Thank you, I enjoyed our conversation. That's the end of the interview; your scorecard is ready."


def _last_question(brief: Brief) -> str:
    """The question, or the follow-up if one was asked since, without its lead-in."""
    asked = [line.text for line in brief.transcript if line.speaker == "interviewer"]
    question = brief.question.text if brief.question else ""
    latest = asked[-1] if asked else question
    if latest.startswith(("Of course.", "Sure.", "Take your time.")):
        latest = next((text for text in reversed(asked) if not text.startswith(("Of course.", "Sure.", "Take your time."))), question)
    return question if question in latest else latest


def _pick(options: Sequence[str], brief: Brief) -> str:
    """Vary the wording with the turn."""
    return options[len(brief.transcript) // 2 % len(options)]


_WORDS = {
    Cue.OPENING: _opening,
    Cue.QUESTION: _question,
    Cue.PROBE: _probe,
    Cue.REPEAT: _repeat,
    Cue.CLARIFY: _clarify,
    Cue.THINK: _think,
    Cue.INVITE: _invite,
    Cue.REPLY: _reply,
    Cue.CLOSING: _closing,
}
