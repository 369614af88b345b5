"""How well spoken terms survive a recogniser, before and after the repair, and what that does to grades.

    python -m benchmarks.speech terms         # errors in the terms of evals/suites/speech.yaml
    python -m benchmarks.speech typed         # repairs of the bank's exemplars, which need none
    python -m benchmarks.speech grades        # levels of the same exemplars, typed and spoken

The recogniser is the configured one (REHEARSE_TRANSCRIBER, REHEARSE_TRANSCRIBER_MODEL); the voices are Debian's flite and eSpeak NG.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks.spoken import VOICES, Ear
from rehearse.bootstrap import App, build
from rehearse.domain.garbage import is_garbage
from rehearse.domain.lexicon import Lexicon, said
from rehearse.domain.question import BankEntry
from rehearse.domain.scoring import score
from rehearse.domain.text import content_hash
from rehearse.domain.transcript_repair import Suggestion, repaired
from rehearse.evaluation.speech import as_heard
from rehearse.evaluation.speech_suite import Sentence, errors, load_speech_suite, swallowed, wrong
from rehearse.evaluation.suites import suite_folder
from rehearse.settings import Settings

SPLITS = ("tune", "test", "ordinary")
NAMED = ("strong", "weak")


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

    def add(self, sentence: Sentence, text: str, made: Sequence[Suggestion]) -> None:
        self.sentences += 1
        self.terms += len(sentence.terms)
        self.lost += len(errors(sentence.terms, text))
        self.lost_after += len(errors(sentence.terms, repaired(text, made)))
        self.suggested += len(made)
        self.wrong += len(wrong([s.suggested for s in made], sentence.terms))
        self.swallowed += swallowed(sentence, text, repaired(text, made))

    def cells(self) -> list[str]:
        lost = [_of(lost, self.terms) for lost in (self.lost, self.lost_after)]
        return [str(self.sentences), *lost, _of(self.suggested - self.wrong, self.suggested), str(self.wrong), str(self.swallowed)]


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "–"


def questions_of(app: App, sentences: Iterable[Sentence]) -> dict[Sentence, BankEntry | None]:
    """For each sentence a question whose key holds its first term, as if it were an answer to it; without terms any question."""
    held = {entry.id: set(app.lexicon.terms_of(entry)) for entry in app.bank}

    def question_of(sentence: Sentence) -> BankEntry | None:
        terms = {app.lexicon[term] for term in sentence.terms[:1] if term in app.lexicon}
        fitting = [entry for entry in app.bank if terms <= held[entry.id] and bool(terms) == bool(sentence.terms)]
        return min(fitting, key=lambda entry: content_hash(entry.id + sentence.written), default=None)

    return {sentence: question_of(sentence) for sentence in sentences}


def measure_terms(app: App, ear: Ear, splits: Iterable[str], every: int, hinted: bool, shown: bool) -> Table:
    heads = ("split", "voice", "question", "sentences", "terms lost", "after repair", "suggestions right", "wrong", "words swallowed")
    table = Table(*heads, title="The recogniser was told the question's terms" if hinted else None)
    for split in splits:
        sentences = load_speech_suite(suite_folder()).named()[split][::every]
        questions = questions_of(app, sentences)
        for known in (True, False):
            counts = {voice: Count() for voice in (*VOICES, "all")}
            for voice in VOICES:
                for sentence, entry in questions.items():
                    hint = app.lexicon.likely(entry) if entry and hinted else ()
                    text = ear.hear(sentence.said, voice, hint).text
                    made = app.repairer.suggest(text, app.lexicon.terms_of(entry) if entry and known else ())
                    counts[voice].add(sentence, text, made)
                    counts["all"].add(sentence, text, made)
                    if shown:
                        print(split, voice, known, text, [(s.heard, s.suggested, s.confidence) for s in made], sep=" | ")
            for voice, count in counts.items():
                table.add_row(split, voice, "known" if known else "unknown", *count.cells(), end_section=voice == "all")
    return table


def measure_typed(app: App, every: int, shown: bool) -> Table:
    """Suggestions for exemplars as they were typed, each to its own question: nothing was misheard.

    One of the very same sound ("recall at ten", recall@10) writes otherwise what was meant; every other is false.
    """
    table = Table("exemplars", "answers", "words", "false repairs", "answers with one")
    for name in (*NAMED, "partial"):
        answers, words, made, touched = 0, 0, 0, 0
        for entry in [entry for entry in app.bank if name in entry.answers][::every]:
            text = entry.answers[name].text
            found = [s for s in app.terms.suggestions(entry, text) if s.confidence < 1]
            answers, words, made, touched = answers + 1, words + len(text.split()), made + len(found), touched + bool(found)
            for s in found if shown else ():
                print(entry.id, name, s.heard, s.suggested, s.confidence, sep=" | ")
        table.add_row(name, str(answers), str(words), f"{made} ({made / words:.2%} of words)", _of(touched, answers))
    return table


def speakable(text: str, lexicon: Lexicon) -> str:
    """An exemplar as a voice should read it: acronyms letter by letter."""
    words = text.split()
    for place in lexicon.found_in(text, by_case=True):
        if place.last - place.first == 1 and not place.term.text.islower():
            words[place.first] = said(place.term.text).replace("a ", "ay ")
    return " ".join(words)


@dataclass
class Levels:
    """Levels of the same answers: typed, as they were heard, repaired; and how many transcripts were not graded."""

    graded: list[tuple[int, int, int]] = field(default_factory=list)
    garbage: int = 0
    without: int = 0
    """Answers to which the grader gave no level, typed or spoken."""

    def cells(self) -> list[str]:
        heard, mended = ([levels[i] - levels[0] for levels in self.graded] for i in (1, 2))
        moved = [_of(sum(abs(step) >= 1 for step in steps), len(steps)) for steps in (heard, mended)]
        means = [f"{sum(steps) / len(steps):+.2f}" if steps else "–" for steps in (heard, mended)]
        return [str(len(self.graded)), str(self.garbage), str(self.without), *moved, *means]


def measure_grades(app: App, ear: Ear, voice: str, answers: int, pause: float, shown: bool) -> Table:
    """Every suggestion of the repair is taken for the repaired level; a garbage transcript is never graded."""
    cases = [(entry, name, entry.answers[name].text) for entry in app.bank for name in NAMED if name in entry.answers]
    cases = [case for case in cases if as_heard(case[2], Random(0)) is not None]
    cases.sort(key=lambda case: content_hash(case[0].id + case[1]))
    rows = {name: Levels() for name in (*NAMED, "all")}
    for entry, name, text in cases[:answers]:
        heard = ear.hear(speakable(text, app.lexicon), voice, pause=pause)
        garbage = is_garbage(heard, app.vocabulary)
        mended = repaired(heard.text, app.terms.suggestions(entry, heard.text))
        levels = [] if garbage else [level_of(app, entry, said) for said in (text, heard.text, mended)]
        for row in (rows[name], rows["all"]):
            add(row, levels)
        if shown:
            print(entry.id, name, levels, text, mended, sep=" | ")
    heads = ("exemplars", "graded", "garbage", "no level", "moved, as heard", "moved, repaired", "mean, as heard", "mean, repaired")
    table = Table(*heads, title=voice)
    for name, row in rows.items():
        table.add_row(name, *row.cells())
    return table


def add(row: Levels, levels: Sequence[int | None]) -> None:
    known = [level for level in levels if level is not None]
    if not levels:
        row.garbage += 1
    elif len(known) < len(levels):
        row.without += 1
    else:
        row.graded.append((known[0], known[1], known[2]))


def level_of(app: App, entry: BankEntry, text: str) -> int | None:
    level = score(entry, app.quick_grader.grade(entry, text).verdicts).level
    return None if level is None else int(level)


def main() -> None:
    parser = argparse.ArgumentParser(description="Spoken terms and grades, measured")
    parser.add_argument("what", choices=["terms", "typed", "grades"])
    parser.add_argument("--split", action="append", choices=SPLITS)
    parser.add_argument("--every", type=int, default=1, help="only every so many sentences or answers")
    parser.add_argument("--hinted", action="store_true", help="tell the recogniser the terms of the question")
    parser.add_argument("--show", action="store_true", help="print every transcript, false repair or level")
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds of silence after each sentence; the voices make hardly any")
    parser.add_argument("--voice", default=VOICES[0], choices=VOICES)
    options = parser.parse_args()
    app = build(Settings())
    ear = Ear(app.settings)
    if options.what == "terms":
        table = measure_terms(app, ear, options.split or SPLITS, options.every, options.hinted, options.show)
    elif options.what == "typed":
        table = measure_typed(app, options.every, options.show)
    else:
        table = measure_grades(app, ear, options.voice, options.answers, options.pause, options.show)
    app.close()
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
