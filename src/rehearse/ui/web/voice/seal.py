"""What the page hands back is signed, so that it can neither enter another interview nor have any text spoken."""

import hashlib
import hmac

from rehearse.errors import SpeechError


class Seal:
    """Signs and checks with one secret; it remembers nothing, so it survives a restart and works on every replica."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def room(self, session_id: str) -> str:
        """The token with which a page speaks and listens in one interview."""
        return f"{session_id}.{self._sign(session_id)}"

    def session_of(self, room: str) -> str:
        """The interview of a token. Raises `SpeechError` for one that was not made here."""
        session_id, _, signature = room.partition(".")
        self._check(signature, session_id)
        return session_id

    def sentence(self, session_id: str, place: str, text: str) -> str:
        """The id of a sentence that the interviewer says at a place of one interview."""
        return f"{place}-{self._sign(session_id, place, text)}"

    def check_sentence(self, session_id: str, sentence_id: str, text: str) -> None:
        """Raises `SpeechError` for a sentence that the interviewer did not say in this interview."""
        place, _, signature = sentence_id.rpartition("-")
        self._check(signature, session_id, place, text)

    def _sign(self, *parts: str) -> str:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]

    def _check(self, signature: str, *parts: str) -> None:
        if not hmac.compare_digest(signature.encode(), self._sign(*parts).encode()):
            raise SpeechError("This page does not belong to the interview any more. Reload it; nothing is lost.")
