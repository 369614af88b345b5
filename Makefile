# Two commands: `make run` takes an interview in the browser, `make test` runs every test.
# Both do all of their own set-up; they need Python 3.11 or newer and make, nothing else.

PYTHON ?= python3.11
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: run test unit lint bench evals browser voices peers schema clean

run: $(INSTALLED)
	$(BIN)/rehearse index
	$(BIN)/rehearse serve

# By file, on two processes: they share no state, and the tests of a file share what they set up.
test: $(INSTALLED) browser voices
	$(BIN)/python -m pytest -n 2 --dist loadfile

unit: $(INSTALLED)
	$(BIN)/python -m pytest tests/unit

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Some parts alone: `make bench PARTS=model` runs those that begin with it; a name that is none is answered with all of them.
bench: $(INSTALLED) browser voices
	$(BIN)/python -m benchmarks $(PARTS)

# How well the embedded engine grades; `rehearse eval run all --model NAME` measures a model.
evals: $(INSTALLED)
	$(BIN)/rehearse eval run all

# Debian's Chromium for the browser tests, where it may be installed.
browser:
	@sh scripts/install_chromium.sh

# Debian's flite, which speaks for the candidate in tests, and PortAudio, where they may be installed.
voices:
	@sh scripts/install_voices.sh

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch -c constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' -c constraints.txt
	@touch $@

# The model engine and speech against servers that we did not write; needs Node.
peers: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check soundfile==0.14.0 accelerate==1.15.0 -c constraints.txt
	npm install --no-audit --no-fund --prefix build/peers @copilotkit/aimock@1.43.0
	$(BIN)/python -m pytest tests/peers -m peers

schema: $(INSTALLED)
	$(BIN)/python -c 'from rehearse.content.schema import schema_text; print(schema_text(), end="")' > knowledge/schema/question.schema.json

clean:
	rm -rf .venv build dist
