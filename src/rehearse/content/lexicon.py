"""Terms and how they are said: ``lexicon.yaml`` of each knowledge folder, and the names and acronyms that the bank uses."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import Field, field_validator

from rehearse.content.yaml_file import read_record
from rehearse.domain.lexicon import Lexicon, Term, plain, said, texts_of
from rehearse.domain.question import BankEntry, Record
from rehearse.errors import ContentError

FILE = "lexicon.yaml"
_FORM = re.compile(r"[a-z']+(?: [a-z']+)*")
_NAME = re.compile(r"(?<![\w.\-/^=])(?:[A-Z]{3,6}s?|[A-Z][a-z]*[A-Z][A-Za-z]+)(?![\w\-(/^=])")
_WORD = re.compile(r"\b[a-z]+\b")


class _File(Record):
    terms: dict[str, tuple[str, ...]] = Field(min_length=1)

    @field_validator("terms")
    @classmethod
    def _forms_are_words(cls, terms: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for term, forms in terms.items():
            if not said(term):
                raise ValueError(f"the term {term!r} has no letter that could be said; write it as it stands in an answer")
            if wrong := next((form for form in forms if not _FORM.fullmatch(form)), None):
                raise ValueError(
                    f"{term!r} has the spoken form {wrong!r}; write it in lower-case words as one would spell what is heard, numbers in words"
                )
        return terms


def load_lexicon(folders: Sequence[Path], entries: Iterable[BankEntry]) -> Lexicon:
    """The terms of every folder that has the file, a later folder over an earlier one, and what `entries` add.

    Raises `ContentError`, also for a spoken form that two terms claim.
    """
    terms: dict[str, Term] = {}
    for path in (folder / FILE for folder in folders if (folder / FILE).exists()):
        read = [_term(text, forms) for text, forms in read_record(path, _File).terms.items()]
        _check_twice(path, read)
        terms |= {plain(term.text): term for term in read}
    for name in _names(entries):
        terms.setdefault(plain(name), _term(name, ()))
    _check_forms(terms.values())
    return Lexicon(terms.values())


def _term(text: str, forms: tuple[str, ...]) -> Term:
    return Term(text=text, forms=tuple(dict.fromkeys(forms or (said(text),))))


def _names(entries: Iterable[BankEntry]) -> list[str]:
    """Acronyms and names with inner capitals, as questions and keys write them; no word that stands there in small letters too."""
    texts = [text for entry in entries for text in texts_of(entry)]
    names = dict.fromkeys(match[0] for text in texts for match in _NAME.finditer(text))
    words = {word for text in texts for word in _WORD.findall(text)}
    return [name for name in map(_singular, names) if name.lower() not in words]


def _singular(name: str) -> str:
    return name.removesuffix("s") if name[:-1].isupper() else name


def _check_twice(path: Path, terms: Sequence[Term]) -> None:
    seen: dict[str, str] = {}
    faults = []
    for term in terms:
        if other := seen.get(plain(term.text)):
            faults.append(f"{path}: the terms {other!r} and {term.text!r} are the same but for case and marks; leave one of them")
        seen[plain(term.text)] = term.text
    if faults:
        raise ContentError(faults)


def _check_forms(terms: Iterable[Term]) -> None:
    owner: dict[str, str] = {}
    faults = []
    for term, form in ((each, form) for each in terms for form in each.forms):
        if form in owner:
            faults.append(f"{FILE}: the spoken form {form!r} belongs to {owner[form]!r} and to {term.text!r}; give one of them another")
        owner[form] = term.text
    if faults:
        raise ContentError(faults)
