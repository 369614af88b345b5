"""What the words around a number make of it: a result, a step on the way, a guess that is dropped, a choice between two."""

import re
from dataclasses import dataclass

_ABOUT = r"(?:(?:about|around|roughly|approximately|some|only|just|even|simply|really|nearly|exactly|like|something|the|an?)\s+)*"
_DISMISSED = re.compile(
    rf"(?:\bnot|n't|\bnever|\bnor|\binstead of|\brather than|\bcompared (?:with|to)|\bagainst|\bversus|\bvs\.?|\bunlike|\bfrom|\bbefore"
    rf"|(?<!more )(?<!less )(?<!fewer )(?<!larger )(?<!smaller )(?<!higher )(?<!lower )\bthan)\s+(?:be\s+)?{_ABOUT}$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:might|could|may|people|most|many|everyone|everybody|often|tempting|intuitively|naively|wrongly|first)\b[^.;,]{0,30}"
    r"\b(?:think|thought|say|guess|guessed|expect|answer|assume|believe|instinct|was)\b[^.;,]{0,40}$|\b(?:at first|initially)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_STEP_BEFORE = re.compile(
    r"(?:\b(?:root|log|logarithm|exp)\s+of|\be to the|\bto the(?: power(?: of)?)?|\b(?:multiply|divide|divided|multiplied) by|[*/^×÷]|\b\d+\s*(?:by|times|over))\s*"
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_STEP_AFTER = re.compile(
    r"^\s*(?:squared\b|cubed\b|[*/^×÷+]|multiplied\b|divided\b|over\s+(?:\d|the root|root|square)|by\s+\d|to the\b|raised\b|times (?:the|that|itself)\b)",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:so|therefore|hence|thus|gives?|giving|gets?|got|makes?|making|comes?|works? out|ends?|lands?|answer|result|means?|that's|that is|which is"
    r"|it's|it is|would be|should be|must be|estimate|report|needs?|takes?|costs?|worth|leaves|becomes?|passes|passed|predicts?|say|i'm at|we're at)\b|=",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\b(?:is|are|was|has|have|returns?|falls?|drops?|rises?|goes|stays?|raises?|multipl\w+|add(?:s|ed)?|reduced|covers?|likely)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"^(?!.*\bplus or minus\b)[^.\d]{0,30}\b(?:or|if not)\b[^.\d]{0,20}$", re.IGNORECASE)
_CORRECTION = re.compile(r"\b(?:no|wait|sorry|actually|correction|scratch that|i mean|or rather|on second thought)\b", re.IGNORECASE)
_ONWARD = re.compile(
    r"(?:\W|\b(?:so|and|then|that|which|this|i|it|would|gives?|get|makes?|means?|comes?|out|to|at|be|is|s|about|around|roughly|equals?|therefore"
    r"|hence|finally|in|the|end|me|ends?|up|just|some|only)\b)+",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|more than|above|at least|upwards of|north of)\s+(?:an?\s+)?$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|less than|fewer than|below|nearly|almost|not quite|close to|at most|up to)\s+(?:an?\s+)?$", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:(?:less|fewer|lower|smaller|more|higher|greater) than|at least|at most|up to|below|above)\s+(?:an?\s+)?$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;:!?]\s|,\s")
_SENTENCE = re.compile(r"[.!?;]\s")
_WORD = re.compile(r"[a-z]{4,}", re.IGNORECASE)
_FAR, _CLOSE = 90, 40
"""Characters around a number that bear on it, and between two numbers of which one may replace the other."""


@dataclass(frozen=True)
class Setting:
    """The words that a number stands in: `lead` is what comes since the number before or the start of the clause."""

    before: str
    lead: str
    after: str

    @property
    def is_dismissed(self) -> bool:
        """'instead of 4', 'not 95', 'people would say 95'."""
        return bool(_SUPPOSED.search(self.before) or (_DISMISSED.search(self.before) and not self.bound))

    @property
    def is_step(self) -> bool:
        """'the root of 400', '0.999 cubed'."""
        return bool(_STEP_BEFORE.search(self.before) or _STEP_AFTER.search(self.after))

    @property
    def is_claimed(self) -> bool:
        """'so 16', 'that gives 16'."""
        return bool(_CLAIM.search(self.lead))

    @property
    def is_alone(self) -> bool:
        """At the head of its clause: '52 gigabytes at 4 bits'."""
        return not self.lead.strip() or bool(re.fullmatch(_ABOUT, self.lead.lstrip(), re.IGNORECASE))

    @property
    def is_stated(self) -> bool:
        """'the precision is 16'."""
        return bool(_COPULA.search(self.lead))

    @property
    def bound(self) -> int:
        """1 where the truth is said to be a little above the number, -1 where a little below, else 0."""
        return 1 if _OVER.search(self.before) else -1 if _UNDER.search(self.before) else 0

    @property
    def is_open(self) -> bool:
        """Whether the number is a mere bound: 'less than 95'."""
        return bool(_OPEN.search(self.before))


def setting(text: str, start: int, end: int, previous: int) -> Setting:
    """The setting of the number at ``text[start:end]``; the number before it ends at `previous`."""
    before = text[max(0, start - _FAR) : start]
    before = before[max((m.end() for m in _SENTENCE.finditer(before)), default=0) :]
    lead = text[max(previous, start - len(before)) : start]
    lead = lead[max((m.end() for m in _CLAUSE.finditer(lead)), default=0) :]
    return Setting(before, lead, text[end : end + _FAR])


def is_choice(between: str) -> bool:
    """Whether two numbers are offered for one: '8 or maybe 80'."""
    return bool(_CHOICE.match(between))


def takes_back(between: str) -> bool:
    """Whether a later number replaces an earlier one: '16, no wait, 95', '16, so that makes 95'."""
    return len(between) <= _CLOSE and bool(_CORRECTION.search(between) or _ONWARD.fullmatch(between))


def ends_sentence(between: str) -> bool:
    """Whether a sentence ends between two numbers."""
    return bool(_SENTENCE.search(between))


def words_near(text: str, start: int, end: int) -> set[str]:
    """The longer words around a number, within its sentence."""
    before = _SENTENCE.split(text[max(0, start - _FAR) : start])[-1]
    return longer_words(before + _SENTENCE.split(text[end : end + _FAR])[0])


def longer_words(text: str) -> set[str]:
    """The words of four letters and more."""
    return set(map(str.lower, _WORD.findall(text)))
