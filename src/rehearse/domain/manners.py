"""What an interviewer must not say in an interview, whatever words a model finds: praise, grades, the time, the same thing again."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

SAME = 0.87
"""Likeness of two sentences, 0 to 1, from which one repeats the other."""
SHORTEST_REPEATED = 5
"""Words; shorter sentences, such as thanks, may come again."""

_PRAISE = (
    r"(?:great|good|excellent|perfect|brilliant|fantastic|wonderful|amazing|awesome|impressive|outstanding|superb|terrific|solid|nice|strong|fine|fair"
    r"|insightful|thorough|comprehensive|well[- ]structured)"
)
_BLAME = r"(?:weak|poor|wrong|incorrect|incomplete|insufficient|mistaken|inaccurate|not (?:quite )?(?:right|correct))"
_GRADE = rf"(?:{_PRAISE}|{_BLAME}|correct|right|accurate|spot[- ]on|true)"
_OF_THEIRS = (
    r"(?:answer|explanation|response|points?|job|work|summary|description|reasoning|thinking|insights?|analysis|start|breakdown|overview"
    r"|understanding|grasp|intuition|catch|observation|examples?)"
)
_VERY = r"(?:(?:an?|the|really|very|quite|so|absolutely|exactly|totally|completely|entirely|partly|partially|mostly|basically|indeed|pretty|all)\s+)*"
_OPENS = r"(?:^|[.,;:!–—-]\s*)\W*(?:(?:okay|ok|yes|yeah|thanks|thank you|and|so|well|oh|wow)[,.!]?\s+)?"
_STOPS = r"(?=\s*(?:[.,;!–—]|$|and\b|but\b|so\b))"
_JUDGED = re.compile(
    rf"{_OPENS}{_VERY}{_GRADE}\s+(?:\w+\s+)?{_OF_THEIRS}{_STOPS}"
    rf"|\b(?:that|this|it|what a|your)(?:['’]s|\s+is|\s+was|\s+sounds|\s+looks)?\s+{_VERY}{_GRADE}\s+(?:\w+\s+)?{_OF_THEIRS}\b"
    rf"|{_OPENS}(?:that|this|it)(?:['’]s|\s+is|\s+was|\s+sounds|\s+looks)\s+{_VERY}{_GRADE}{_STOPS}"
    rf"|{_OPENS}(?:(?:that|this|it|you)(?:['’]s|\s+is|\s+are|['’]re)\s+not|(?:that|this|it|you)\s+(?:isn|wasn|aren)['’]t|not)\s+{_VERY}{_GRADE}{_STOPS}"
    rf"|(?:\byour|{_OPENS}the)\s+{_OF_THEIRS}\s+(?:is|are|was|were|sounds?|looks?)\s+{_VERY}{_GRADE}\b"
    rf"|{_OPENS}you(?:['’]re|\s+are|\s+were)\s+{_VERY}{_GRADE}(?:{_STOPS}|\s+(?:that|about|to)\b)"
    r"|\byou(?:['’]ve)?\s+(?:got|nailed|aced|missed|covered|answered|explained|described|summari[sz]ed)\s+(?:\w+\s+){0,4}"
    r"(?:right|correctly|incorrectly|wrong|very well|perfectly|nicely|brilliantly|everything)\b"
    r"|\bwell\s+(?:done|said|put|explained|answered|described)\b|\bgood\s+(?:stuff|going)\b|\bnailed it\b|\bspot[- ]on\b"
    rf"|{_OPENS}{_VERY}(?:great|good|nice|excellent|perfect|brilliant|fantastic|wonderful|amazing|awesome|impressive|superb|correct|exactly|wrong|incorrect)"
    r"\s*(?:[.!,;–—]|$)"
    r"|\byour\s+(?:score|grade|mark|rating|level)\s+(?:is|would be|for)\b"
    r"|\bi(?:['’]d|['’]ll|\s+would|\s+will)\s+(?:rate|grade|score|give)\s+(?:you|that|this|your answer)\b",
    re.IGNORECASE,
)
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|forty-five|sixty|few|several|couple of|half an)"
_TIMED = re.compile(
    rf"\b{_COUNT}\s+(?:more\s+)?(?:minutes?|mins?|seconds?|hours?)\s+(?:left|remain(?:ing|s)?|for (?:this|today|the (?:interview|question|round)))\b"
    rf"|\bwe\s+(?:have|['’]ve got|only have|still have|will (?:talk|speak|have))\s+(?:\w+\s+){{0,3}}{_COUNT}\s+(?:minutes?|mins?|hours?)\b"
    r"|\b(?:running|run|ran|almost|nearly)\s+(?:short\s+(?:of|on)|out\s+of|low\s+on)\s+time\b|\btime(?:['’]s|\s+is)\s+(?:up|almost up|nearly up|short|running)\b"
    rf"|\b(?:takes?|last)\s+(?:about|around|roughly)?\s*{_COUNT}\s+(?:minutes?|mins?|hours?)\b(?=.*\b(?:interview|conversation|session)\b)"
    rf"|\b(?:interview|conversation|session)\b[^.!?]{{0,40}}\b{_COUNT}\s+(?:minutes?|mins?|hours?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")


def judges(sentence: str) -> bool:
    """Whether a sentence praises, blames or grades an answer: "great answer", "that's correct"."""
    return bool(_JUDGED.search(sentence))


def tells_time(sentence: str) -> bool:
    """Whether a sentence says how much time is left, or how long the interview is."""
    return bool(_TIMED.search(sentence))


def repeats(sentence: str, earlier: Iterable[str]) -> bool:
    """Whether a sentence of some length was said before, in nearly the same words."""
    words = _words(sentence)
    if len(words) < SHORTEST_REPEATED:
        return False
    return any(SequenceMatcher(None, words, _words(other), autojunk=False).ratio() >= SAME for other in earlier)


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence.lower())
