"""The real engines: PocketSphinx hears flite and eSpeak NG, eSpeak NG speaks, Silero tells a voice from noise."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import jiwer
import numpy as np
import pytest

from rehearse.adapters.speech.espeak import EspeakSpeaker
from rehearse.adapters.speech.pocketsphinx import PocketsphinxTranscriber
from rehearse.adapters.speech.resample import clip_of, resampled
from rehearse.adapters.speech.voice_detector import SileroDetector
from rehearse.adapters.speech.whisper import WhisperTranscriber
from rehearse.domain.audio import Clip, joined
from rehearse.domain.garbage import is_garbage, words_of
from rehearse.errors import SpeechError
from rehearse.services.listening import Listener, next_utterance
from voices import OVERFITTING, flite, needs_flite

RATE = 16_000


@pytest.fixture(scope="module")
def sphinx():
    return PocketsphinxTranscriber()


@pytest.fixture(scope="module")
def espeak():
    return EspeakSpeaker()


def noise(seconds: float) -> Clip:
    return clip_of(0.1 * np.random.default_rng(7).standard_normal(int(seconds * RATE)), RATE)


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_pocketsphinx_hears_most_words_of_a_clear_voice(sphinx, voice):
    clip = flite(OVERFITTING, voice)
    heard = sphinx.transcribe(clip)
    assert jiwer.wer(" ".join(words_of(OVERFITTING)), heard.text) < 0.5
    assert heard.engine == "pocketsphinx (low accuracy)" and heard.seconds == clip.seconds and heard.language == "en"
    assert [word.text for word in heard.words] == heard.text.split()
    assert all(word.start < word.end <= clip.seconds + 0.1 for word in heard.words)
    assert 0.5 < heard.confidence <= 1 and not is_garbage(heard, frozenset(heard.text.split()))


@needs_flite
def test_what_is_heard_does_not_depend_on_what_came_before_nor_on_the_rate(sphinx):
    clip = flite(OVERFITTING)
    first = sphinx.transcribe(clip)
    sphinx.transcribe(noise(2))
    assert sphinx.transcribe(clip).text == first.text
    assert jiwer.wer(first.text, sphinx.transcribe(resampled(clip, 44_100)).text) < 0.2


@needs_flite
def test_speech_backwards_is_garbage(sphinx, app):
    clip = flite(OVERFITTING)
    samples = np.frombuffer(clip.pcm, "<i2")[::-1]
    assert is_garbage(sphinx.transcribe(Clip(samples.tobytes(), clip.rate)), app.vocabulary)
    assert not is_garbage(sphinx.transcribe(clip), app.vocabulary)


def test_many_recordings_at_once_are_heard_as_each_alone_in_any_order(sphinx, espeak):
    clips = [espeak.say(text) for text in ("one two three", "the model overfits", "yes")]
    alone = [sphinx.transcribe(clip).text for clip in clips]
    for order in permutations(range(3)):
        assert {index: sphinx.transcribe(clips[index]).text for index in order} == dict(enumerate(alone))
    with ThreadPoolExecutor(3) as pool:
        assert [heard.text for heard in pool.map(sphinx.transcribe, clips)] == alone


def test_espeak_says_a_sentence_faster_and_with_another_voice(espeak):
    usual, fast = espeak.say(OVERFITTING), espeak.say(OVERFITTING, speed=1.5)
    assert usual.rate == fast.rate and usual.loudest > 0.1
    assert usual.seconds == pytest.approx(1.5 * fast.seconds, rel=0.15)
    assert EspeakSpeaker("en-gb-scotland").say(OVERFITTING).pcm != usual.pcm


def test_espeak_says_one_sentence_at_a_time_whoever_asks(espeak):
    texts = [f"Sentence number {n}, and no other." for n in range(6)]
    alone = [espeak.say(text).seconds for text in texts]
    with ThreadPoolExecutor(6) as pool:
        assert [clip.seconds for clip in pool.map(espeak.say, texts)] == pytest.approx(alone, abs=0.05)


@pytest.mark.parametrize("text", ["", "…", "a\0b", "naïve Bayes, η = 0.1, 训练", "<speak>not markup</speak>", "word " * 400])
def test_espeak_survives_whatever_an_interviewer_writes(espeak, text):
    assert espeak.say(text).rate == 22_050


def test_espeak_has_no_such_voice():
    with pytest.raises(SpeechError, match=r"REHEARSE_SPEAKER_VOICE='klingonese' is no voice of eSpeak NG. Try en-us"):
        EspeakSpeaker("klingonese")


@needs_flite
def test_silero_hears_a_voice_and_no_voice_in_noise():
    voice = flite(OVERFITTING)
    assert max(SileroDetector().probabilities(voice)) > 0.9
    assert max(SileroDetector().probabilities(noise(4))) < 0.5


@needs_flite
def test_an_utterance_is_cut_out_of_a_stream_with_its_first_word(sphinx):
    stream = joined([Clip(bytes(2 * RATE * 3), RATE), flite(OVERFITTING), Clip(bytes(2 * RATE * 4), RATE)])
    step = RATE // 4 * 2
    pieces = (Clip(stream.pcm[at : at + step], RATE) for at in range(0, len(stream.pcm), step))
    clip = next_utterance(pieces, Listener(SileroDetector(), 2.0, 60), 60, lambda: None)
    assert clip.seconds < stream.seconds - 3
    assert jiwer.wer(sphinx.transcribe(flite(OVERFITTING)).text, sphinx.transcribe(clip).text) < 0.3


def test_whisper_by_a_name_without_a_network_is_one_sentence(monkeypatch, tmp_path):
    told = []
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(
        SpeechError, match=r"'tiny.en' is not on this machine and could not be downloaded.*REHEARSE_TRANSCRIBER=pocketsphinx"
    ):
        WhisperTranscriber("tiny.en", told.append)
    assert told == ["Downloading the speech model 'tiny.en' from the Hugging Face hub, once."]


def test_a_folder_that_is_no_whisper_model(tmp_path):
    with pytest.raises(SpeechError, match=r"it lacks model.bin, config.json, tokenizer.json"):
        WhisperTranscriber(str(tmp_path))
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(SpeechError, match=r"cannot be loaded"):
        WhisperTranscriber(str(tmp_path))


def test_a_name_that_is_no_name():
    with pytest.raises(SpeechError, match=r"'a//b c' is neither a folder nor a model's name"):
        WhisperTranscriber("a//b c")
