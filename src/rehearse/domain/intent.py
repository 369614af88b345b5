"""What a candidate's message is: an answer, or a word about the interview itself.

Only short messages are anything but an answer: "I don't know the exact formula, but …" is one.
"""

import re
from enum import StrEnum


class Intent(StrEnum):
    """How the interviewer takes a message."""

    ANSWER = "answer"
    REPEAT = "repeat"
    CLARIFY = "clarify"
    THINK = "think"
    SKIP = "skip"
    END = "end"


_LONGEST_REQUEST = 16
"""Words; anything longer is an answer."""

_POLITE = r"(?:sorry|please|thanks|thank you|um+|uh+|hm+|well|ok(?:ay)?|honestly|actually|so|oh|hey|and|but)"
_TAIL_WORDS = (
    "a|again|about|answer|are|asking|bit|by|can|could|did|first|for|from|go|i|in|is|it|just|kind|let'?s|like|little|looking|"
    "me|mean|minute|moment|more|move|my|next|now|of|on|once|one|or|other|part|pass|please|question|really|right|say|said|second|"
    "skip|so|something|sorry|that|thanks|thank|the|think|this|time|to|unfortunately|us|we|what|will|with|word|would|you|your"
)
_TAIL = rf"(?:[\s,.;:!?'-]+(?:{_TAIL_WORDS}))*[\s,.;:!?]*"
_ASK = r"(?:(?:can|could|would|will) you (?:please )?|would you mind |i(?:'d| would) like you to )?"
_WANT = r"(?:let'?s |let me |(?:can|could|may) (?:we|i) |i(?:'d| would) (?:like|rather|prefer) (?:to )?|i want to |i'?ll |i(?:'m| am) going to )?"
_PATTERNS = (
    (Intent.END, rf"{_WANT}(?:end|stop|finish|quit)(?: (?:the |this )?interview| here| now)"),
    (Intent.END, r"(?:quit|exit|stop|i(?:'d| would) like to (?:stop|quit|end))"),
    (Intent.SKIP, rf"{_WANT}(?:skip|pass|move on|next question)"),
    (Intent.SKIP, r"i (?:really |honestly |just )?(?:don'?t|do not) (?:really )?know"),
    (Intent.SKIP, r"(?:i have )?no (?:idea|clue)"),
    (Intent.SKIP, r"(?:i'?m )?not sure[,.]? (?:skip|pass|next)"),
    (Intent.REPEAT, rf"{_ASK}(?:repeat(?:ing)?|(?:say|ask|read)(?:ing)? (?:that|it|the question|this)|come again|pardon)"),
    (Intent.REPEAT, r"what (?:was the question|did you (?:say|ask)|was that)"),
    (Intent.CLARIFY, rf"{_ASK}(?:clarify|rephrase|be more specific|narrow (?:it|that|this) down|give me (?:a hint|(?:more|some) context))"),
    (Intent.CLARIFY, rf"{_ASK}explain (?:the|that|your|this) question"),
    (Intent.CLARIFY, r"what (?:do|did) you mean.*\?"),
    (Intent.CLARIFY, r"i (?:don'?t|do not) understand(?: what you mean)?"),
    (Intent.CLARIFY, r"i'?m not sure what you(?:'re| are) (?:asking|after|looking for)"),
    (Intent.CLARIFY, r"what (?:kind|sort) of answer"),
    (Intent.CLARIFY, rf"{_ASK}clarify .*\?"),
    (Intent.CLARIFY, r"(?:is|are|do|does|did|should|can|could|what|which|who|how|where|when|would)\b[^.!?]*\?"),
    (Intent.THINK, r"let me think"),
    (Intent.THINK, r"(?:give me|(?:can|could|may) i (?:have|take|get)|i need|just)? ?(?:a|one) (?:moment|second|minute|sec)"),
)
_COMPILED = [(intent, re.compile(rf"(?:{_POLITE}[,.! ]+)*(?:{pattern}){_TAIL}", re.IGNORECASE)) for intent, pattern in _PATTERNS]
_NOTHING = re.compile(
    rf"(?:{_POLITE}[,.! ]+)*(?:no+|nope|nothing|none|not really|that'?s (?:all|it)|i'?m (?:good|fine|done)|all good|i don'?t think so"
    r"|i (?:have|got) (?:no|none)|i (?:don'?t|do not) have any)\b(?! worries| problem)",
    re.IGNORECASE,
)
_ASKS_AFTER_ALL = re.compile(r"\?|\bbut\b|\b(?:tell|explain|describe)\b", re.IGNORECASE)


def classify(text: str) -> Intent:
    """The intent of one message."""
    words = " ".join(text.split())
    if len(words.split()) > _LONGEST_REQUEST:
        return Intent.ANSWER
    return next((intent for intent, pattern in _COMPILED if pattern.fullmatch(words)), Intent.ANSWER)


def has_no_question(text: str) -> bool:
    """Whether "any questions for me?" was answered with a no."""
    return len(text.split()) <= _LONGEST_REQUEST and bool(_NOTHING.match(" ".join(text.split()))) and not _ASKS_AFTER_ALL.search(text)
