"""An engine that listens in another process, as PocketSphinx does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rehearse.adapters.fakes import ScriptedTranscriber
from rehearse.adapters.speech.aside import AsideTranscriber
from rehearse.domain.audio import Clip
from rehearse.domain.speech import Transcript
from rehearse.errors import SpeechError

CLIP = Clip(bytes(32_000), 16_000)


class Worker:
    """Says in which process it listens; ends it, or refuses, when it is asked to."""

    engine = "worker"

    def transcribe(self, audio, terms=()):
        if "die" in terms:
            os.kill(os.getpid(), signal.SIGKILL)
        if "refuse" in terms:
            raise SpeechError("The recording is silent. Speak louder.")
        return Transcript(text=str(os.getpid()), engine=self.engine, seconds=audio.seconds)


def is_running(pid):
    """Whether a process still does something; one that has ended may wait to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_listens_in_another_process_and_survives_that_process():
    aside = AsideTranscriber(Worker, "worker", 1)
    first = int(aside.transcribe(CLIP).text)
    assert first != os.getpid()
    with pytest.raises(SpeechError, match="silent"):
        aside.transcribe(CLIP, ["refuse"])
    with pytest.raises(SpeechError, match="started again"):
        aside.transcribe(CLIP, ["die"])
    assert int(aside.transcribe(CLIP).text) not in (first, os.getpid())


def test_it_ends_with_its_parent():
    script = "from test_aside import *; print(AsideTranscriber(Worker, 'worker', 1).transcribe(CLIP).text, flush=True); time.sleep(60)"
    path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(child)


def test_an_engine_that_cannot_start_is_said_so():
    aside = AsideTranscriber(ScriptedTranscriber.transcribe, "broken", 1)
    with pytest.raises(SpeechError, match="broken broke down"):
        aside.transcribe(CLIP)
