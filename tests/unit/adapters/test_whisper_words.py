"""Whisper gives pieces of words; a candidate who says "0.99" is read as having said one number."""

from types import SimpleNamespace

from rehearse.adapters.speech.whisper import whole_words


def piece(word, start, probability=0.9):
    return SimpleNamespace(word=word, start=start, end=start + 0.2, probability=probability)


def test_pieces_without_a_space_before_them_go_on_with_the_word():
    first = SimpleNamespace(words=[piece(" an", 0.0), piece(" AUC", 0.3), piece(" of", 0.6), piece(" 0", 0.9), piece(".99", 1.1, 0.4)])
    second = SimpleNamespace(words=[piece(" with", 1.5), piece(" k", 1.8), piece("-means", 2.0), piece(" ", 2.2)])
    heard = list(whole_words([first, SimpleNamespace(words=None), second]))
    assert [word.text for word in heard] == ["an", "AUC", "of", "0.99", "with", "k-means"]
    assert (heard[3].start, heard[3].end, heard[3].confidence) == (0.9, 1.3, 0.4)


def test_silence_is_no_word():
    assert list(whole_words([])) == []
