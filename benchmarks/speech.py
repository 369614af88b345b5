"""How well spoken terms survive a recogniser, before and after the repair, and what that does to grades.

    python -m benchmarks.speech terms --engine pocketsphinx
    python -m benchmarks.speech grades --engine whisper:FOLDER --answers 40

The voices are Debian's flite (`apt-get install flite`) and eSpeak NG. Transcripts are kept in the folder --kept, so that a second run is quick.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rehearse.adapters.pronunciations import load_pronunciations
from rehearse.bootstrap import App, build
from rehearse.content.lexicon import load_lexicon
from rehearse.domain.audio import Clip, read_wav
from rehearse.domain.lexicon import Lexicon, Term, said
from rehearse.domain.phonetics import Sounds
from rehearse.domain.question import BankEntry
from rehearse.domain.scoring import score
from rehearse.domain.speech import Transcript
from rehearse.domain.text import content_hash, slug_of
from rehearse.domain.transcript_repair import Repairer, Suggestion, repaired
from rehearse.evaluation.speech import as_heard
from rehearse.evaluation.speech_suite import Sentence, errors, load_speech_suite, swallowed, wrong
from rehearse.evaluation.suites import suite_folder
from rehearse.ports import Transcriber
from rehearse.settings import Settings

VOICES = ("flite slt", "flite rms", "flite kal", "espeak en-us")
NAMED = ("strong", "weak")


@dataclass(frozen=True)
class Bench:
    """What every measurement needs: the repairer, and a way from sentence and voice to transcript."""

    app: App
    lexicon: Lexicon
    repairer: Repairer
    hear: Callable[[str, str, Sequence[str]], Transcript]

    def context(self, terms: Sequence[str], key: str) -> BankEntry | None:
        """A question whose key holds the first of the terms; for ordinary sentences any question."""
        entries = list(self.app.bank)
        first = {self.lexicon[term] for term in terms[:1] if term in self.lexicon}
        fitting = [entry for entry in entries if first <= set(terms_of(self.lexicon, entry))] if first or not terms else []
        return min(fitting, key=lambda entry: content_hash(entry.id + key)) if fitting else None


@cache
def terms_of(lexicon: Lexicon, entry: BankEntry) -> tuple[Term, ...]:
    return lexicon.terms_of(entry)


def say(text: str, voice: str) -> Clip:
    engine, _, name = voice.partition(" ")
    if engine == "espeak":
        from rehearse.adapters.speech.espeak import EspeakSpeaker

        return EspeakSpeaker(name).say(text)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", name, "-o", file.name, "-t", text], check=True)
        return read_wav(Path(file.name).read_bytes())


def transcriber_named(name: str) -> Transcriber:
    from rehearse.adapters.speech.pocketsphinx import PocketsphinxTranscriber
    from rehearse.adapters.speech.whisper import WhisperTranscriber

    kind, _, model = name.partition(":")
    return WhisperTranscriber(model) if kind == "whisper" else PocketsphinxTranscriber()


def keeping(name: str, folder: Path) -> Callable[[str, str, Sequence[str]], Transcript]:
    """Speak and transcribe, each text once."""
    engine = cache(lambda: transcriber_named(name))

    def hear(text: str, voice: str, terms: Sequence[str] = ()) -> Transcript:
        file = folder / slug_of(name)[-30:] / f"{content_hash(chr(10).join((text, voice, *terms)))}.json"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(engine().transcribe(say(text, voice), terms).model_dump_json())
        return Transcript.model_validate_json(file.read_text())

    return hear


@dataclass
class Count:
    """Terms said and lost, before and after the repair; suggestions made, and wrong ones."""

    sentences: int = 0
    terms: int = 0
    lost: int = 0
    lost_after: int = 0
    suggested: int = 0
    wrong: int = 0
    swallowed: int = 0

    def add(self, sentence: Sentence, text: str, suggestions: Sequence[Suggestion]) -> None:
        self.sentences += 1
        self.terms += len(sentence.terms)
        self.lost += len(errors(sentence.terms, text))
        self.lost_after += len(errors(sentence.terms, repaired(text, suggestions)))
        self.suggested += len(suggestions)
        self.swallowed += swallowed(sentence, text, repaired(text, suggestions))
        self.wrong += len(wrong([s.suggested for s in suggestions], sentence.terms))

    def cells(self) -> list[str]:
        rate = lambda lost: f"{lost / self.terms:.1%}" if self.terms else "–"  # noqa: E731
        precision = f"{1 - self.wrong / self.suggested:.1%}" if self.suggested and self.terms else "–"
        return [
            str(self.terms),
            rate(self.lost),
            rate(self.lost_after),
            str(self.suggested),
            precision,
            f"{self.wrong / self.sentences:.1%}",
            str(self.swallowed),
        ]


def measure_terms(bench: Bench, splits: Iterable[str], hinted: bool, shown: bool) -> Table:
    table = Table(
        "split", "voice", "context", "terms", "lost", "after repair", "suggestions", "right", "wrong a sentence", "other words swallowed"
    )
    for split in splits:
        sentences = load_speech_suite(suite_folder()).named()[split]
        for context in (True, False):
            whole = Count()
            for voice in VOICES:
                count = Count()
                for sentence in sentences:
                    entry = bench.context(sentence.terms, sentence.written) if context or hinted else None
                    hint = bench.lexicon.likely(entry) if entry and hinted else ()
                    text = bench.hear(sentence.said, voice, hint).text
                    made = bench.repairer.suggest(text, terms_of(bench.lexicon, entry) if entry and context else ())
                    for counted in (count, whole):
                        counted.add(sentence, text, made)
                    if shown:
                        print(
                            split,
                            context,
                            voice,
                            "|",
                            text,
                            "|",
                            [(s.heard, s.suggested, s.confidence) for s in made],
                            errors(sentence.terms, repaired(text, made)),
                        )
                table.add_row(split, voice, "question" if context else "none", *count.cells())
            table.add_row(split, "all", "question" if context else "none", *whole.cells(), style="bold")
    return table


def speakable(text: str, lexicon: Lexicon) -> str:
    """An exemplar as a voice should read it: acronyms letter by letter."""
    words = text.split()
    for place in lexicon.found_in(text, by_case=True):
        if place.last - place.first == 1 and not place.term.text.islower():
            words[place.first] = said(place.term.text).replace("a ", "ay ")
    return " ".join(words)


def measure_grades(bench: Bench, voice: str, answers: int, hinted: bool) -> Table:
    """Levels of the same answers typed, as they were heard, and with every suggestion accepted."""
    from random import Random

    cases = [(entry, name, entry.answers[name].text) for entry in bench.app.bank for name in NAMED if name in entry.answers]
    cases = [case for case in cases if as_heard(case[2], Random(0)) is not None]
    cases.sort(key=lambda case: content_hash(case[0].id + case[1]))
    level = lambda entry, text: score(entry, bench.app.quick_grader.grade(entry, text).verdicts).level  # noqa: E731
    rows = []
    for entry, name, text in cases[:answers]:
        heard = bench.hear(speakable(text, bench.lexicon), voice, bench.lexicon.likely(entry) if hinted else ()).text
        mended = repaired(heard, bench.repairer.suggest(heard, terms_of(bench.lexicon, entry)))
        rows.append((name, level(entry, text), level(entry, heard), level(entry, mended)))
    table = Table("exemplars", "answers", "moved, as heard", "moved, repaired", "mean move, as heard", "mean move, repaired")
    for name in (*NAMED, "all"):
        table.add_row(name, *moved([row[1:] for row in rows if name in (row[0], "all")]))
    return table


def moved(levels: Sequence[tuple[int | None, int | None, int | None]]) -> list[str]:
    known = [(typed, heard, mended) for typed, heard, mended in levels if typed and heard and mended]
    shares = [f"{sum(abs(row[i] - row[0]) >= 1 for row in known) / len(known):.1%}" for i in (1, 2)]
    means = [f"{sum(row[i] - row[0] for row in known) / len(known):+.2f}" for i in (1, 2)]
    return [str(len(known)), *shares, *means]


def main() -> None:
    parser = argparse.ArgumentParser(description="Spoken terms and grades, measured")
    parser.add_argument("what", choices=["terms", "grades"])
    parser.add_argument("--engine", default="pocketsphinx", help="pocketsphinx, or whisper:FOLDER")
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "rehearse-speech")
    parser.add_argument("--split", action="append", choices=["tune", "test", "ordinary"])
    parser.add_argument("--hinted", action="store_true", help="tell the recogniser the terms of the question")
    parser.add_argument("--show", action="store_true", help="print every transcript")
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--voice", default=VOICES[0])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data=Path(folder)))
        lexicon = load_lexicon(app.settings.knowledge_folders, app.bank)
        bench = Bench(app, lexicon, Repairer(lexicon, Sounds(load_pronunciations())), keeping(options.engine, options.kept))
        if options.what == "terms":
            table = measure_terms(bench, options.split or ["tune", "test", "ordinary"], options.hinted, options.show)
        else:
            table = measure_grades(bench, options.voice, options.answers, options.hinted)
        app.close()
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
