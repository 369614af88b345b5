"""``rehearse eval`` over a judge that takes an item as met when the answer names it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rehearse import bootstrap
from rehearse.adapters.fakes import HashEmbedder, ScriptedJudge
from rehearse.bootstrap import App
from rehearse.content.bank import Bank
from rehearse.evaluation import gate, runner
from rehearse.ui.cli import app as command
from rehearse.ui.cli.main import INTERRUPTED
from unit.builders import ITEMS
from unit.content_files import write
from unit.evaluation.graders import ENTRIES, Failing, Paid, engine, every_quality, reader


@pytest.fixture
def judges():
    """The judges that will grade, one command after the other; the last one stays."""
    return [reader()]


@pytest.fixture
def evaluate(monkeypatch, tmp_path, judges):
    """Runs ``rehearse eval`` with a bank of four questions and suite files and baselines in a folder of their own."""
    monkeypatch.setattr(runner, "suite_folder", lambda: tmp_path / "suites")
    monkeypatch.setattr(gate, "baselines_folder", lambda: tmp_path / "baselines")
    lines = [case.model_dump_json(exclude_defaults=True) for case in every_quality()]
    write(tmp_path / "suites" / "answers.jsonl", "\n".join(lines))
    numbers = [
        f'{{question: bagging, item: what, status: {s}, answer: "I would say {a}."}}' for s, a in (("met", "what"), ("missing", "nothing"))
    ]
    write(tmp_path / "suites" / "numeric.yaml", "cases:\n" + "".join(f"  - {line}\n" for line in numbers))

    def build(settings, **said):
        built = App(settings)
        judge = judges.pop(0) if len(judges) > 1 else judges[0]
        grading = engine(judge)
        parts = {"bank": Bank(ENTRIES.values()), "embedded_judge": judge, "quick_grader": grading.grader, "final_grader": grading.grader}
        vars(built).update(parts, embedder=HashEmbedder(), embedded_interviewer=grading.interviewer)
        return built

    monkeypatch.setattr("rehearse.bootstrap.build", build)
    return lambda *words: CliRunner().invoke(command, ["eval", *map(str, words)], env={"COLUMNS": "160"})


def test_a_suite_is_run_and_its_file_kept(evaluate, tmp_path):
    shown = evaluate("run", "answers", "--json")
    assert shown.exit_code == 0, shown.output
    (run,) = json.loads(shown.stdout)
    assert run["figures"]["level.qwk"]["value"] == 1
    assert run["rivals"]["length"]["level.qwk"]["n"] == 20
    assert run["file"].startswith(str(tmp_path / "evals" / "runs"))
    assert Path(run["page"]).read_text().startswith("<!doctype html>")
    table = evaluate("run", "numeric", "--out", tmp_path / "mine").stdout
    assert "missing.accuracy" in table
    assert len(list((tmp_path / "mine").glob("*-numeric-scripted.json"))) == 1


def test_what_failed_is_said_and_has_no_grade(evaluate, judges):
    judges[0] = Failing("when")
    shown = evaluate("run", "answers", "--limit", "5")
    assert "1 cases failed and have no grade; the same command tries them again. The first: The model cannot be reached." in shown.stdout


def test_a_stopped_run_says_how_to_go_on(evaluate, judges):
    class Stopping(ScriptedJudge):
        def judge(self, entry, answer, references=()):
            raise KeyboardInterrupt

    judges[:] = [Stopping(), reader()]
    stopped = evaluate("run", "numeric")
    assert stopped.exit_code == INTERRUPTED
    assert "the same command goes on from there" in stopped.stderr
    assert evaluate("run", "numeric").exit_code == 0


def test_two_runs_are_compared(evaluate, judges, tmp_path):
    judges[:] = [reader(), ScriptedJudge(dict.fromkeys(ITEMS, "met")), reader()]
    files = [json.loads(evaluate("run", "numeric", "--fresh", "--json", "--out", tmp_path / name).stdout)[0]["file"] for name in ("a", "b")]
    shown = evaluate("compare", *files)
    assert "accuracy" in shown.stdout and "missing  met" in shown.stdout
    assert "There is no saved run 'c'" in evaluate("compare", files[0], "c").stderr


def test_a_models_run_says_what_it_took_and_what_was_invented(evaluate, judges):
    judges[0] = Paid(1200)
    shown = evaluate("run", "numeric").stdout
    assert "Tokens per graded answer: 1,200 (2,380 in and 20 out for 2 answers in 2 calls; 0 remembered)" in shown
    assert "prompt judge version 1 (hash1)" in shown
    assert "Invented quotes: 2 of 4. References that were not given: 2." in shown
    (data,) = json.loads(evaluate("run", "numeric", "--json").stdout)
    assert data["spent"]["tokens_per_answer"] == 1200


def test_the_embedded_engine_has_no_price(evaluate):
    assert "Tokens" not in evaluate("run", "numeric").stdout


def test_votes_and_fresh_reach_the_settings(evaluate, monkeypatch):
    seen = []
    build = bootstrap.build
    monkeypatch.setattr(
        bootstrap, "build", lambda settings, **said: (seen.append((settings.votes, settings.cache)), build(settings, **said))[1]
    )
    assert evaluate("run", "numeric", "--votes", "3", "--fresh").exit_code == 0
    assert evaluate("run", "numeric").exit_code == 0
    assert seen == [(3, False), (1, True)]
    assert evaluate("run", "numeric", "--votes", "0").exit_code == 2


def test_a_comparison_says_what_the_later_prompt_saved_and_at_which_agreement(evaluate, judges, tmp_path):
    judges[:] = [Paid(1000), Paid(800, version=2)]
    files = [json.loads(evaluate("run", "numeric", "--fresh", "--json", "--out", tmp_path / name).stdout)[0]["file"] for name in ("a", "b")]
    shown = evaluate("compare", *files).stdout
    assert "Tokens per graded answer: 1,000 → 800 (-20%), at accuracy 1.000 → 1.000 (within noise)" in shown
    assert "prompt judge version 1 (hash1) → judge version 2 (hash2)" in shown
    assert json.loads(evaluate("compare", *files, "--json").stdout)["price"]["change"] == pytest.approx(-0.2)


def test_the_gate_holds_an_engine_to_what_was_accepted(evaluate, judges):
    other = ScriptedJudge()
    other.fingerprint = "other weights"
    judges[:] = [reader(), reader(), reader(), other]
    assert "no baseline of scripted" in evaluate("gate", "answers").stderr
    assert "answers: 20 cases, written to" in evaluate("baseline", "accept", "answers").stdout
    same = evaluate("gate", "answers")
    assert same.exit_code == 0 and "within noise" in same.stdout
    worse = evaluate("gate", "answers")
    assert worse.exit_code == 1
    assert "Worse than the baseline: answers level.qwk" in worse.stderr


def test_other_peoples_answers_are_graded(evaluate, judges, tmp_path):
    judges[0] = ScriptedJudge(lambda answer: {"point-1": "met"} if "point" in answer else {})

    def row(question, words, score):
        given = {"question_id": question, "question": f"What is {question}?", "reference_answer": f"It is about point {question}."}
        labels = {"score": score, "max_score": 1, "score01": score, "label5": "correct" if score else "irrelevant"}
        return json.dumps({"dataset": "mine", "answer": f"It is {words} I think.", **given, **labels})

    rows = [row(f"q{n}", words, score) for n in range(4) for words, score in (("the point", 1), ("what it is", 0))]
    path = write(tmp_path / "graded.jsonl", "\n".join(rows))
    shown = evaluate("external", path)
    assert "8 answers to 4 questions" in shown.stdout and "lexical boosting" in shown.stdout
    figures = {line.split()[0]: line.split()[1] for line in shown.stdout.splitlines() if ".." in line}
    assert figures["pearson"] == figures["qwk"] == figures["two_way_macro_f1"] == "1.000"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "numerc"], "There is no suite 'numerc'. Did you mean numeric?"),
        (["run", "star"], "star.yaml: cannot be read"),
        (["run", "numeric", "--engine", "llm"], "No model is set. Name one with --model or REHEARSE_MODEL"),
        (["external", "none.jsonl"], "none.jsonl: cannot be read"),
    ],
)
def test_a_wrong_word_is_answered_with_the_next_step(evaluate, words, says):
    shown = evaluate(*words)
    assert shown.exit_code == 1
    assert says in shown.stderr


@pytest.mark.parametrize("name", ["list", "run", "compare", "baseline accept", "gate", "external", "certify"])
def test_every_command_shows_an_example(evaluate, name):
    assert f"Example: rehearse eval {name}" in evaluate(*name.split(), "--help").stdout
