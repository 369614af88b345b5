"""An answer as a speech recogniser writes it down: no punctuation, numbers in words, sounds taken for other words, terms broken up."""

import re
from random import Random

from rehearse.domain.spoken_numbers import spoken
from rehearse.evaluation.restyle import PUNCTUATION

_MISHEARD = {
    "weight": "wait", "weights": "waits", "cache": "cash", "their": "there", "whether": "weather", "write": "right", "rows": "rose",
    "sum": "some", "principal": "principle", "variance": "variants", "new": "knew", "then": "than", "by": "buy",
    "batch": "badge", "kernel": "colonel", "outliers": "out liars", "sort": "sought", "tail": "tale",
}  # fmt: skip
_BROKEN = {
    "precision": "pre cision", "recall": "re call", "threshold": "thresh hold", "baseline": "base line", "dataset": "data set",
    "embedding": "em bedding", "embeddings": "em beddings", "overfitting": "over fitting", "regression": "re gression",
    "gradient": "grade ient", "latency": "late ency", "confounder": "con founder", "correlated": "co related", "transformer": "trans former",
    "probability": "probab ility", "calibration": "cali bration", "feedback": "feed back", "timeout": "time out", "rollback": "roll back",
    "standardise": "standard ise", "cluster": "clust er", "hashing": "hash ing", "randomise": "random ise", "covariance": "co variance",
}  # fmt: skip
_SYMBOLS = {
    "≈": " about ", "×": " times ", "·": " times ", "=": " equals ", "+": " plus ", "−": " minus ", "%": " percent ", "→": " ", "≥": " at least ",
    "²": " squared ", "√": " root of ", "€": " euros ", "&": " and ", "±": " plus minus ",
}  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\w]|[.,]\d)")
_DOLLARS = re.compile(r"\$(\d[\d,.]*\d|\d)")
_OVER = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
_MINUS = re.compile(r"(?<=\d) - (?=\d)")
_RANGE = re.compile(r"(?<=\d)\s*[–-]\s*(?=\d)")
_NOISE_RATE = 0.6


def as_heard(answer: str, random: Random) -> str | None:
    """The transcript; None for answers with code or formulas, which nobody says aloud."""
    if re.search(r"```|[{}\[\]_^|<>*\\Σθσβλρπ]|\w\(", answer):
        return None
    text = _RANGE.sub(" to ", _MINUS.sub(" minus ", _OVER.sub(" over ", answer)))
    text = _DOLLARS.sub(r"\1 dollars", text)
    for symbol, said in _SYMBOLS.items():
        text = text.replace(symbol, said)
    text = _NUMBER.sub(lambda match: spoken(match[0]), text).lower()
    text = re.sub(r"[()/]|(?<!\w)-|\n", " ", PUNCTUATION.sub(" ", text))
    return " ".join(_misheard(word, random) for word in text.split())


def _misheard(word: str, random: Random) -> str:
    other = _MISHEARD.get(word) or _BROKEN.get(word)
    return other if other and random.random() < _NOISE_RATE else word
