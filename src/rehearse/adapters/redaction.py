"""No key in anything that is shown, logged or stored: endpoints echo keys in what they say of an error."""

import re

from rehearse.settings import Settings

_LOOKS_LIKE_A_KEY = re.compile(r"\b(?:sk|pk|key|gsk|hf|xai|AIza)[-_][\w*.\-]{6,}|\bBearer\s+\S+|\bAIza[\w\-]{10,}", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/\s@]+@")
HIDDEN = "[hidden]"


def redacted(text: str, settings: Settings) -> str:
    """A text without the keys of the settings, and without what looks like anyone's. Cut a text after this: half a key is not known."""
    for secret in (settings.api_key, settings.voice_api_key):
        if key := secret.get_secret_value():
            text = text.replace(key, HIDDEN)
    for url, shown in ((settings.base_url, settings.shown_base_url), (settings.speech_url, settings.shown_speech_url)):
        text = text.replace(url, shown)
    return _USER.sub("", _LOOKS_LIKE_A_KEY.sub(HIDDEN, text))
