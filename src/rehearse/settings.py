"""Settings, from ``REHEARSE_*`` variables or a ``.env`` file; the only reader of the environment."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rehearse.errors import ConfigError

PACKAGED = Path(__file__).parent / "_data"
CHECKOUT = Path(__file__).parents[2]


def content_root() -> Path:
    """Where ``knowledge/``, ``prompts/`` and ``evals/`` are: in the wheel, or in the checkout."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def baselines_folder() -> Path:
    """Where the figures and certificates are that we measured and ship."""
    return content_root() / "evals" / "baselines"


class Settings(BaseSettings):
    """All settings with their defaults. Seconds, words and counts are what the names say."""

    model_config = SettingsConfigDict(env_prefix="REHEARSE_", env_file=".env", extra="ignore")

    data: Path = Field(default_factory=lambda: user_data_path("rehearse"), description="sessions, index and caches")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder")
    models: Path | None = Field(
        default=None, description="cache of exported weights, to be shared; empty means a folder in the data folder"
    )
    knowledge: Path | None = Field(default=None, description="a folder of your own, layered over ours")
    prompts: Path | None = Field(default=None, description="a folder with prompts of your own, which override ours")
    chroma_url: str = Field(default="", description="a Chroma server; empty means a folder in the data folder")

    model: str = Field(default="", description="name of a chat model; empty means the embedded engine")
    base_url: str = Field(default="https://api.openai.com/v1", description="OpenAI-compatible endpoint")
    api_key: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("REHEARSE_API_KEY", "OPENAI_API_KEY"))
    context_tokens: int = Field(default=8192, ge=1024, description="tokens that the model takes in, prompt and reply together")
    persona: Literal["warm", "neutral", "sceptical", "rushed"] = Field(default="warm", description="how the interviewer speaks")
    model_timeout: float = Field(default=30.0, gt=0, description="seconds for one whole reply of the model, with all retries")
    max_tokens_per_interview: int = Field(default=0, ge=0, description="tokens of the model that one interview may take; 0 for no limit")
    price_in: float = Field(default=0.0, ge=0, description="what a million tokens cost that are sent, in your currency; 0 shows no cost")
    price_out: float = Field(default=0.0, ge=0, description="what a million tokens cost that come back")

    votes: int = Field(default=1, ge=1, le=25, description="times the model is asked for each grade; most of its answers count")
    cache: bool = Field(default=True, description="whether the same answer gets the grade that the model gave it before")

    transcriber: Literal["pocketsphinx", "faster-whisper", "endpoint"] = Field(default="pocketsphinx", description="who listens")
    transcriber_model: str = Field(
        default="", description="a model's name, or its folder for faster-whisper; empty: `whisper-1`, `small.en`"
    )
    speaker: Literal["espeak", "piper", "kokoro", "endpoint"] = Field(default="espeak", description="who speaks")
    speaker_model: str = Field(default="", description="a model's name, or the .onnx file of piper or kokoro; empty: `gpt-4o-mini-tts`")
    speaker_voice: str = Field(default="", description="a voice of the speaker, by its name")
    voice_base_url: str = Field(default="", description="OpenAI-compatible endpoint for speech; empty means REHEARSE_BASE_URL")
    voice_api_key: SecretStr = Field(default=SecretStr(""), description="the key of REHEARSE_VOICE_BASE_URL")
    voice_timeout: float = Field(default=30.0, gt=0, description="seconds for one recording or one sentence")
    speed: float = Field(default=1.0, ge=0.5, le=2, description="how fast the interviewer speaks")
    silence_seconds: float = Field(default=2.0, ge=0.5, le=30, description="silence that ends a spoken turn")
    most_recorded_seconds: float = Field(default=600.0, ge=10, description="the longest spoken answer")
    keep_audio: bool = Field(default=False, description="keep recordings in the data folder")

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    threads: int = Field(default=2, ge=1, le=64, description="threads of the embedder")
    most_words: int = Field(default=5000, ge=100, description="words in one answer")
    words_per_second: float = Field(default=40.0, gt=0, description="how fast the embedded interviewer's words appear")

    @property
    def knowledge_folders(self) -> list[Path]:
        """Ours first; a later folder overrides an earlier one."""
        ours = content_root() / "knowledge"
        return [ours, self.knowledge] if self.knowledge else [ours]

    @property
    def disputes_folder(self) -> Path:
        """Contested verdicts kept as eval cases, in the folder that is the person's own."""
        return (self.knowledge or self.data) / "evals" / "disputes"

    @property
    def certificates_folder(self) -> Path:
        """What engines were measured at here."""
        return self.data / "evals" / "certificates"

    @property
    def models_folder(self) -> Path:
        """Exported weights: a cache, made anew when it is gone."""
        return self.models or self.data / "models"

    @property
    def recordings_folder(self) -> Path:
        """Where recordings are kept, for those who want that."""
        return self.data / "recordings"

    @property
    def prompts_folders(self) -> list[Path]:
        """Ours first; a later folder overrides an earlier one."""
        ours = content_root() / "prompts"
        return [ours, self.prompts] if self.prompts else [ours]

    def check_folders(self) -> None:
        """Raises `ConfigError` when a folder that was named is not there."""
        for name, folder in (("KNOWLEDGE", self.knowledge), ("PROMPTS", self.prompts)):
            if folder and not folder.is_dir():
                raise ConfigError(f"REHEARSE_{name}={str(folder)!r} is not a folder. Correct the path or unset it.")

    @property
    def speech_url(self) -> str:
        """The endpoint of speech, where an engine is one."""
        return self.voice_base_url or self.base_url

    @property
    def shown_speech_url(self) -> str:
        """The endpoint of speech for people to read."""
        return _shown(self.speech_url)

    @property
    def shown_base_url(self) -> str:
        """The endpoint for people to read."""
        return _shown(self.base_url)

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'rehearse.db'}"


def _shown(url: str) -> str:
    """A URL without a password or a key that it may hold."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def load_settings() -> Settings:
    """Read the environment. Raises `ConfigError` naming the variable and its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"REHEARSE_{'_'.join(map(str, first['loc'])).upper()}"
        raise ConfigError(f"{name}={first['input']!r} cannot work: {first['msg']}. Change or unset it.") from None
