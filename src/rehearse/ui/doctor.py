"""What is configured, what works, and what to do about the rest."""

from collections.abc import Callable
from dataclasses import dataclass

from rehearse.bootstrap import App
from rehearse.errors import ExtraMissingError, RehearseError
from rehearse.ui.badge import badge_line
from rehearse.ui.recordings import sent_to


@dataclass(frozen=True)
class Check:
    """One finding; one that does not work says what to do."""

    name: str
    works: bool
    finding: str


def examine(build_app: Callable[[], App]) -> list[Check]:
    """Try every part once. A part that fails is a finding, never an error."""
    try:
        app = build_app()
    except RehearseError as error:
        return [Check("settings", False, str(error))]
    try:
        return [_try(name, probe, app) for name, probe in _PROBES.items()]
    finally:
        app.close()


def _try(name: str, probe: Callable[[App], str], app: App) -> Check:
    try:
        return Check(name, True, probe(app))
    except ExtraMissingError as missing:
        return Check(name, True, f"not in use: {missing}")
    except RehearseError as error:
        return Check(name, False, str(error))


def _content(app: App) -> str:
    return f"{len(app.bank)} questions, {len(app.notes)} notes, {len(app.loops)} loops from {', '.join(map(str, app.settings.knowledge_folders))}"


def _store(app: App) -> str:
    return f"{len(app.store.sessions())} interviews in {app.settings.store_url.partition('@')[2] or app.settings.store_url}"


def _embedder(app: App) -> str:
    vector = app.bare_embedder.encode(["ready"])
    return f"{type(app.bare_embedder).__name__}, {app.bare_embedder.fingerprint}, {vector.shape[1]} dimensions"


def _index(app: App) -> str:
    found = "finds its own documents" if app.index.finds_itself() else "does NOT find its own documents: run `rehearse index`"
    return f"{sum(app.index.counts().values())} documents; {found}"


def _judge(app: App) -> str:
    entry = next(iter(app.bank))
    verdicts = app.quick_grader.grade(entry, entry.key.reference_answer).verdicts
    return f"the embedded engine judged {len(verdicts)} items of {entry.id}"


def _model(app: App) -> str:
    if not app.settings.model:
        return "none configured, and none needed; set REHEARSE_MODEL and REHEARSE_BASE_URL to use one"
    entry = next(iter(app.bank))
    verdicts = app.final_grader.grade(entry, entry.key.reference_answer).verdicts
    asked = f"asked for JSON by {app.chat.method()}"
    return f"{app.settings.model} at {app.settings.shown_base_url} judged {len(verdicts)} items of {entry.id}, {asked}"


def _speaking(app: App) -> str:
    clip = app.speaker.say(_SENTENCE)
    return f"{app.speaker.engine} says a sentence of {clip.seconds:.1f} s; installed engines: {', '.join(app.speech_engines)}"


def _listening(app: App) -> str:
    engine = app.transcriber.engine
    try:
        heard = app.transcriber.transcribe(app.speaker.say(_SENTENCE)).text
    except ExtraMissingError:
        return f"{engine} is loaded; there is no voice here to try it with"
    return f"{engine} heard {heard!r} when {app.speaker.engine} said {_SENTENCE!r}"


def _recordings(app: App) -> str:
    sent = sent_to(app.settings)
    kept, folder = app.recordings.kept(), app.recordings.folder
    held = f"{len(kept)} in {folder}"
    if app.recordings.keeps:
        return f"{sent}Recordings are kept: {held}; unset REHEARSE_KEEP_AUDIO to stop that"
    return f"{sent}Recordings are held in memory and gone when transcribed" + (
        f"; {held} are from before: delete that folder" if kept else ""
    )


def _certificate(app: App) -> str:
    return f"{app.engine}: {badge_line(app.standing(app.engine))}"


_SENTENCE = "What is the difference between bias and variance?"

_PROBES: dict[str, Callable[[App], str]] = {
    "content": _content,
    "database": _store,
    "embedder": _embedder,
    "index": _index,
    "embedded judge": _judge,
    "model": _model,
    "certificate": _certificate,
    "speaking": _speaking,
    "listening": _listening,
    "recordings": _recordings,
}
