"""What the README says is so."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_counts_of_the_readme_are_so(app):
    counts = re.search(r"(\d+) questions in seven rounds.*?(\d+) short notes.*?seven\s+interview loops", README, re.DOTALL)
    assert (int(counts[1]), int(counts[2]), len(app.loops)) == (len(app.bank), len(app.notes), 7)


def test_every_command_of_the_readme_exists():
    commands = sorted(
        {tuple(m.split()) for m in re.findall(r"\brehearse ((?:bank |eval )?[a-z]+)", README) if m.split()[0] != "evaluation"}
    )
    assert ("interview",) in commands
    for command in commands:
        run = subprocess.run(
            [sys.executable, "-c", "from rehearse.ui.cli import run; run()", *command, "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, command


def test_every_option_of_the_readme_exists():
    for line in re.findall(r"^.*\brehearse (?:bank |eval )?[a-z]+ .*--.*$", README, re.MULTILINE):
        words = re.search(r"\brehearse ((?:bank |eval )?[a-z]+)", line)[1].split()
        code = "from rehearse.ui.cli import run; run()"
        shown = subprocess.run([sys.executable, "-c", code, *words, "--help"], capture_output=True, text=True, check=False).stdout
        for option in re.findall(r"--[a-z]+", line.split("`rehearse bank list")[0]):
            assert option in shown, (words, option)


def test_every_file_of_the_readme_exists():
    for path in re.findall(r"(?:docs|evals|src|tests|knowledge)/[\w./-]+\w", README):
        assert (ROOT / path).exists(), path


def test_every_setting_of_the_readme_is_one():
    from rehearse.settings import Settings

    known = {f"REHEARSE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"REHEARSE_[A-Z_]+", README)) <= known


def test_the_figures_of_the_readme_are_those_of_the_baseline():
    accepted = json.loads((ROOT / "evals" / "baselines" / "embedded" / "answers.json").read_text(encoding="utf-8"))
    figures = {figure["name"]: figure for figure in accepted["figures"]}
    level = figures["test.level.qwk"]
    assert f"QWK of {level['value']:.2f} ({level['low']:.2f} to {level['high']:.2f})" in re.sub(r"\s+", " ", README)
    assert f"off by {figures['test.level.mae']['value']:.2f} of a level" in README
    assert f"macro-F1 of {figures['test.item.macro_f1']['value']:.2f}" in README
