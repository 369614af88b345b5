"""How a text that was written for the eye is said."""

_MARKS = str.maketrans({"`": "", "*": "", "_": " ", "“": "", "”": ""})


def aloud(text: str) -> str:
    """A text without the marks that are for the eye only."""
    return text.translate(_MARKS)
