"""The endpoint transcriber against `transformers serve`, a server that we did not write. `make peers` installs what it needs."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from sounding import tone

from rehearse.adapters.speech.endpoint import EndpointTranscriber
from rehearse.errors import SpeechError
from rehearse.settings import Settings

pytestmark = pytest.mark.peers
STARTS_WITHIN = 120


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """The base URL of the server, and the folder of its model."""
    pytest.importorskip("soundfile")
    folder = tmp_path_factory.mktemp("whisper")
    from peers.tiny_whisper import save

    save(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    _until_healthy(f"http://127.0.0.1:{port}/health")
    yield f"http://127.0.0.1:{port}/v1", folder
    server.terminate()
    server.wait(10)


def _until_healthy(url):
    end = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return urlopen(url, timeout=2).close()
        except OSError:
            assert time.monotonic() < end, "transformers serve does not start"
            time.sleep(0.3)


def settings(url, model):
    return Settings(_env_file=None, voice_base_url=url, transcriber="endpoint", transcriber_model=str(model), voice_timeout=60)


def test_a_recording_comes_back_as_text(serving):
    url, folder = serving
    transcriber = EndpointTranscriber(settings(url, folder))
    heard = transcriber.transcribe(tone(2, rate=16_000), ("overfitting",))
    assert isinstance(heard.text, str) and heard.seconds == 2
    assert heard.words == () and heard.confidence is None
    assert transcriber.transcribe(tone(2, rate=16_000)).text == heard.text


def test_a_model_that_is_not_there_is_a_sentence(serving):
    url, folder = serving
    with pytest.raises(SpeechError, match="REHEARSE_TRANSCRIBER=pocketsphinx"):
        EndpointTranscriber(settings(url, folder / "nowhere")).transcribe(tone(2, rate=16_000))
