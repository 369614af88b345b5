"""What went wrong with a call, in one sentence that says what to do, and what follows from it."""

import email.utils
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenacity import TryAgain

from rehearse.adapters.redaction import redacted
from rehearse.errors import EndpointError, EngineError
from rehearse.settings import Settings

LONGEST_DETAIL = 160
"""Characters of an endpoint's own words."""


class RejectedError(EngineError):
    """The endpoint does not take such a request."""


class BrokenError(EndpointError):
    """The endpoint broke on this request; one that asks for less may pass."""


@dataclass(frozen=True)
class Failure:
    """What to tell. `passing`: another try may succeed. `after`: seconds that the endpoint asks us to wait."""

    text: str
    kind: type[EngineError] = EndpointError
    passing: bool = False
    after: float | None = None

    def error(self, settings: Settings) -> EngineError:
        """The error to raise."""
        return self.kind(redacted(f"{where(settings)} {self.text}", settings))


def where(settings: Settings) -> str:
    """The model and its endpoint, as every sentence about them begins."""
    return f"The model {settings.model!r} at {settings.shown_base_url}"


def failure_of(error: BaseException, settings: Settings) -> Failure:
    """What an exception of the client means."""
    import openai
    from langchain_core.exceptions import ContextOverflowError

    if isinstance(error, ContextOverflowError):
        return Failure("takes no conversation as long as this one.", EngineError)
    if isinstance(error, TryAgain):
        return Failure("rejects what every request needs.", RejectedError, passing=True)
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, settings)
    if isinstance(error, (openai.LengthFinishReasonError, openai.ContentFilterFinishReasonError)):
        return Failure(f"sent no whole reply: {_detail(error, settings)}", EngineError)
    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return Failure(f"did not answer within {settings.model_timeout:g} s.")
    if type(error) is openai.APIError:
        return Failure(f"broke off: {_detail(error, settings)}", passing=True)
    return _of_connection(error, settings)


def _of_status(error: Any, settings: Settings) -> Failure:
    status, detail, passing = error.status_code, _detail(error, settings), False
    match status:
        case 401:
            said = "does not accept the key. Set REHEARSE_API_KEY to a valid one"
        case 402 | 403:
            said = "does not allow this key to use the model. Check the account behind REHEARSE_API_KEY"
        case 404:
            said = "is not there. Check REHEARSE_MODEL, and REHEARSE_BASE_URL, which mostly ends in /v1"
        case 429:
            said, passing = "takes no more requests for now", error.code != "insufficient_quota"
        case 400 | 413 | 422:
            return Failure(f"rejected the request ({status}: {detail}).", RejectedError)
        case 500 | 501:
            return Failure(f"failed ({status}: {detail}).", BrokenError, passing=True)
        case _:
            said, passing = "failed", status in (408, 409) or status >= 500
    return Failure(f"{said} ({status}: {detail}).", passing=passing, after=retry_after(error.response.headers))


def _of_connection(error: BaseException, settings: Settings) -> Failure:
    import httpx2
    import openai

    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Failure(
            f"has no TLS connection that can be trusted. Check REHEARSE_BASE_URL and the certificate ({_detail(causes[-1], settings)})."
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Failure("has a host name that cannot be found. Check REHEARSE_BASE_URL and the network.", passing=True)
    if any(isinstance(cause, httpx2.ConnectError) for cause in causes):
        return Failure("cannot be reached. Check REHEARSE_BASE_URL, and that the server runs.", passing=True)
    if isinstance(error, (openai.APIConnectionError, httpx2.HTTPError, OSError)):
        return Failure("broke the connection off.", passing=True)
    return Failure(f"sent what is not a chat reply ({_detail(error, settings)}). Check REHEARSE_BASE_URL, which mostly ends in /v1.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def retry_after(headers: Any) -> float | None:
    """Seconds that the endpoint asks to be left alone, from ``Retry-After`` in seconds or as a date; None when it asks nothing."""
    asked = headers.get("retry-after")
    try:
        return max(0.0, float(asked)) if asked else None
    except ValueError:
        date = email.utils.parsedate_tz(asked)
        return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _detail(error: BaseException, settings: Settings) -> str:
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    return redacted(" ".join(str(said or error).split()), settings)[:LONGEST_DETAIL] or type(error).__name__
