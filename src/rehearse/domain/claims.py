"""Which pieces of an answer are claims of the candidate's own.

Echoed questions, orders to the grader, bare keyword lists, questions and hedges that name both
sides claim nothing, so they can earn nothing; nor does a claim that is taken back in the same answer.
"""

import re
import unicodedata
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
_GLUE = frozenset(
    [
        "and",
        "or",
        "of",
        "then",
        "there",
        "is",
        "are",
        "also",
        "as",
        "with",
        "to",
        "it's",
        "it",
        "i",
        "the",
        "a",
        "about",
        "so",
        "on",
        "next",
        "one",
        "such",
        "like",
        "all",
        "these",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "above",
        "across",
        "afterward",
        "against",
        "again",
        "around",
        "below",
        "before",
        "between",
        "every",
        "none",
        "otherwise",
        "per",
        "than",
        "through",
        "under",
        "until",
        "versus",
        "via",
        "vs",
        "within",
        "without",
    ]
)
_STRUCTURE = re.compile(r"[\d:=()+]")
_PIECES = re.compile(r"[,;/\n]|\band\b|\bor\b")
_LONGEST_KEYWORD = 2.0
"""Words of a piece between commas, on average, up to which the pieces are keywords."""
_GLUED_LIST, _GLUES = 6, 2
"""Words of content that nothing but glue holds together, from which they are a list."""
_HIDDEN = {"Cf", "Mn", "Me", "Co"}
_LOOKALIKES = str.maketrans("асеіорѕхуАВСЕНІКМОРТХ", "aceiopsxyABCEHIKMOPTX")
_TAKEN_BACK_SHARE = 0.8


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
    from rehearse.domain.polarity import is_negated_against

    words = content_words(text)
    return bool(words) and any(
        len(words & content_words(other)) >= _TAKEN_BACK_SHARE * max(len(words), len(content_words(other)))
        and is_negated_against(text, other)
        for other in others
    )


def is_keyword_list(text: str) -> bool:
    """Whether a text is words in a row, with nothing said about them: nothing that binds them, no number and no verb form."""
    words = words_of(text)
    content = [word for word in words if word not in FUNCTION_WORDS]
    if len(content) < _KEYWORD_LIST_WORDS or _STRUCTURE.search(text):
        return False
    binding = {word for word in words if word in FUNCTION_WORDS or word in _PREPOSITIONS or "'" in word}
    if binding <= {"and", "or", "of"}:
        pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
        is_short = len(words) / len(pieces) <= _LONGEST_KEYWORD or len(pieces) == 1
        return is_short and (len(words) >= _SURELY_A_LIST or not any(_VERB_FORM.fullmatch(word) for word in words))
    is_glued = binding <= _GLUE and words.count("and") >= _GLUES and len(content) >= _GLUED_LIST
    return is_glued and not any(_VERB_FORM.fullmatch(word) for word in content)


def is_echo(text: str, source: str) -> bool:
    """Whether almost every content word of `text` stands in `source`, and every number."""
    words = content_words(text)
    if any(word[0].isdigit() for word in words - content_words(source)):
        return False
    return bool(words) and len(words & content_words(source)) / len(words) >= _ECHO_SHARE
