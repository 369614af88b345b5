"""What becomes of recordings, for people to read."""

from rehearse.settings import Settings


def sent_to(settings: Settings) -> str:
    """A sentence, and a space after it, where recordings leave this machine; empty where they do not."""
    return f"Recordings are sent to {settings.shown_speech_url}. " if settings.transcriber == "endpoint" else ""
