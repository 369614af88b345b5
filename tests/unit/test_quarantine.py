import os
import socket

import pytest

from rehearse.settings import load_settings


def test_a_test_that_reaches_for_the_network_is_stopped():
    with socket.socket() as far, pytest.raises(RuntimeError, match="no network"):
        far.connect(("192.0.2.1", 80))


def test_a_test_may_talk_to_its_own_machine():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_a_test_sees_no_settings_but_a_data_folder_of_its_own(tmp_path):
    assert sorted(name for name in os.environ if name.startswith("REHEARSE_")) == ["REHEARSE_DATA", "REHEARSE_MODELS"]
    assert load_settings().data == tmp_path
    assert "OPENAI_API_KEY" not in os.environ
