"""A candidate's words made harmless inside a prompt: they can close no fence and speak with no other voice.

Every replacement looks like what it replaces and folds back to it (`rehearse.domain.folding`), so that a quote is still found.
"""

import re
import unicodedata

from rehearse.domain.folding import INVISIBLE

_VOICES = r"system|assistant|user|developer|tool|human|ai|model|grader|judge|examiner|interviewer"
_TAG = r"system|assistant|user|developer|tool|instructions?|prompt|sys|think|verdicts?|grade|score|rubric|reference|answer|candidate"
_TOKEN = re.compile(r"<(?=\s*[|<])")
_BRACKET = re.compile(r"\[(?=\s*/?\s*(?:INST|SYS|system|assistant|user)\b)", re.IGNORECASE)
_LABEL = re.compile(rf"^(\W*(?:{_VOICES})\W*):", re.IGNORECASE | re.MULTILINE)


def neutral(text: str, name: str) -> str:
    """`text` without invisible characters, its tags of `name` or of a voice, its chat tokens and its speaker labels disarmed."""
    seen = "".join(c for c in text if unicodedata.category(c) != INVISIBLE)
    tags = re.compile(rf"<(?=\s*/?\s*(?:{_TAG}|{re.escape(name)}))", re.IGNORECASE)
    disarmed = _BRACKET.sub("⟦", tags.sub("‹", _TOKEN.sub("‹", seen)))
    return _LABEL.sub(r"\1꞉", disarmed)
