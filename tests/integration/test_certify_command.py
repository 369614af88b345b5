"""``rehearse eval certify``, what becomes of its certificate, and the shipped sample before judges that know nothing."""

import json
import random
import re
from functools import partial

import pytest
from typer.testing import CliRunner

from rehearse.adapters.fakes import HashEmbedder, NoNotes, ScriptedJudge
from rehearse.bootstrap import App
from rehearse.content.bank import Bank
from rehearse.domain.certificate import Fitness, judged
from rehearse.domain.verdicts import Status
from rehearse.evaluation import certify, tables
from rehearse.evaluation.agreement import measure
from rehearse.evaluation.engines import production
from rehearse.evaluation.labelled import gold_items
from rehearse.ui.cli import app as command
from scripted_server import Answer, ScriptedServer
from unit.builders import ITEMS
from unit.evaluation.certifying import ENTRIES, SAMPLE
from unit.evaluation.graders import Failing, engine, reader

GIVEN = (Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED)


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    monkeypatch.setattr(tables, "measure", partial(measure, n=100))


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs ``rehearse`` with a judge in the place of the embedded engine, over the invented sample."""
    monkeypatch.setattr(certify, "sample_of", lambda app, whole: SAMPLE)
    for module in ("rehearse.settings", "rehearse.bootstrap"):
        monkeypatch.setattr(f"{module}.baselines_folder", lambda: tmp_path / "baselines")

    def invoke(judge, *words):
        judge.engine = "embedded"

        def build(settings, **said):
            built = App(settings)
            parts = {"bank": Bank(ENTRIES.values()), "embedded_judge": judge, "quick_grader": engine(judge).grader}
            vars(built).update(parts, embedder=HashEmbedder(), bare_embedder=HashEmbedder())
            return built

        monkeypatch.setattr("rehearse.bootstrap.build", build)
        return CliRunner().invoke(command, list(words), env={"COLUMNS": "200"})

    return invoke


def certificate_in(folder):
    return json.loads((folder / "evals" / "certificates" / "embedded.json").read_text())


def test_an_engine_is_certified_and_the_app_says_so(run, tmp_path):
    before = run(reader(), "doctor").stdout
    assert "certificate: embedded: not measured. `rehearse eval certify --engine embedded` measures it." in before
    shown = run(reader(), "eval", "certify")
    assert shown.exit_code == 0, shown.output
    assert "embedded is fit." in shown.stdout and "level.qwk" in shown.stdout
    assert certificate_in(tmp_path)["fitness"] == "fit"
    assert "certificate: embedded: fit." in run(reader(), "doctor").stdout


def test_one_that_knows_nothing_is_unfit_and_a_single_answer_has_no_level(run, tmp_path):
    blind = ScriptedJudge(dict.fromkeys(ITEMS, Status.MET))
    assert "embedded is unfit." in run(blind, "eval", "certify").stdout
    answer = tmp_path / "answer.txt"
    answer.write_text("It says what, and why.")
    shown = run(blind, "grade", "theory-1", "--answer", str(answer), "--json")
    card = json.loads(shown.stdout)
    assert (card["withheld"], card["score"]["total"]) == (True, {"points": 0.0, "possible": 0.0})
    assert "level hidden · points hidden" in run(blind, "grade", "theory-1", "--answer", str(answer)).stdout


def test_a_broken_certificate_is_told_by_the_doctor(run, tmp_path):
    run(reader(), "eval", "certify")
    (tmp_path / "evals" / "certificates" / "embedded.json").write_text("{}")
    assert "not measured. An earlier certificate does not hold" in run(reader(), "doctor").stdout


def test_what_we_ship_is_written_apart_and_counts_where_there_is_no_other(run, tmp_path):
    shown = run(reader(), "eval", "certify", "--engine", "embedded", "--ship", "--json")
    assert json.loads(shown.stdout)["fitness"] == "fit"
    assert (tmp_path / "baselines" / "embedded" / "certificate.json").exists()
    assert not (tmp_path / "evals" / "certificates").exists()
    assert "certificate: embedded: fit." in run(reader(), "doctor").stdout


def test_an_engine_that_fails_gets_none_and_the_next_run_goes_on(run, tmp_path):
    failed = run(Failing("when"), "eval", "certify")
    assert failed.exit_code == 1
    assert "No certificate is given" in failed.stderr and "goes on from there" in failed.stderr
    assert not (tmp_path / "evals" / "certificates").exists()
    judge = reader()
    assert run(judge, "eval", "certify").exit_code == 0
    assert all("when" in answer for answer in judge.answers)


def statuses_by(choose):
    """A model that gives each item it is asked about the status that `choose` finds for it and the answer, with a quote that is there."""

    def reply(body):
        user = body["messages"][1]["content"]
        (answer,) = re.findall(r"<answer>\n(.*?)\n</answer>", user, re.DOTALL)
        given = {item: choose(item, answer) for item in re.findall(r"- id: ([\w-]+);", user)}
        rows = [
            {
                "item_id": item,
                "status": status,
                "quote": "" if status == "missing" else answer.split(":")[0],
                "reason": "R.",
                "confidence": 90,
            }
            for item, status in given.items()
        ]
        return Answer(json.dumps({"verdicts": rows, "evidence": []}))

    return reply


MODELS = {
    "one that reads": (lambda item, answer: "met" if item in answer else "missing", "fit"),
    "one that takes an opposite for the claim": (
        lambda item, answer: "met" if item in answer.replace("the opposite", "what") else "missing",
        "rough",
    ),
    "one that draws lots": (lambda item, answer: random.Random(item + answer).choice(GIVEN).value, "unfit"),
    "one that likes everything": (lambda item, answer: "met", "unfit"),
    "one that likes nothing": (lambda item, answer: "missing", "unfit"),
}


@pytest.mark.parametrize("model", MODELS)
def test_a_model_named_on_the_command_line_is_certified_over_http(model, run, monkeypatch, tmp_path):
    choose, fitness = MODELS[model]
    with ScriptedServer(statuses_by(choose)) as server:

        def build(settings, **said):
            built = App(settings)
            vars(built).update(
                bank=Bank(ENTRIES.values()),
                embedded_judge=reader(),
                retriever=NoNotes(),
                notes={},
                embedder=HashEmbedder(),
                bare_embedder=HashEmbedder(),
            )
            return built

        monkeypatch.setattr("rehearse.bootstrap.build", build)
        words = ["eval", "certify", "--engine", "llm", "--model", "some/model-7", "--concurrency", "8"]
        shown = CliRunner().invoke(command, words, env={"COLUMNS": "200", "REHEARSE_BASE_URL": server.url, "REHEARSE_MODEL": ""})
        told = CliRunner().invoke(
            command, ["doctor"], env={"COLUMNS": "200", "REHEARSE_BASE_URL": server.url, "REHEARSE_MODEL": "some/model-7"}
        )
    assert shown.exit_code == 0, shown.output
    assert f"llm:some/model-7 is {fitness}." in shown.stdout
    assert {request["model"] for request in server.requests} == {"some/model-7"}
    (written,) = (tmp_path / "evals" / "certificates").glob("*.json")
    certificate = json.loads(written.read_text())
    assert (certificate["identity"]["model"], certificate["fitness"], certificate["host"]) == ("some/model-7", fitness, "127.0.0.1")
    assert f"certificate: llm:some/model-7: {fitness}." in told.stdout


@pytest.fixture(scope="module")
def shipped(app):
    """The shipped sample with its rubrics, and the right statuses by answer."""
    sample = certify.sample_of(app)
    entries = {entry.id: entry for entry in app.bank}
    right = {case.id: gold_items(case) for case in sample.cases}
    for case in (*sample.attacks, *sample.edits):
        right[case.id] = right.get(case.base, {}) | ({case.target: case.expected} if case.expected else {})
    return sample, entries, {case.answer: right[case.id] for case in sample.cases}


def verdict_on(judge, shipped):
    sample, entries, _ = shipped
    grade = production(engine(judge), entries)
    return judged(certify.figures_of(sample, {case.id: grade(case) for case in sample.cases}, entries))


def test_the_shipped_sample_takes_about_a_hundred_answers(shipped):
    sample = shipped[0]
    assert 50 <= len(sample.answers) <= 60
    assert (len(sample.attacks), len(sample.edits)) == (certify.ATTACKS, certify.EDITS)
    assert len(sample.cases) <= 120


def test_on_the_shipped_sample_the_gold_is_fit(shipped):
    assert verdict_on(ScriptedJudge(lambda answer: shipped[2][answer]), shipped) == (Fitness.FIT, ())


@pytest.mark.parametrize("seed", range(12))
def test_on_the_shipped_sample_lots_are_unfit(shipped, seed):
    draws = random.Random(seed)
    ids = {item.id for entry in shipped[1].values() for item in entry.key.items}
    assert verdict_on(ScriptedJudge(lambda answer: {item: draws.choice(GIVEN) for item in ids}), shipped)[0] is Fitness.UNFIT


@pytest.mark.parametrize("status", GIVEN)
def test_on_the_shipped_sample_one_status_for_all_is_unfit(shipped, status):
    ids = {item.id for entry in shipped[1].values() for item in entry.key.items}
    assert verdict_on(ScriptedJudge(dict.fromkeys(ids, status)), shipped)[0] is Fitness.UNFIT
