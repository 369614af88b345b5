"""The key of what browsers keep and hand back."""

import secrets
from pathlib import Path


def browser_secret(data: Path) -> str:
    """Made once, so that a restart forgets nobody."""
    path = data / "browser-secret"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text()
