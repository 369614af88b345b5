import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearse.bootstrap import App, build
from rehearse.settings import Settings

HERE = ("127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A test may talk to this machine only."""

    def guard(method):
        def guarded(self, address):
            if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in HERE:
                raise RuntimeError(f"a test tried to reach {address!r}: tests use no network")
            return method(self, address)

        return guarded

    monkeypatch.setattr(socket.socket, "connect", guard(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guard(socket.socket.connect_ex))


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all tests keep exported weights, which take seconds to make and never differ."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path, models):
    """No setting of the person who runs the tests reaches them, and their data stays untouched."""
    for name in [name for name in os.environ if name.startswith("REHEARSE_") or name == "OPENAI_API_KEY"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REHEARSE_DATA", str(tmp_path))
    monkeypatch.setenv("REHEARSE_MODELS", str(models))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[App]:
    """The real application with the real embedding model; its index is built once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("REHEARSE_")]:
            patch.delenv(name)
        settings = Settings(_env_file=None, data=tmp_path_factory.mktemp("data"), models=models, words_per_second=400)
    built = build(settings)
    yield built
    built.close()
