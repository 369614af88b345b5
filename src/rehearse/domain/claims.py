"""Which pieces of an answer are claims of the candidate's own.

Echoed questions, orders to the grader, bare keyword lists, questions and hedges that name both
sides claim nothing, so they can earn nothing.
"""

import re
from collections.abc import Iterable

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
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:previous|above|prior|earlier|instructions?|rubric|rules)"
    r"|\b(?:give|award|assign|grant) (?:me |this |the |answer |it |us )*(?:a |the )?(?:full|maximum|max|top|perfect|highest|all|10|100|five|level 5)\b"
    r"|\b(?:full|maximum|perfect) (?:marks?|scores?|points?|credit)\b"
    r"|\bmark (?:this|it|the|every|all|each)\b.{0,40}\b(?:correct|met|right|full)\b"
    r"|\b(?:system|assistant|grader|judge|developer)\s*:"
    r"|\b(?:dear|hey|note to(?: the)?|attention) (?:grader|judge|evaluator|examiner|ai|model|llm)\b"
    r"|\b(?:grader|judge|evaluator|examiner|ai|llm)\b.{0,40}\b(?:must|should|will|please)\b"
    r"|[\"']?(?:status|verdict|score|level|points)[\"']?\s*[:=]\s*[\"']?(?:met|full|max|\d)"
    r"|</?\s*(?:system|answer|candidate|instructions?|verdict|grade)[^>]*>"
    r"|\bthis answer (?:is (?:correct|perfect|complete|excellent)|meets|deserves|covers (?:all|every))",
    re.IGNORECASE,
)
_BOTH_SIDES = re.compile(
    r"\bor (?:maybe )?(?:the (?:opposite|reverse|other way(?: round| around)?)|vice versa|not|is it)\b"
    r"|\bone or the other\b|\beither (?:one|way)\b|\bnot sure (?:which|whether|if)\b|\bcan'?t remember which\b"
    r"|\bi (?:don'?t|do not) (?:really )?(?:know|remember)\b|\bno idea\b",
    re.IGNORECASE,
)
_ECHO_SHARE = 0.8
_KEYWORD_LIST_WORDS = 4


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text."""
    return _WORD.findall(text.lower().replace("’", "'"))


def content_words(text: str) -> set[str]:
    """Words that carry meaning, crudely stemmed so that 'overfits' meets 'overfitting'."""
    return {stem(word) for word in words_of(text) if word not in FUNCTION_WORDS}


def stem(word: str) -> str:
    """Cut the commonest English endings."""
    for ending in ("isation", "ization", "ising", "izing", "ations", "ation", "ings", "ing", "edly", "ies", "ied", "ed", "ly", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def is_claim(text: str, question: str, prompts: Iterable[str] = ()) -> bool:
    """Whether a piece of an answer claims something.

    `prompts` are the follow-ups that were said, which a candidate may echo as well.
    """
    return not (
        text.rstrip().endswith("?")
        or _ORDERS.search(text)
        or _BOTH_SIDES.search(text)
        or is_keyword_list(text)
        or any(is_echo(text, prompt) for prompt in (question, *prompts))
    )


def is_keyword_list(text: str) -> bool:
    """Whether a text is words in a row, with nothing said about them."""
    words = words_of(text)
    glue = sum(word in FUNCTION_WORDS - {"and", "or", "of"} for word in words)
    return len(words) >= _KEYWORD_LIST_WORDS and glue == 0


def is_echo(text: str, source: str) -> bool:
    """Whether almost every content word of `text` stands in `source`."""
    words = content_words(text)
    return bool(words) and len(words & content_words(source)) / len(words) >= _ECHO_SHARE
