"""``rehearse prompts`` as a person types it: what is sent, and how their own differs from ours."""

import json

import pytest
from typer.testing import CliRunner

from rehearse.settings import content_root
from rehearse.ui.cli.main import app
from rehearse.ui.cli.prompts import prompts_app  # noqa: F401  registers the commands
from unit.content_files import write

HELLO = "version: 2\npurpose: To greet.\nsystem: You are {{ who }}.\nuser: Say {{ what }}.\nexamples:\n- name: kind\n  values: {who: kind, what: hello}\n"


@pytest.fixture
def rehearse(monkeypatch, tmp_path):
    monkeypatch.setenv("REHEARSE_PROMPTS", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["prompts", *words])


def test_ours_and_mine_are_listed_apart(rehearse, tmp_path):
    write(tmp_path / "hello.yaml", HELLO)
    rows = {row["id"]: row for row in json.loads(rehearse("list", "--json").stdout)}
    assert (rows["hello"]["whose"], rows["hello"]["purpose"]) == ("yours", "To greet.")
    assert rows["judge"]["whose"] == "ours"


def test_a_prompt_is_shown_with_what_it_needs(rehearse, tmp_path):
    write(tmp_path / "hello.yaml", HELLO)
    shown = rehearse("show", "hello").stdout
    assert "needs: what, who" in shown
    assert "[user]\nSay {{ what }}." in shown


def test_what_would_be_sent_is_shown_without_sending_it(rehearse, tmp_path):
    write(tmp_path / "hello.yaml", HELLO)
    assert "[user]\nSay hello." in rehearse("render", "hello").stdout
    assert "[user]\nSay nothing at all." in rehearse("render", "hello", "--var", "what=nothing at all").stdout


def test_values_that_are_missing_are_all_named(rehearse, tmp_path):
    write(tmp_path / "hello.yaml", HELLO.split("examples:")[0])
    failed = rehearse("render", "hello")
    assert failed.exit_code == 1
    assert "no value for what, who" in failed.output
    assert "hello.yaml" in failed.output


@pytest.mark.parametrize(("words", "says"), [(("render", "hello", "--var", "who"), "'who' is not NAME=VALUE"), (("show", "jduge"), "Did you mean judge?")])  # fmt: skip
def test_what_was_typed_wrongly_is_named(rehearse, tmp_path, words, says):
    write(tmp_path / "hello.yaml", HELLO)
    failed = rehearse(*words)
    assert failed.exit_code == 1
    assert says in failed.output


def test_my_prompt_is_compared_with_ours(rehearse, tmp_path):
    ours = (content_root() / "prompts" / "judge.yaml").read_text()
    assert "no prompt 'judge' of your own" in rehearse("diff", "judge").output
    write(tmp_path / "judge.yaml", ours)
    assert "is the same as ours" in rehearse("diff", "judge").output
    write(tmp_path / "judge.yaml", ours.replace("system: |\n", "system: |\n  Be severe.\n"))
    assert "+  Be severe." in rehearse("diff", "judge").output.splitlines()


def test_a_folder_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("REHEARSE_PROMPTS", str(tmp_path / "gone"))
    failed = CliRunner().invoke(app, ["prompts", "list"])
    assert failed.exit_code == 1
    assert "gone' is not a folder" in failed.output
