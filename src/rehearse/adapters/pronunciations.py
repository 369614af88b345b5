"""How English words are pronounced: the CMU dictionary that comes with PocketSphinx, where that is installed."""

from importlib.util import find_spec
from pathlib import Path

_FILE = Path("model", "en-us", "cmudict-en-us.dict")


def load_pronunciations() -> dict[str, str]:
    """Phones by word in ARPAbet without stress, the first pronunciation of each; empty without the extra `voice`."""
    package = find_spec("pocketsphinx")
    path = Path(package.origin).parent / _FILE if package and package.origin else None
    if path is None or not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word: phones for word, _, phones in (line.partition(" ") for line in lines) if phones and "(" not in word}
