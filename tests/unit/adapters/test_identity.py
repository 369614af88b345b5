"""Who an engine is changes with what could change its verdicts, and with nothing else."""

from pathlib import Path

import pytest

from rehearse.adapters.identity import hash_of, identity_of, sources_of
from rehearse.settings import content_root
from unit.content_files import write

PROMPTS = content_root() / "prompts"


def modules(engine):
    return {path.stem if path.parent.name != "llm" else f"llm/{path.stem}" for path in sources_of(engine)}


def test_the_embedded_engine_is_its_code_and_its_weights():
    identity = identity_of("embedded", [PROMPTS])
    assert (identity.model, identity.prompts) == ("", {})
    assert {"judge", "polarity", "scoring", "grader", "verdicts"} <= modules("embedded")
    assert not {"report", "followup", "session", "llm/judge"} & modules("embedded")


def test_a_model_is_its_name_its_prompt_and_the_code_that_asks_it(tmp_path):
    before = identity_of("llm:maker/m:7b", [PROMPTS])
    assert before.model == "maker/m:7b"
    assert {"llm/judge", "llm/client", "scoring"} <= modules("llm:m")
    write(tmp_path / "judge.yaml", (PROMPTS / "judge.yaml").read_text().replace("temperature: 0", "temperature: 1"))
    after = identity_of("llm:maker/m:7b", [PROMPTS, tmp_path])
    assert (after.prompts != before.prompts, after.fingerprint) == (True, before.fingerprint)


@pytest.mark.parametrize("engine", ["embedded", "llm:m"])
def test_an_identity_is_told_twice_alike(engine):
    assert identity_of(engine, [PROMPTS]) == identity_of(engine, [PROMPTS])


def test_a_changed_file_changes_the_hash(monkeypatch, tmp_path):
    monkeypatch.setattr("rehearse.adapters.identity.PACKAGE", tmp_path)
    hashes = {hash_of([write(tmp_path / name, text)]) for name, text in (("a.py", "x"), ("a.py", "y"), ("b.py", "x"))}
    assert len(hashes) == 3
    assert hash_of(Path(tmp_path).glob("*.py")) == hash_of(sorted(Path(tmp_path).glob("*.py"), reverse=True))
