"""The command line as a person types it, in processes of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    "interview",
    "resume",
    "grade",
    "sessions",
    "report",
    "regrade",
    "index",
    "serve",
    "doctor",
    "bank list",
    "bank show",
    "bank search",
    "bank check",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory, built_index):
    folder = tmp_path_factory.mktemp("cli-data")
    shutil.copytree(built_index, folder / "index")
    return folder


@pytest.fixture
def rehearse(data, tmp_path):
    def run(*words, stdin="", **extra):
        environment = {**os.environ, "REHEARSE_DATA": str(data), "COLUMNS": "100", **{k: str(v) for k, v in extra.items()}}
        return subprocess.run(
            [sys.executable, "-c", "from rehearse.ui.cli import run; run()", *words],
            input=stdin, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=180,
        )  # fmt: skip

    return run


ANSWERS = """
answers:
  - "It is about a model that is too simple or too flexible."
  - "Could you repeat that?"
  - "A flexible one follows the noise."
ask: ["How do you measure success after six months?"]
"""


def test_a_prepared_candidate_plays_a_whole_interview(rehearse, tmp_path):
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    played = rehearse("interview", "--loop", "ml_theory", "--questions", "2", "--seed", "3", "--answers", "answers.yaml", "--mode", "mock")
    assert played.returncode == 0, played.stderr
    assert "Candidate: It is about a model" in played.stdout
    assert "Scorecard: ML theory" in played.stdout
    listed = json.loads(rehearse("sessions", "--json").stdout)
    assert listed[0]["over"] is True
    for form, mark in (("md", "# Scorecard: ML theory"), ("html", "<!doctype html>"), ("json", '"cards"')):
        report = rehearse("report", listed[0]["id"], "--format", form)
        assert mark in report.stdout, report.stderr


def test_one_answer_is_graded(rehearse, tmp_path):
    (tmp_path / "answer.txt").write_text("It learns the noise of the training set by heart, so it fails on new data.")
    graded = rehearse("grade", "overfitting", "--answer", "answer.txt", "--json")
    card = json.loads(graded.stdout)
    assert card["engine"] == "embedded"
    assert len(card["items"]) >= 4


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (["interview", "--loop", "bayess"], "", "Did you mean bayes"),
        (["grade", "overfiting", "--answer", "-"], "x", "Did you mean overfitting"),
        (["grade", "overfitting", "--answer", "-"], "  \n", "The answer is empty"),
        (["grade", "overfitting", "--answer", "-"], "word " * 50_000, "50,000 words"),
        (["grade", "overfitting", "--answer", "nowhere.txt"], "", "'nowhere.txt' cannot be read"),
        (["grade", "overfitting", "--answer", "-"], "Le modèle apprend par cœur les données et il ne généralise pas du tout sur de nouvelles données.", "French"),
        (["report", "nosuchsession"], "", "There is no session 'nosuchsession'"),
        (["resume", "nosuchsession"], "", "There is no session 'nosuchsession'"),
        (["bank", "show", "nothing-here"], "", "There is no question 'nothing-here'"),
        (["bank", "list", "--topic", "metrcs"], "", "Did you mean metrics"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence_and_a_failing_exit(rehearse, words, stdin, says):
    run = rehearse(*words, stdin=stdin)
    assert run.returncode != 0
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_a_typo_in_a_question_file_names_file_line_and_value(rehearse, tmp_path):
    own = tmp_path / "own" / "questions"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("question:\n  round: ml_teory\n  topic: bayes\n")
    checked = rehearse("bank", "check", REHEARSE_KNOWLEDGE=tmp_path / "own")
    assert checked.returncode == 1
    assert "mine.yaml:2: question.round" in checked.stderr
    assert "'ml_teory'" in checked.stderr


def test_a_setting_that_cannot_work_is_named(rehearse):
    run = rehearse("sessions", REHEARSE_PORT="eighty")
    assert run.returncode == 1
    assert "REHEARSE_PORT='eighty'" in run.stderr


def test_a_data_folder_that_cannot_be_written_is_named(rehearse, tmp_path):
    (tmp_path / "file").write_text("")
    run = rehearse("sessions", REHEARSE_DATA=tmp_path / "file" / "below")
    assert run.returncode == 1
    assert "REHEARSE_DATA" in run.stderr


def test_listing_and_reporting_load_no_engine(data, rehearse, tmp_path):
    """So they work at once, and on a machine where the index cannot be built."""
    code = "import sys\nfrom rehearse.ui.cli import run\ntry: run()\nexcept SystemExit: print([m for m in ('chromadb', 'onnxruntime', 'torch') if m in sys.modules])"
    environment = {**os.environ, "REHEARSE_DATA": str(data)}
    listed = subprocess.run([sys.executable, "-c", code, "sessions"], capture_output=True, text=True, env=environment, check=True)
    assert listed.stdout.strip().endswith("[]")


def test_a_taken_port_is_named(rehearse):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = rehearse("serve", "--port", str(taken.getsockname()[1]))
    assert run.returncode == 1
    assert "--port" in run.stderr


def test_doctor_finds_everything_working(rehearse):
    run = rehearse("doctor", "--json")
    assert run.returncode == 0, run.stdout
    assert {check["name"] for check in json.loads(run.stdout)} >= {"content", "database", "embedder", "index", "embedded judge", "model"}
    findings = {check["name"]: check["finding"] for check in json.loads(run.stdout)}
    assert "espeak" in findings["speaking"] and "heard" in findings["listening"]
    assert findings["recordings"] == "Recordings are held in memory and gone when transcribed"


def test_doctor_says_what_to_do_about_a_dead_endpoint(rehearse):
    run = rehearse("doctor", REHEARSE_MODEL="m", REHEARSE_BASE_URL="http://127.0.0.1:9/v1")
    assert run.returncode == 1
    assert "Check REHEARSE_BASE_URL" in run.stdout.replace("\n", " ")


def test_with_a_dead_endpoint_the_interview_goes_on_and_says_so(rehearse, tmp_path):
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    played = rehearse(
        "interview", "--loop", "statistics", "--questions", "1", "--seed", "3", "--answers", "answers.yaml",
        REHEARSE_MODEL="m", REHEARSE_BASE_URL="http://127.0.0.1:9/v1",
    )  # fmt: skip
    assert played.returncode == 0, played.stderr
    text = " ".join(played.stdout.split())
    assert "goes on with the embedded engine" in text
    assert "judged by embedded" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(rehearse, command):
    shown = rehearse(*command.split(), "--help")
    assert shown.returncode == 0
    assert f"Example: rehearse {command}" in " ".join(shown.stdout.split()) or "| rehearse " in shown.stdout


def test_kill_9_then_resume_goes_on_with_the_same_words(rehearse, data):
    environment = {**os.environ, "REHEARSE_DATA": str(data), "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from rehearse.ui.cli import run; run()", "interview", "--loop", "mlops", "--questions", "1", "--seed", "5"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    process.stdin.write("We watch a few numbers and hope that nothing breaks.\n\n")
    process.stdin.flush()
    heard = ""
    while heard.count("Your answer") < 2:
        heard += process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    resumed = rehearse("resume", stdin="skip\n\nno\n\n")
    assert resumed.returncode == 0, resumed.stderr

    def words(text):
        spoken = [part.split("question 1 of 1")[0].split("Candidate:")[0] for part in text.split("Interviewer:")[1:]]
        return [" ".join(part.split()) for part in spoken]

    assert words(heard) == words(resumed.stdout)[:3]
    assert "Candidate: We watch a few numbers" in resumed.stdout
    assert "Scorecard" in resumed.stdout


def test_it_works_in_any_folder_with_a_folder_of_ones_own_questions(rehearse, tmp_path):
    source = Path(__file__).parents[2] / "knowledge" / "questions" / "statistics" / "ppv-rare-disease.yaml"
    own = tmp_path / "own" / "questions"
    own.mkdir(parents=True)
    (own / "my-own.yaml").write_text(source.read_text())
    shown = rehearse("bank", "show", "my-own", REHEARSE_KNOWLEDGE=tmp_path / "own")
    assert "screening test" in shown.stdout
