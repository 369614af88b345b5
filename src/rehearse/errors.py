"""Every error that Rehearse raises on purpose.

::

    RehearseError                 says what happened, to which value, and what to do next
    ├── ConfigError               a setting that cannot work
    ├── ContentError              a knowledge, prompt or eval file that is wrong; holds every fault found
    ├── NotFoundError             no such question, session, loop or topic
    ├── AnswerError               an answer that cannot be taken: empty, too long
    ├── DisputeError              a verdict that cannot be contested, or not like this
    ├── ConflictError             somebody else has already moved this interview on
    ├── StoreError                sessions could not be read or written
    ├── SearchIndexError          the search index could not be opened or built
    ├── EngineError               a model failed: refusal, rubbish, no budget left
    │   ├── EndpointError         its endpoint failed, or rests after a failure
    │   └── StoppedError          the person went away and the call was cancelled
    └── SpeechError               speech could not be heard, read or spoken; the interview goes on typed
        └── ExtraMissingError     a speech library that is not installed
"""

from collections.abc import Iterable
from difflib import get_close_matches


class RehearseError(Exception):
    """Base of the tree. The message is a sentence for the person at the keyboard."""


class ConfigError(RehearseError):
    """A setting that cannot work."""


class ContentError(RehearseError):
    """One or more faults in content files.

    `faults` holds one sentence each, with file, line and value.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class NotFoundError(RehearseError):
    """A name that leads nowhere, with the names that come close."""

    def __init__(self, kind: str, name: str, known: Iterable[str], hint: str) -> None:
        close = get_close_matches(name, list(known), n=3, cutoff=0.5)
        meant = f" Did you mean {', '.join(close)}?" if close else ""
        super().__init__(f"There is no {kind} {name!r}.{meant} {hint}")


class AnswerError(RehearseError):
    """An answer that cannot be taken; the interview has not moved."""


class DisputeError(RehearseError):
    """A verdict that cannot be contested, or not like this; nothing has changed."""


class ConflictError(RehearseError):
    """The interview has moved on since the caller last read it."""


class StoreError(RehearseError):
    """Sessions could not be read or written; what was committed before is safe."""


class SearchIndexError(RehearseError):
    """The search index could not be opened or built."""


class EngineError(RehearseError):
    """A model failed. The embedded engine takes over; no score is invented."""


class EndpointError(EngineError):
    """A model's endpoint failed, or rests after a failure; it is tried again by itself."""


class StoppedError(EngineError):
    """A call was cancelled because nobody waits for it any more; nothing is wrong with the model."""


class SpeechError(RehearseError):
    """A recording, a microphone or a speech engine that cannot be used. The message names the next step; typing always works."""


class ExtraMissingError(SpeechError):
    """A library of an extra that is not installed; the message holds the command that installs it."""
