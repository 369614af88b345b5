"""Which pieces of an answer are claims of the candidate's own.

Echoed questions, orders to the grader, bare keyword lists, questions and hedges that name both
sides claim nothing, so they can earn nothing; nor does a claim that is taken back in the same answer.
"""

import re
import unicodedata
from collections.abc import Iterable

from rehearse.domain.keyword_lists import is_keyword_list
from rehearse.domain.polarity import is_negated_against
from rehearse.domain.words import content_words

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your |my )*"
    r"(?:(?:previous|above|prior|earlier) (?:instructions?|prompts?|rules|messages?|text)|instructions?|rubric)\b"
    r"|\b(?:give|award|assign|grant) (?:me |this |the |my |answer |it |us )*(?:a |the )?"
    r"(?:full|maximum|max|top|perfect|highest|all|10|100|five|level 5)(?:\W+\w+)? (?:marks?|scores?|points?|credit|grade)\b"
    r"|\b(?:full|maximum|perfect) (?:marks?|points?|credit)\b"
    r"|\bmark (?:this|it|the|every|all|each)\b.{0,40}\b(?:correct|met|right|full)\b"
    r"|(?:^|\n)\W*(?:system|assistant|grader|judge|developer)\s*:"
    r"|\b(?:dear|hey|note to(?: the)?|attention) (?:grader|judge|evaluator|examiner|ai|model|llm)\b"
    r"|\b(?:grader|evaluator|examiner)\b.{0,40}\b(?:must|should|will|please)\b.{0,40}\b(?:mark|score|grade|accept|award|give|met|correct)\b"
    r"|(?:^|[\"'{,\n])\s*[\"']?(?:status|verdict|score|level|points)[\"']?\s*[:=]\s*[\"']?(?:met|full|max|\d)"
    r"|</?\s*(?:system|answer|candidate|instructions?|verdict|grade)[^>]*>"
    r"|\bthis answer (?:is (?:correct|perfect|complete|excellent)|meets|deserves|covers (?:all|every))"
    r"|\bevery (?:rubric )?item is met\b|\b(?:i|my answer) (?:have |has )?cover(?:ed|s) (?:all|every)\b",
    re.IGNORECASE,
)
_GRADING = re.compile(
    r"\b(?:rubric|grader|grading|examiner|evaluator|full marks|verdict|(?:this|my) (?:whole |entire )?(?:answer|response|submission)|text above"
    r"|(?:this|the) candidate (?:is|has|was|should|deserves)"
    r"|(?:every|each|all)(?: the| of the)? (?:rubric |key |expected |single )*(?:items?|criteria|criterion|box(?:es)?)"
    r"|points? as (?:covered|met|made|given))\b",
    re.IGNORECASE,
)
_APPROVING = re.compile(
    r"\b(?:met|satisf\w+|fulfill?\w*|cover(?:s|ed)?|credit\w*|award\w*|accept\w*|approv\w+|excellent|perfect|complete(?:ness)?|correct|deserv\w+|marks?|marked"
    r"|grade|count(?:s|ed)?|treat(?:ed)?|ticked|tick|passed|lenient|best|top|highest|maximum|reference solution|model solution|said|made|mentioned)\b",
    re.IGNORECASE,
)
_BOTH_SIDES = re.compile(
    r"\bor (?:maybe )?(?:the (?:opposite|reverse|other way(?: round| around)?)|vice versa|is it)\b"
    r"|\bone or the other\b|\beither (?:one|way)\b|\bnot sure (?:which|whether|if)\b|\bcan'?t remember which\b"
    r"|\bi (?:don'?t|do not) (?:really )?(?:know|remember)\b|\bi have no idea\b|^\W*no idea\b",
    re.IGNORECASE,
)


_IMPORT = re.compile(r"\s*(?:from [\w.]+ import|import [\w.]+(?: as \w+)?$)")


_ECHO_SHARE = 0.8


_HIDDEN = {"Cf", "Mn", "Me", "Co"}
_LOOKALIKES = str.maketrans("асеіорѕхуАВСЕНІКМОРТХ", "aceiopsxyABCEHIKMOPTX")
_TAKEN_BACK_SHARE = 0.8


def is_claim(text: str, question: str, prompts: Iterable[str] = ()) -> bool:
    """Whether a piece of an answer claims something.

    `prompts` are the follow-ups that were said, which a candidate may echo as well.
    """
    text = plain_letters(text)
    return not (
        text.rstrip().endswith("?")
        or _IMPORT.match(text)
        or is_to_grader(text)
        or _BOTH_SIDES.search(text)
        or is_keyword_list(text)
        or any(is_echo(text, prompt) for prompt in (question, *prompts))
    )


def plain_letters(text: str) -> str:
    """The text in plain letters: no invisible or combining characters, no wide or look-alike letters."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKD", text).translate(_LOOKALIKES)
    return "".join(character for character in composed if unicodedata.category(character) not in _HIDDEN)


def is_to_grader(text: str) -> bool:
    """Whether a text speaks to whoever grades, or of the grade, and not of the question."""
    return bool(_ORDERS.search(text) or (_GRADING.search(text) and _APPROVING.search(text)))


def is_taken_back(text: str, others: Iterable[str]) -> bool:
    """Whether one of the other claims says almost the same words with a negation more or less."""
    words = content_words(text)
    return bool(words) and any(
        len(words & content_words(other)) >= _TAKEN_BACK_SHARE * max(len(words), len(content_words(other)))
        and is_negated_against(text, other)
        for other in others
    )


def is_echo(text: str, source: str) -> bool:
    """Whether almost every content word of `text` stands in `source`, and every number."""
    words = content_words(text)
    if any(word[0].isdigit() for word in words - content_words(source)):
        return False
    return bool(words) and len(words & content_words(source)) / len(words) >= _ECHO_SHARE
