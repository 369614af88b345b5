"""Which language an answer is in, for engines that read English only."""

import re

from rehearse.domain.words import FUNCTION_WORDS, words_of

_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_FEWEST_WORDS = 6
_ENGLISH_SHARE = 0.15
"""Share of English function words from which a text is English, however technical the rest."""
_FEWEST_FOREIGN_LETTERS = 12
_LATIN = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"```.*?```|`[^`]*`|^.*[=(){}\[\]].*$", re.DOTALL | re.MULTILINE)


def foreign_language(text: str) -> str | None:
    """The name of the language when a text is surely not in English; None for English, code or gibberish."""
    prose = _CODE.sub(" ", text) if "```" in text else text
    letters = [letter for letter in prose if letter.isalpha()]
    latin = sum(bool(_LATIN.match(letter)) for letter in letters)
    other_script = len(letters) >= _FEWEST_FOREIGN_LETTERS and latin < len(letters) / 2
    words = words_of(prose)
    english = sum(word in FUNCTION_WORDS for word in words)
    if not other_script and (len(words) < _FEWEST_WORDS or english >= _ENGLISH_SHARE * len(words)):
        return None
    import py3langid

    code = py3langid.classify(prose)[0]
    return _NAMES.get(code)
