"""Does a sentence of the interviewer give an answer away? By phrases of the key word for word, and by meaning with the embedded judge."""

import re
from collections.abc import Collection, Iterator

from rehearse.adapters.keyword_index import stems
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.verdicts import Status
from rehearse.ports import Judge

PHRASE = 3
"""Content words in a row that give a key phrase away."""

_FRAMED = re.compile(
    r"\b(?:agree|say|said|think|know|see|true|case|remember|recall|given|mean|mention(?:ed)?|note|notice|since|because|consider|fact|idea"
    r"|realise|realize|argue|claim|add(?:ed)?|hoping for|looking for)(?:\s+(?:is|was))?,?\s+(?:that\s+)?(?P<claim>\w+\W+\w+\W+\w.*)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"[,;]?\s*(?:right|correct|yes|no|isn['’]t (?:it|that so)|don['’]t you think|wouldn['’]t you say|is that so)\s*\?\s*$", re.IGNORECASE
)


class Giveaway:
    """Names the items that a sentence gives away."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self, entry: BankEntry, sentence: str, heard: str, items: Collection[str]) -> frozenset[str]:
        """Those of `items` that `sentence` states. What the candidate was `heard` saying, and what a question asks, is no secret."""
        secret = [item for item in entry.key.items if item.id in items and item.points > 0]
        ours = _without_quotes(sentence, heard)
        if not secret or len(stems(ours)) < PHRASE:
            return frozenset()
        if word_for_word := _word_for_word(entry, ours, heard, secret):
            return word_for_word
        return self._by_meaning(entry, ours, {item.id for item in secret})

    def _by_meaning(self, entry: BankEntry, sentence: str, ids: set[str]) -> frozenset[str]:
        """The judge takes a question for no claim, so a claim inside a question is taken out of it first."""
        for claim in _claims(sentence):
            met = {verdict.item_id for verdict in self._judge.judge(entry, claim, ()) if verdict.status is Status.MET}
            if met & ids:
                return frozenset(met & ids)
        return frozenset()


def phrases(text: str) -> set[tuple[str, ...]]:
    """Every run of `PHRASE` content stems."""
    words = stems(text)
    return {tuple(words[start : start + PHRASE]) for start in range(len(words) - PHRASE + 1)}


def _word_for_word(entry: BankEntry, sentence: str, heard: str, items: Collection[RubricItem]) -> frozenset[str]:
    asked = (entry.question.text, entry.question.scope, heard, *(item.probe for item in entry.key.items))
    new = phrases(sentence) - {phrase for text in asked for phrase in phrases(text)}
    return frozenset(item.id for item in items if any(new & phrases(text) for text in item.phrasings))


def _claims(sentence: str) -> Iterator[str]:
    """The sentence as a statement, where it holds one."""
    if not sentence.rstrip().endswith("?"):
        yield sentence
    elif tag := _TAG.search(sentence):
        yield sentence[: tag.start()] + "."
    if framed := _FRAMED.search(sentence):
        yield _TAG.sub("", framed["claim"]).rstrip(" ?.!") + "."


def _without_quotes(sentence: str, heard: str) -> str:
    """The sentence without what it repeats of the candidate's words between quotation marks."""
    folded = " ".join(heard.lower().split())
    return re.sub(r"[“\"](.{2,}?)[…]?[”\"]", lambda quote: " " if " ".join(quote[1].lower().split()) in folded else quote[0], sentence)
