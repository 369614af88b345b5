"""A client for speech behind an OpenAI-compatible endpoint; its failures as `SpeechError`, without the key."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rehearse.adapters.redaction import redacted
from rehearse.errors import SpeechError
from rehearse.settings import Settings

if TYPE_CHECKING:
    import openai

_LONGEST_REASON = 200


def key_of(settings: Settings) -> str:
    """The key of the endpoint in use: the chat model's key is never sent to another address."""
    return (settings.voice_api_key if settings.voice_base_url else settings.api_key).get_secret_value()


def client(settings: Settings) -> "openai.OpenAI":
    """No retries: a person is waiting, and has a button to try again."""
    import openai

    return openai.OpenAI(base_url=settings.speech_url, api_key=key_of(settings) or "none", timeout=settings.voice_timeout, max_retries=0)


def whole(pieces: Iterable[bytes], seconds: float) -> bytes:
    """A reply that must have come within `seconds`; the client's own limit is for each piece. Raises `TimeoutError`."""
    deadline, body = monotonic() + seconds, bytearray()
    for piece in pieces:
        body += piece
        if monotonic() > deadline:
            raise TimeoutError
    return bytes(body)


@contextmanager
def speech_errors(settings: Settings, model: str, instead: str) -> Iterator[None]:
    """Turn whatever the client raises into a sentence with the next step; `instead` is the setting that needs no endpoint."""
    import httpx2
    import openai

    where = f"The speech model {model!r} at {settings.shown_speech_url}"
    variables = (
        ("REHEARSE_VOICE_BASE_URL", "REHEARSE_VOICE_API_KEY") if settings.voice_base_url else ("REHEARSE_BASE_URL", "REHEARSE_API_KEY")
    )
    slow = f"{where} did not answer within {settings.voice_timeout:g} s. Try again, raise REHEARSE_VOICE_TIMEOUT, or set {instead}."
    try:
        yield
    except (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError):
        raise SpeechError(slow) from None
    except (openai.APIConnectionError, httpx2.TransportError):
        raise SpeechError(f"{where} cannot be reached. Check {variables[0]}, or set {instead}.") from None
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        raise SpeechError(f"{where} refuses the key (status {error.status_code}). Check {variables[1]}, or set {instead}.") from None
    except openai.NotFoundError:
        raise SpeechError(f"{where} is not there (status 404). Check {variables[0]} and the model's name, or set {instead}.") from None
    except openai.RateLimitError:
        raise SpeechError(f"{where} takes no more requests for now (status 429). Wait a little and try again, or set {instead}.") from None
    except ValidationError:
        raise SpeechError(f"{where} sent no transcript. Check {variables[0]} and the model's name, or set {instead}.") from None
    except (openai.OpenAIError, ValueError) as error:
        raise SpeechError(f"{where} failed: {_reason(error, settings)}. Try again, or set {instead}.") from None


def _reason(error: Exception, settings: Settings) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0]
    return redacted(line, settings)[:_LONGEST_REASON]
