"""The spoken side of the page, put together."""

import json

from starlette.routing import BaseRoute

from rehearse.bootstrap import App
from rehearse.domain.delivery import SpokenAnswer
from rehearse.ui.web.secret import browser_secret
from rehearse.ui.web.voice.hearing import Ears
from rehearse.ui.web.voice.mouth import Mouth
from rehearse.ui.web.voice.pending import Pending
from rehearse.ui.web.voice.routes import VoiceRoutes
from rehearse.ui.web.voice.seal import Seal


class Voice:
    """What the tabs and the server need of it; no speech engine is loaded before somebody is spoken to."""

    def __init__(self, app: App) -> None:
        self.seal = Seal(browser_secret(app.settings.data))
        self._app = app
        self._pending = Pending()

    def routes(self) -> list[BaseRoute]:
        return VoiceRoutes(self.seal, Ears(self._app, self._pending), Mouth(self._app)).routes()

    @property
    def missing(self) -> str:
        """What to do before somebody can speak here; empty when all is there."""
        extras = ",".join(self._app.missing_speech_extras)
        return f"Speaking needs more to be installed: pip install 'rehearse[{extras}]'. Then start Rehearse again." if extras else ""

    def heard(self, session_id: str, clip_ids: str, text: str) -> SpokenAnswer | None:
        """How an answer was spoken, by the recordings that the page says it was made of; None when it was typed.

        Raises `SpeechError` for one that still holds what was misheard.
        """
        try:
            ids = json.loads(clip_ids or "[]")
        except ValueError:
            return None
        return self._pending.answer(session_id, [str(clip_id) for clip_id in ids], text) if isinstance(ids, list) else None
