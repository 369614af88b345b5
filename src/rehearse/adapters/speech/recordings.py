"""Recordings on disk, for those who asked for them; nobody else's voice is ever written to a file."""

from pathlib import Path

from rehearse.domain.audio import Clip
from rehearse.domain.text import slug_of
from rehearse.errors import SpeechError

_OWNER_ONLY = 0o600


class Recordings:
    """Keeps clips as WAV files in `folder` when `keep` is set."""

    def __init__(self, folder: Path, keep: bool) -> None:
        self.folder = folder
        self.keeps = keep

    def take(self, clip: Clip, session_id: str, turn: int) -> Path | None:
        """Where the recording of a turn is kept; None when it is not. A turn that is recorded again replaces its recording."""
        if not self.keeps:
            return None
        path = self.folder / f"{slug_of(session_id)}-{turn:03}.wav"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=_OWNER_ONLY)
            path.write_bytes(clip.to_wav())
        except OSError as error:
            raise SpeechError(
                f"The recording could not be kept in {str(self.folder)!r} ({error.strerror}). Make room, or unset REHEARSE_KEEP_AUDIO."
            ) from None
        return path

    def kept(self) -> list[Path]:
        return sorted(self.folder.glob("*.wav"))
