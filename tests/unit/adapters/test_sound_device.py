"""Playing and falling silent meet in two threads; the library must never be in both at once."""

import threading
import time

from rehearse.adapters.speech import sound_device
from rehearse.adapters.speech.sound_device import PortAudioDevice
from rehearse.domain.audio import Clip


class Library:
    """As `sounddevice`: whoever stops a stream that another one is stopping waits for ever."""

    PortAudioError = OSError

    def __init__(self):
        self.active, self.used, self.met = False, threading.Lock(), False

    def query_devices(self, kind):
        return {"default_samplerate": 16_000.0}

    def play(self, samples, rate):
        self.active = True

    def get_stream(self):
        return self

    def stop(self):
        if not self.used.acquire(blocking=False):
            self.met = True
            return
        self.active = False
        time.sleep(0.1)
        self.used.release()


def test_falling_silent_and_the_end_of_a_sentence_do_not_meet(monkeypatch):
    library = Library()
    monkeypatch.setattr(sound_device, "load", lambda name, extra: library)
    device = PortAudioDevice()
    device.play(Clip(bytes(200), 16_000))
    waiting = threading.Thread(target=device.wait)
    waiting.start()
    time.sleep(0.05)
    assert waiting.is_alive()
    device.hush()
    waiting.join(2)
    assert not waiting.is_alive()
    assert not library.met
