"""Who an engine is: whatever could change what it says, told without loading it."""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rehearse.adapters.embedded_judge import ENGINE
from rehearse.adapters.embeddings import weights_fingerprint, weights_folder
from rehearse.adapters.llm.client import PREFIX
from rehearse.adapters.llm.judge import PROMPT_ID
from rehearse.content.prompts import load_prompt
from rehearse.domain.certificate import Identity
from rehearse.domain.text import content_hash

PACKAGE = Path(__file__).parents[1]
_COMMON = ("services/grader.py", "domain/scoring.py")
_EMBEDDED = ("adapters/embedded_judge/judge.py", *_COMMON)
_LLM = ("adapters/llm/judge.py", "adapters/embedded_judge/numeric.py", "services/checked_judge.py", *_COMMON)


def identity_of(engine: str, prompts: Sequence[Path]) -> Identity:
    """The identity of the embedded engine, or of the model that the name of any other engine holds."""
    code = hash_of(sources_of(engine))
    if engine == ENGINE:
        return Identity(engine=engine, fingerprint=content_hash(weights_fingerprint(weights_folder()) + code))
    prompt = load_prompt(prompts, PROMPT_ID).ref
    return Identity(engine=engine, model=engine.removeprefix(PREFIX), prompts={prompt.id: prompt.hash}, fingerprint=code)


def sources_of(engine: str) -> set[Path]:
    """The files of the package that decide a verdict of an engine, what it has learnt among them."""
    if engine != ENGINE:
        return _closure(_LLM)
    learnt = {file for file in (PACKAGE / "adapters" / "embedded_judge").rglob("*") if file.is_file() and file.suffix != ".pyc"}
    return _closure(_EMBEDDED) | learnt


def _closure(roots: Iterable[str]) -> set[Path]:
    """The modules that decide a verdict: `roots`, and what of our own they import, directly or not."""
    found: set[Path] = set()
    owed = [PACKAGE / root for root in roots]
    while owed:
        path = owed.pop()
        if path not in found:
            found.add(path)
            owed += _imported(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    """The files of the package that a module imports, but for ports, settings and errors."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rehearse."):
            base = PACKAGE.parent / (node.module or "").replace(".", "/")
            candidates = [base, *(base / alias.name for alias in node.names)]
            files = [file for c in candidates for file in (c.with_suffix(".py"), c / "__init__.py")]
            yield from (file for file in files if file.exists() and file.parent != PACKAGE)


def hash_of(files: Iterable[Path]) -> str:
    """One hash of files of the package, their names and what they hold."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        digest.update(file.relative_to(PACKAGE).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:24]
