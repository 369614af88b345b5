"""The signs of each part of a behavioural story: situation, task, action, result, and the rest."""

import re

from rehearse.domain.question import StarPart

_PAST = (
    r"(?:(?!need|feed|speed|embed|seed|heed|proceed|exceed|succeed)\w{2,}ed|(?:re|over|under|out)?(?:felt|kept|dealt|spent|sent|went|built|found|bought|brought|"
    r"thought|caught|taught|sold|told|held|took|shook|wrote|drove|spoke|broke|chose|ran|began|drew|grew|knew|threw|led|cut|set|put|made|"
    r"got|did|split|met|sat|gave|had|won|lost|saw|said|read|hit|left|paid|stood|understood|wound|fought|came|became|was))"
)
_CUES = {
    StarPart.SITUATION: rf"\b(?:at (?:my|our|a|the) (?:last|previous|former|old|current|first)?\s*(?:company|job|role|team|startup|bank|employer|place|work)|(?:last|that|this) (?:year|spring|summer|autumn|fall|winter|month|quarter)|(?:two|three|a few|\d+) years ago|when i (?:was|worked|joined)|we (?:had|were|ran|{_PAST})|our (?:team|model|service|system|pipeline|company)|i was (?:working|on|at|part)|back (?:in|when)|while i)\b",
    StarPart.TASK: r"\b(?:my (?:job|task|role|goal|part|responsibility|brief)|i was (?:asked|responsible|in charge|the (?:one|owner|lead)|tasked|given)|i (?:had|needed) to|it was (?:up to me|on me|my)|the (?:goal|target|aim|requirement|deadline|ask) was|we (?:had|needed) to|i owned|had to (?:be|get|bring|ship|deliver))\b",
    StarPart.ACTION: rf"\bi (?:\w+ly |also |then |first |even |just |personally )?{_PAST}\b",
    StarPart.RESULT: r"\b(?:as a result|in the end|ended up|the (?:result|outcome|upshot)|(?:fell|dropped|rose|grew|went|came|cut|reduced|increased|improved|saved|gained|lowered|raised|doubled|halved|shipped|launched|adopted|approved|signed|recovered|restored|lifted|climbed|shrank|stayed|kept|passed)\b)",
    StarPart.QUANTIFIED: r"\d|\b(?:half|halved|doubled|tripled|twice|percent|a (?:third|quarter|tenth)|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|million)\b.{0,25}\b(?:percent|milliseconds|ms|seconds|minutes|hours|days|weeks|months|times|points|users|customers|people|incidents|tickets|dollars|euros))\b",
    StarPart.OWNERSHIP: rf"\b(?:i (?:\w+ly |also |then |first |myself |personally )?{_PAST}|my (?:decision|idea|call|mistake|fault|design|proposal|part)|i myself|i owned|i personally)\b",
    StarPart.LEARNING: r"\b(?:i(?:'ve)? learn(?:ed|t)|(?:it |that |this )?taught me|next time|since then|(?:from|ever since) (?:then|that)|now i (?:always|never|\w+)|in hindsight|looking back|if i did it again|i would (?:do|have done) .{0,40}differently|the lesson|takeaway|what i took)\b",
}
_COMPILED = {part: re.compile(pattern, re.IGNORECASE) for part, pattern in _CUES.items()}
_GENERIC = re.compile(
    r"\b(?:i(?:'d| would) (?:usually|generally|normally|always|probably|typically|try|just)|(?:usually|generally|normally|typically) i|in general|i always try|i(?:'m| am) (?:someone|the kind)|you (?:should|have to|need to)|one should)\b",
    re.IGNORECASE,
)


def has_cue(text: str, part: StarPart) -> bool:
    """Whether a clause shows the signs of a part; a generic one is no story and shows none."""
    return bool(_COMPILED[part].search(text)) and not is_generic(text)


def is_generic(text: str) -> bool:
    """Whether a clause tells what one would do rather than what one did."""
    return bool(_GENERIC.search(text))
