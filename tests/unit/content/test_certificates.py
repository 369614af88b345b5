"""Which certificate of an engine holds."""

import pytest

from rehearse.content.certificates import own_path, read_certificate, shipped_path, standing_of, write_certificate
from rehearse.errors import ConfigError, ContentError
from unit.builders import EMBEDDED, certificate
from unit.content_files import write

CHANGED = EMBEDDED.model_copy(update={"fingerprint": "other weights"})


@pytest.fixture
def paths(tmp_path):
    """Where the person's own certificate is, then the one that we ship."""
    return own_path(tmp_path / "mine", "embedded"), shipped_path(tmp_path / "ours", "embedded")


def test_the_shipped_certificate_counts_until_there_is_one_of_the_persons_own(paths):
    assert standing_of(EMBEDDED, paths).word == "not measured"
    write_certificate(certificate(0.6), paths[1])
    assert standing_of(EMBEDDED, paths).word == "rough"
    write_certificate(certificate(0.8), paths[0])
    assert standing_of(EMBEDDED, paths).word == "fit"


def test_a_certificate_of_other_weights_is_void_and_says_why(paths):
    write_certificate(certificate(identity=CHANGED), paths[0])
    found = standing_of(EMBEDDED, paths)
    assert (found.word, found.void) == ("not measured", ("the code or weights changed since",))
    write_certificate(certificate(), paths[1])
    assert standing_of(EMBEDDED, paths).word == "fit"


@pytest.mark.parametrize("text", ["", "{}", '{"fitness": "fit"}'])
def test_a_broken_file_is_as_good_as_none(paths, text):
    write(paths[0], text)
    with pytest.raises(ContentError, match=r"embedded\.json: .*; measure the engine again with `rehearse eval certify`"):
        read_certificate(paths[0])
    found = standing_of(EMBEDDED, paths)
    assert found.word == "not measured"
    assert "embedded.json" in found.void[0]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    blocked = write(tmp_path / "file", "no folder")
    with pytest.raises(ConfigError, match="cannot be written to"):
        write_certificate(certificate(), blocked / "embedded.json")


def test_a_models_name_makes_no_path(tmp_path):
    assert own_path(tmp_path, "llm:../../etc/model:7b") == tmp_path / "llm-..-..-etc-model-7b.json"
