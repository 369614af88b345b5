import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

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
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes that run these tests together."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def models(shared: Path) -> Path:
    """Where all tests keep exported weights, which take seconds to make and never differ."""
    folder = shared / "models"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path, models):
    """No setting of the person who runs the tests reaches them, and their data stays untouched."""
    for name in [name for name in os.environ if name.startswith("REHEARSE_") or name == "OPENAI_API_KEY"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REHEARSE_DATA", str(tmp_path))
    monkeypatch.setenv("REHEARSE_MODELS", str(models))


@pytest.fixture(scope="session")
def built_index(shared: Path, tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """A folder with the index of our bank, to be copied; building it takes most of a minute."""
    folder = shared / "built"
    with FileLock(shared / "built.lock"):
        if not folder.exists():
            unfinished = tmp_path_factory.mktemp("unfinished")
            built = build(_settings(data=unfinished, models=models))
            built.synced  # noqa: B018
            built.close()
            shutil.move(unfinished, folder)
    return folder / "index"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, models: Path, built_index: Path) -> Iterator[App]:
    """The real application with the real embedding model and the whole index."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(built_index, data / "index")
    built = build(_settings(data=data, models=models, words_per_second=400))
    yield built
    built.close()


def _settings(**given: Any) -> Settings:
    """Those given, and nothing of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("REHEARSE_")]:
            patch.delenv(name)
        return Settings(_env_file=None, **given)
