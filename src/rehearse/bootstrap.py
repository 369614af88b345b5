"""The only place that chooses adapters. Each part is built when it is first asked for, never at import."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from rehearse.content.bank import Bank, load_bank
from rehearse.content.certificates import own_path, shipped_path, standing_of
from rehearse.content.coverage import load_coverage
from rehearse.content.lexicon import load_lexicon
from rehearse.content.loops import find_loop, load_loops
from rehearse.content.references import load_notes
from rehearse.content.rubrics import load_rubrics
from rehearse.content.vocabulary import collocations_of, vocabulary_of
from rehearse.domain.certificate import Identity
from rehearse.domain.coverage import TopicGroup
from rehearse.domain.lexicon import Lexicon
from rehearse.domain.note import Note
from rehearse.domain.planning import Loop
from rehearse.domain.rubric import Rubrics
from rehearse.domain.standing import Standing
from rehearse.errors import ConfigError
from rehearse.ports import (
    Interviewer,
    Judge,
    Kind,
    LeakCheck,
    Retriever,
    SessionStore,
    SoundDevice,
    Speaker,
    Synced,
    Transcriber,
    VoiceDetector,
    Writer,
)
from rehearse.services.better_answers import BetterAnswers
from rehearse.services.checked_judge import CheckedJudge
from rehearse.services.drafting import Drafting
from rehearse.services.grader import Grader
from rehearse.services.indexing import Progress, build_index, keywords_of, phrases_of
from rehearse.services.interviews import Interviews
from rehearse.services.model_use import NoMeter
from rehearse.services.session import Crew
from rehearse.settings import Settings, baselines_folder

if TYPE_CHECKING:
    from rehearse.adapters.chroma_index import ChromaIndex
    from rehearse.adapters.embeddings import CachingEmbedder, Embedder
    from rehearse.adapters.llm.client import ChatClient
    from rehearse.adapters.llm.judge import LlmJudge
    from rehearse.adapters.llm.memory import GradeMemory
    from rehearse.adapters.speech.recordings import Recordings
    from rehearse.domain.transcript_repair import Repairer
    from rehearse.services.hearing import Hearing
    from rehearse.services.terms import Terms

GRADING_THREADS = 4
TRAINED_CACHE = 20_000
"""Texts whose vectors the judge remembers: every phrasing of the bank, and the last answers. 30 MB when full."""


def _quiet(kind: Kind, done: int, total: int) -> None:
    """Report no progress."""


class App:
    """Rehearse, put together from settings. `say` gets notices, `progress` the progress of indexing."""

    def __init__(self, settings: Settings, say: Callable[[str], None] = lambda text: None, progress: Progress = _quiet) -> None:
        self.settings = settings
        self._say = say
        self._progress = progress
        self._identities: dict[str, Identity] = {}

    def on_progress(self, progress: Progress) -> None:
        """Send the progress of indexing elsewhere."""
        self._progress = progress

    @cached_property
    def bank(self) -> Bank:
        return load_bank(self.settings.knowledge_folders)

    @cached_property
    def notes(self) -> dict[str, Note]:
        return load_notes(self.settings.knowledge_folders)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that a transcript is expected to be made of."""
        return vocabulary_of(self.bank, self.notes)

    @cached_property
    def rubrics(self) -> Rubrics:
        return load_rubrics(self.settings.knowledge_folders)

    @cached_property
    def loops(self) -> dict[str, Loop]:
        return load_loops(self.settings.knowledge_folders)

    @cached_property
    def topic_groups(self) -> list[TopicGroup]:
        """What interview guides ask for."""
        return load_coverage(self.settings.knowledge_folders)

    def loop(self, name: str) -> Loop:
        """A loop by its id, a round or a topic; raises `NotFoundError`."""
        return find_loop(name, self.loops, self.bank)

    @cached_property
    def store(self) -> SessionStore:
        from rehearse.adapters.sql_store import SqlStore

        return SqlStore(self.settings.store_url)

    @cached_property
    def bare_embedder(self) -> "Embedder":
        """The embedding model itself, without a memory."""
        from rehearse.adapters.embeddings import load_embedder

        return load_embedder(self.settings.models_folder, self.settings.threads)

    @cached_property
    def index(self) -> "ChromaIndex":
        """The index, opened and brought up to date."""
        self.synced  # noqa: B018
        return self._opened_index

    @cached_property
    def synced(self) -> Synced:
        """Bring the index up to date, and say what that took."""
        index = self._opened_index
        if replaced := index.drop_other_embedders():
            self._say(
                f"The embedding model has changed: {len(replaced)} collections of the old one are dropped and everything is embedded again."
            )
        return build_index(index, self.bank, self.notes, self._progress)

    def reindex(self) -> Synced:
        """Bring the whole index up to date, the phrasings of every question included."""
        return build_index(self.index, self.bank, self.notes, self._progress, tuple(Kind))

    @cached_property
    def _opened_index(self) -> "ChromaIndex":
        from rehearse.adapters.chroma_index import open_folder, open_server

        if self.settings.chroma_url:
            return open_server(self.settings.chroma_url, self.bare_embedder)
        return open_folder(self.settings.data / "index", self.bare_embedder, self._say)

    @cached_property
    def keywords(self) -> Retriever:
        """Search by words alone."""
        from rehearse.adapters.keyword_index import KeywordIndex

        return KeywordIndex(keywords_of(self.bank, self.notes))

    @cached_property
    def retriever(self) -> Retriever:
        """Search by meaning and by words: what finds most on ``evals/suites/retrieval.yaml``."""
        from rehearse.adapters.hybrid_retriever import HybridRetriever

        return HybridRetriever(self.index, self.keywords, {Kind.QUESTION: len(self.bank), Kind.REFERENCE: len(self.notes)})

    @cached_property
    def embedder(self) -> "CachingEmbedder":
        """The embedder with the index as its memory of the bank's phrasings."""
        from rehearse.adapters.embeddings import CachingEmbedder

        phrases = frozenset(phrases_of(self.bank))
        return CachingEmbedder(self.bare_embedder, lambda texts: self.index.recall(Kind.PHRASE, [t for t in texts if t in phrases]))

    @cached_property
    def embedded_judge(self) -> Judge:
        from rehearse.adapters.embedded_judge.judge import EmbeddedJudge
        from rehearse.adapters.embedded_judge.pair_head import WEIGHTS, load_head
        from rehearse.adapters.embedded_judge.reading import Encoders
        from rehearse.adapters.embeddings import load_embedder

        twin = load_embedder(self.settings.models_folder, self.settings.threads, WEIGHTS)
        return EmbeddedJudge(Encoders(self.embedder, twin, TRAINED_CACHE), load_head())

    @cached_property
    def embedded_interviewer(self) -> Interviewer:
        from rehearse.adapters.embedded_interviewer import EmbeddedInterviewer

        return EmbeddedInterviewer()

    @cached_property
    def chat(self) -> "ChatClient":
        """What both model engines send goes through this one."""
        from rehearse.adapters.llm.client import ChatClient

        return ChatClient(self.settings)

    @cached_property
    def interviewer(self) -> Interviewer:
        if not self.settings.model:
            return self.embedded_interviewer
        from rehearse.adapters.llm.interviewer import LlmInterviewer

        return LlmInterviewer(self.settings, self.chat)

    @cached_property
    def quick_grader(self) -> Grader:
        """The embedded engine: it picks the follow-ups, and grades when there is no model."""
        return Grader(self.embedded_judge, self.retriever, self.notes)

    @cached_property
    def final_grader(self) -> Grader:
        """The configured engine, which alone decides what the scorecard says."""
        return Grader(self._llm_judge, self.retriever, self.notes) if self.settings.model else self.quick_grader

    @cached_property
    def grader(self) -> Grader:
        """The configured engine for a single answer, with the embedded one as its backup."""
        return Grader(self._llm_judge, self.retriever, self.notes, self.embedded_judge) if self.settings.model else self.quick_grader

    @cached_property
    def _llm_judge(self) -> Judge:
        return self._checked(fresh=not self.settings.cache)

    @cached_property
    def second_grader(self) -> Grader:
        """Who looks at a contested verdict: the configured engine, which then remembers nothing."""
        if not self.settings.model:
            return self.quick_grader
        return Grader(self._checked(fresh=True), self.retriever, self.notes)

    def _checked(self, fresh: bool) -> Judge:
        from rehearse.adapters.llm.memory import RememberingJudge

        return CheckedJudge(RememberingJudge(self._unchecked_judge, self._grade_memory, fresh), self.embedded_judge)

    @cached_property
    def _unchecked_judge(self) -> "LlmJudge":
        from rehearse.adapters.llm.judge import LlmJudge

        return LlmJudge(self.settings, self.chat, self.rubrics.competencies)

    @cached_property
    def _grade_memory(self) -> "GradeMemory":
        from rehearse.adapters.llm.memory import GradeMemory

        return GradeMemory(self.settings.data / "grades.db")

    @cached_property
    def better_answers(self) -> BetterAnswers:
        """Rewrites answers with the configured model, if there is one."""
        return BetterAnswers(self._writer, self.quick_grader.references)

    @cached_property
    def drafting(self) -> Drafting:
        """Drafts rubrics with the configured model. Raises `ConfigError` without one."""
        if not self.settings.model:
            raise ConfigError("Drafting needs a model. Set REHEARSE_MODEL, and REHEARSE_BASE_URL if it is not OpenAI's.")
        from rehearse.adapters.llm.drafter import LlmDrafter

        return Drafting(LlmDrafter(self.settings, self.chat), self.quick_grader.nearest)

    @property
    def _writer(self) -> Writer | None:
        if not self.settings.model:
            return None
        from rehearse.adapters.llm.writer import LlmWriter

        return LlmWriter(self.settings, self.chat)

    @cached_property
    def leak_check(self) -> LeakCheck:
        """What a model's words are held against before they are shown."""
        from rehearse.adapters.giveaway import Giveaway

        return Giveaway(self.embedded_judge)

    @cached_property
    def crew(self) -> Crew:
        from rehearse.adapters.language import foreign_language

        return Crew(
            interviewer=self.interviewer,
            backup=self.embedded_interviewer,
            quick=self.quick_grader,
            warm=self.quick_grader.warm,
            leaks=self.leak_check,
            language=foreign_language,
            final=self.final_grader,
            second=self.second_grader,
            entries={entry.id: entry for entry in self.bank},
            store=self.store,
            executor=ThreadPoolExecutor(GRADING_THREADS, thread_name_prefix="grading"),
            most_words=self.settings.most_words,
            meter=self.chat if self.settings.model else NoMeter(),
        )

    @cached_property
    def interviews(self) -> Interviews:
        return Interviews(self.bank, self.store, self.rubrics, self.notes, lambda: self.crew, self.standing)

    @cached_property
    def transcriber(self) -> Transcriber:
        """Who listens; it refuses recordings that hold no speech. Raises `SpeechError` when the engine cannot be used."""
        from rehearse.adapters.speech.checked import CheckedTranscriber
        from rehearse.adapters.speech.choice import choose_transcriber

        return CheckedTranscriber(choose_transcriber(self.settings, self._say), self.voice_detector, self.settings.most_recorded_seconds)

    @cached_property
    def speaker(self) -> Speaker:
        """Who speaks. Raises `SpeechError` when the engine cannot be used."""
        from rehearse.adapters.speech.choice import choose_speaker

        return choose_speaker(self.settings)

    @cached_property
    def hearing(self) -> "Hearing":
        """Recordings as answers."""
        from rehearse.services.hearing import Hearing

        return Hearing(lambda: self.transcriber, lambda: self.vocabulary, lambda: self.terms)

    @property
    def speech_engines(self) -> list[str]:
        """The speech engines that are installed, by the names that the settings take."""
        from rehearse.adapters.speech.choice import installed_engines

        return installed_engines()

    @property
    def missing_speech_extras(self) -> list[str]:
        """The extras of this package that the chosen speech engines need and that are not installed."""
        from rehearse.adapters.speech.choice import missing_extras

        return missing_extras(self.settings)

    def voice_detector(self) -> VoiceDetector:
        """A detector for one stream of sound. Raises `SpeechError` when it is not installed."""
        from rehearse.adapters.speech.voice_detector import SileroDetector

        return SileroDetector()

    @cached_property
    def sound_device(self) -> SoundDevice:
        """The loudspeaker and the microphone of this machine. Raises `SpeechError` when there are none."""
        from rehearse.adapters.speech.sound_device import PortAudioDevice

        return PortAudioDevice()

    @cached_property
    def recordings(self) -> "Recordings":
        """Where recordings are kept, if at all."""
        from rehearse.adapters.speech.recordings import Recordings

        return Recordings(self.settings.recordings_folder, self.settings.keep_audio)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms of the trade, and how they are said."""
        return load_lexicon(self.settings.knowledge_folders, self.bank)

    @cached_property
    def repairer(self) -> "Repairer":
        """Finds misheard terms in transcripts."""
        from rehearse.adapters.pronunciations import load_pronunciations
        from rehearse.domain.phonetics import Sounds
        from rehearse.domain.transcript_repair import Repairer

        return Repairer(self.lexicon, Sounds(load_pronunciations()), collocations_of(self.bank, self.notes))

    @cached_property
    def terms(self) -> "Terms":
        """What listeners should expect, and what they probably misheard."""
        from rehearse.services.terms import Terms

        return Terms(self.lexicon, self.repairer)

    @property
    def engine(self) -> str:
        """The name of the configured engine, whose grades the scorecard shows; nothing is loaded for it."""
        from rehearse.adapters.embedded_judge import ENGINE
        from rehearse.adapters.llm.client import engine_name

        return engine_name(self.settings) if self.settings.model else ENGINE

    def standing(self, engine: str) -> Standing:
        """What is known of how well an engine grades, as of now."""
        folders = own_path(self.settings.certificates_folder, engine), shipped_path(baselines_folder(), engine)
        return standing_of(self.identity(engine), folders)

    def identity(self, engine: str) -> Identity:
        """Whatever could change what an engine says."""
        from rehearse.adapters.identity import identity_of

        if engine not in self._identities:
            self._identities[engine] = identity_of(engine, self.settings.prompts_folders)
        return self._identities[engine]

    def close(self) -> None:
        """Finish grading and give files back; safe to call at any time."""
        parts = vars(self)
        if "chat" in parts:
            self.chat.close()
        if "crew" in parts:
            self.crew.executor.shutdown(cancel_futures=True)
        if "_opened_index" in parts:
            self._opened_index.close()
        if "store" in parts:
            self.store.close()


def build(settings: Settings, say: Callable[[str], None] = lambda text: None, progress: Progress = _quiet) -> App:
    """Put the application together. Raises `ConfigError` when the data folder cannot be used."""
    settings.check_folders()
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        (settings.data / ".writable").touch()
    except OSError as error:
        raise ConfigError(
            f"The data folder {str(settings.data)!r} cannot be written to ({error.strerror}). Set REHEARSE_DATA to a folder you can write to."
        ) from error
    return App(settings, say, progress)
