"""The model engine against aimock, a server that we did not write. `make peers` installs it and runs these."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from llm_interview import QUICK, hold, room
from rehearse.adapters.llm.client import ChatClient, Method
from rehearse.content.prompts import Prompt
from rehearse.domain.events import Graded, Said
from rehearse.errors import EngineError
from rehearse.settings import Settings

pytestmark = pytest.mark.peers
HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / "build" / "peers" / "node_modules" / ".bin" / "llmock"
PROMPT = Prompt(id="p", version=1, system="s", user="u")


@pytest.fixture
def aimock():
    """Starts the server with further options; gives its base URL."""
    command = shutil.which("llmock") or str(INSTALLED)
    started = []

    def start(*options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        started.append(subprocess.Popen([command, "-p", str(port), "-f", str(HERE / "aimock.json"), "--log-level", "warn", *options]))
        _until_open(port)
        return f"http://127.0.0.1:{port}/v1"

    yield start
    for process in started:
        process.terminate()
        process.wait(5)


def _until_open(port):
    end = time.monotonic() + 15
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "aimock does not start"
            time.sleep(0.1)


def test_words_and_grades_are_the_models(aimock, tmp_path):
    with room(aimock(), tmp_path) as made:
        interview = hold(made.start())
        events = made.store.events("s1")
    assert {event.engine for event in events if isinstance(event, Said)} == {"llm:m"}
    assert interview.state.grades["bagging"].engine == "llm:m"
    assert interview.state.usage.prompt_tokens > 0


def test_json_is_got_from_it(aimock, tmp_path):
    client = ChatClient(Settings(_env_file=None, model="m", base_url=aimock(), data=tmp_path))
    assert client.method() is Method.JSON_SCHEMA
    client.close()


def test_a_stream_that_it_cuts_off_is_a_failure(aimock, tmp_path):
    client = ChatClient(Settings(_env_file=None, model="m", base_url=aimock(), data=tmp_path, model_timeout=5))
    with pytest.raises(EngineError, match="broke"):
        list(client.stream([("user", "cut off")], PROMPT))
    client.close()


@pytest.mark.parametrize("chaos", ["--chaos-drop", "--chaos-malformed", "--chaos-disconnect", "--chaos-ratelimit"])
def test_an_interview_goes_on_whatever_it_does(chaos, aimock, tmp_path):
    with room(aimock(chaos, "1"), tmp_path, timeout=2) as made:
        interview = hold(made.start())
        events = made.store.events("s1")
    assert interview.state.is_over
    assert {event.engine for event in events if isinstance(event, Said)} == {"embedded"}
    assert {event.engine for event in events if isinstance(event, Graded)} <= {QUICK, "rule"}
