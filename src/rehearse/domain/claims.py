"""Which pieces of an answer are claims of the candidate's own.

Echoed questions, orders to the grader, bare keyword lists, questions and hedges that name both
sides claim nothing, so they can earn nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

FUNCTION_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "down",
        "each",
        "even",
        "for",
        "from",
        "get",
        "gets",
        "had",
        "has",
        "have",
        "he",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "less",
        "let",
        "like",
        "make",
        "makes",
        "many",
        "may",
        "me",
        "means",
        "more",
        "most",
        "much",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "use",
        "used",
        "very",
        "was",
        "we",
        "we're",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
_WORD = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*")
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
_BOTH_SIDES = re.compile(
    r"\bor (?:maybe )?(?:the (?:opposite|reverse|other way(?: round| around)?)|vice versa|is it)\b"
    r"|\bone or the other\b|\beither (?:one|way)\b|\bnot sure (?:which|whether|if)\b|\bcan'?t remember which\b"
    r"|\bi (?:don'?t|do not) (?:really )?(?:know|remember)\b|\bi have no idea\b|^\W*no idea\b",
    re.IGNORECASE,
)
_ENDINGS = (
    "isations", "izations", "isation", "ization", "ising", "izing", "ised", "ized", "ises", "izes", "ise", "ize", "ations", "ation",
    "ings", "ing", "edly", "ies", "ied", "ed", "ly", "es", "s", "e",
)  # fmt: skip
_SHORTEST_STEM = 3
_IMPORT = re.compile(r"\s*(?:from [\w.]+ import|import [\w.]+(?: as \w+)?$)")
_VERB_FORM = re.compile(r"[a-z]{2,}(?:es|[^s]s|ed|en)|leave|follow|cut|make|get")
_SURELY_A_LIST = 9
"""Words in a row without a single function word; no sentence is like that."""
_ECHO_SHARE = 0.8
_KEYWORD_LIST_WORDS = 4


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=65_536)
def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, crudely stemmed so that 'overfits' meets 'overfitting'."""
    return frozenset(stem(word) for word in words_of(text) if word not in FUNCTION_WORDS)


def stem(word: str) -> str:
    """Cut the commonest English endings, so that 'overfits', 'overfitting' and 'overfitted' meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            root = word[: -len(ending)]
            doubled = len(root) > _SHORTEST_STEM and root[-1] == root[-2] and root[-1] not in "aeiouls"
            return root[:-1] if doubled else root
    return word


def is_claim(text: str, question: str, prompts: Iterable[str] = ()) -> bool:
    """Whether a piece of an answer claims something.

    `prompts` are the follow-ups that were said, which a candidate may echo as well.
    """
    return not (
        text.rstrip().endswith("?")
        or _IMPORT.match(text)
        or _ORDERS.search(text)
        or _BOTH_SIDES.search(text)
        or is_keyword_list(text)
        or any(is_echo(text, prompt) for prompt in (question, *prompts))
    )


def is_keyword_list(text: str) -> bool:
    """Whether a text is words in a row, with nothing said about them: nothing that binds them and no verb form."""
    words = words_of(text)
    if len(words) < _KEYWORD_LIST_WORDS or any(word in FUNCTION_WORDS - {"and", "or", "of"} for word in words):
        return False
    return len(words) >= _SURELY_A_LIST or not any(_VERB_FORM.fullmatch(word) for word in words)


def is_echo(text: str, source: str) -> bool:
    """Whether almost every content word of `text` stands in `source`."""
    words = content_words(text)
    return bool(words) and len(words & content_words(source)) / len(words) >= _ECHO_SHARE
