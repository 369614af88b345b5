"""Whisper on this machine, through faster-whisper: a folder, or a name that is downloaded once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rehearse.adapters.speech.optional import load
from rehearse.adapters.speech.resample import floats, resampled
from rehearse.adapters.speech.terms import as_hint
from rehearse.domain.audio import Clip
from rehearse.domain.speech import Transcript, Word, transcript_of
from rehearse.errors import SpeechError

MODEL = "small.en"
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_FILES = [*_NEEDED, "preprocessor_config.json", "vocabulary.*"]
_INSTEAD = "set REHEARSE_TRANSCRIBER_MODEL to a model's folder, or REHEARSE_TRANSCRIBER=pocketsphinx"


class WhisperTranscriber:
    """English. `terms` are given as hotwords; `say` hears of a download."""

    def __init__(self, model: str = MODEL, say: Callable[[str], None] = lambda text: None) -> None:
        library = load("faster_whisper", "whisper")
        folder = Path(model) if Path(model).is_dir() else _downloaded(model, say)
        if missing := [name for name in _NEEDED if not (folder / name).is_file()]:
            raise SpeechError(
                f"The folder {str(folder)!r} is no Whisper model of CTranslate2: it lacks {', '.join(missing)}. "
                "Convert one with `ct2-transformers-converter --copy_files tokenizer.json preprocessor_config.json`."
            )
        try:
            self._model = library.WhisperModel(str(folder), device="auto", compute_type="default")
        except (RuntimeError, ValueError, OSError) as error:
            raise SpeechError(f"The Whisper model in {str(folder)!r} cannot be loaded ({error}). Correct it, {_INSTEAD}.") from None
        self.engine = f"faster-whisper:{folder.name if Path(model).is_dir() else model}"

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        try:
            segments, info = self._model.transcribe(
                floats(resampled(audio)),
                language="en",
                word_timestamps=True,
                condition_on_previous_text=False,
                hotwords=as_hint(terms) or None,
            )
            words = tuple(whole_words(segments))
        except (RuntimeError, ValueError) as error:
            raise SpeechError(f"{self.engine} could not transcribe the recording ({error}). Try again, or {_INSTEAD}.") from None
        return transcript_of(words, self.engine, audio.seconds, info.language)


def whole_words(segments: Iterable[Any]) -> Iterator[Word]:
    """Whole words; a piece without a space before it, such as the ".99" of "0.99", goes on with the one before."""
    whole: Word | None = None
    for piece in (piece for segment in segments for piece in segment.words or ()):
        word = _word(piece)
        if whole and word.text and not piece.word.startswith(" "):
            whole = whole.model_copy(
                update={
                    "text": whole.text + word.text,
                    "end": max(whole.end, word.end),
                    "confidence": min(whole.confidence or 0.0, word.confidence or 0.0),
                }
            )
        elif word.text:
            if whole:
                yield whole
            whole = word
    if whole:
        yield whole


def _word(piece: Any) -> Word:
    confidence = min(max(piece.probability, 0.0), 1.0)
    return Word(text=piece.word.strip(), start=piece.start, end=max(piece.start, piece.end), confidence=confidence)


def _downloaded(model: str, say: Callable[[str], None]) -> Path:
    """The folder of a model by its name, from the cache or else from the Hugging Face hub with a progress bar."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError

    repository = model if "/" in model else f"Systran/faster-whisper-{model}"
    try:
        return Path(snapshot_download(repository, allow_patterns=_FILES, local_files_only=True))
    except LocalEntryNotFoundError:
        say(f"Downloading the speech model {model!r} from the Hugging Face hub, once.")
    except HFValidationError:
        raise SpeechError(f"{model!r} is neither a folder nor a model's name. Give a name such as {MODEL!r}, or {_INSTEAD}.") from None
    try:
        return Path(snapshot_download(repository, allow_patterns=_FILES))
    except RepositoryNotFoundError:
        raise SpeechError(f"There is no speech model {repository!r}. Give a name such as {MODEL!r}, or {_INSTEAD}.") from None
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError, RuntimeError) as error:
        raise SpeechError(
            f"The speech model {model!r} is not on this machine and could not be downloaded ({type(error).__name__}). "
            f"Connect once to fetch it, or {_INSTEAD}."
        ) from None
