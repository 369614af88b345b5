"""Synthetic voices for tests: flite's where it is installed, eSpeak NG's everywhere."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rehearse.domain.audio import Clip, read_wav

needs_flite = pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed: sudo apt-get install flite")
OVERFITTING = "Overfitting means that the model learns the noise of the training data and does badly on new data."


@cache
def flite(text: str, voice: str = "slt") -> Clip:
    """A sentence as flite says it, 16 kHz, with silence before and after."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True, capture_output=True, timeout=60)
        said = read_wav(path.read_bytes())
    return Clip(bytes(said.rate) + said.pcm + bytes(said.rate), said.rate)
