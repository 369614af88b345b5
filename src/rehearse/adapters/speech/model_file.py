"""Files of local voices, and what goes wrong with them, as `SpeechError`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehearse.errors import SpeechError

_INSTEAD = "or set REHEARSE_SPEAKER=espeak"


def existing(path: str, speaker: str, what: str) -> Path:
    """The path of a file that is there."""
    if not Path(path).is_file():
        shown = f"{path!r} is not there" if path else "none is set"
        raise SpeechError(f"REHEARSE_SPEAKER={speaker} needs {what}, and {shown}. Set REHEARSE_SPEAKER_MODEL to its path, {_INSTEAD}.")
    return Path(path)


@contextmanager
def model_fault(path: Path) -> Iterator[None]:
    """Whatever a runtime raises for a file that it cannot use."""
    try:
        yield
    except Exception as error:  # ONNX Runtime's own errors have no common base
        raise SpeechError(f"The voice {str(path)!r} cannot be used ({_first_line(error)}). Choose another file, {_INSTEAD}.") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
