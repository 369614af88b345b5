"""The switch between typing and speaking, and the buttons of speaking. What they do is in ``assets/voice.js``."""

from html import escape

from rehearse.settings import Settings
from rehearse.ui.recordings import sent_to


def switch_html(missing: str) -> str:
    """The switch; disabled, with the reason, when speech cannot be used here."""
    disabled, reason = ("disabled", f'<span class="rh-voice-missing">{escape(missing)}</span>') if missing else ("", "")
    return f"""
<fieldset class="rh-voice-switch"><legend>Answer by</legend>
<label><input type="radio" name="rh-voice-mode" id="rh-voice-typed" value="typed" checked> typing</label>
<label><input type="radio" name="rh-voice-mode" id="rh-voice-spoken" value="spoken" {disabled}> speaking</label>
{reason}</fieldset>"""


def controls_html(settings: Settings) -> str:
    """What is shown in an interview that is spoken."""
    return f"""
<div class="rh-voice" id="rh-voice" data-most="{settings.most_recorded_seconds:g}" hidden>
<div class="rh-voice-row">
<button type="button" id="rh-talk" aria-pressed="false">● Speak</button>
<meter id="rh-level" min="0" max="1" value="0" aria-label="Loudness of the microphone"></meter>
<span id="rh-voice-state" role="status" aria-live="polite"></span>
</div>
<div id="rh-voice-note" role="alert"></div>
<ul id="rh-suggestions" aria-label="Terms that you may have said" aria-live="polite"></ul>
<div class="rh-voice-row">
<button type="button" id="rh-say-again">Say again</button>
<button type="button" id="rh-slower" aria-pressed="false">Slower</button>
<button type="button" id="rh-mute" aria-pressed="false">Mute</button>
<details><summary>Voice settings</summary>
<label><input type="checkbox" id="rh-at-once"> Send as soon as I stop speaking</label>
<label><input type="checkbox" id="rh-take-terms"> Accept suggested terms without asking</label>
<label><input type="checkbox" id="rh-hands-free"> Hands-free: the microphone stays on, and silence ends my answer</label>
<label>Silence that ends an answer: <output id="rh-silence-shown">{settings.silence_seconds:.1f}</output> s
<input type="range" id="rh-silence" min="0.5" max="8" step="0.5" value="{settings.silence_seconds:g}"></label>
<p>{escape(_what_becomes_of_sound(settings))}</p>
</details>
</div>
</div>"""


def _what_becomes_of_sound(settings: Settings) -> str:
    kept = f"They are kept in {settings.recordings_folder}." if settings.keep_audio else "No recording is kept once it is written down."
    return sent_to(settings) + kept
