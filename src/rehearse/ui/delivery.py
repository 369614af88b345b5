"""The words for figures of delivery, for every kind of scorecard."""

from rehearse.domain.delivery import Delivery, Measure, SpanKind, Track


def figure(measure: Measure) -> str:
    """A figure with its unit."""
    return "–" if measure.value is None else f"{_short(measure.value)} {measure.unit}"


def target_words(measure: Measure) -> str:
    """The range that a figure should be in."""
    target = measure.target
    if target is None:
        return ""
    if target.low is None:
        return f"at most {target.high:g}"
    return f"{target.low:g} to {target.high:g}" if target.high is not None else f"at least {target.low:g}"


def filler_words(delivery: Delivery) -> str:
    """The fillers with their counts, and what an engine that writes none down makes of them."""
    counts = ", ".join(f"“{text}” {count}×" for text, count in delivery.fillers.items()) or "none"
    unheard = "" if delivery.hears_sounds else " (many recognisers leave out “um” and “uh”, so there may have been more)"
    return f"{counts}{unheard}."


def track_words(track: Track) -> str:
    """One answer's line of the timeline in a sentence."""
    pauses = [span for span in track.spans if span.kind is SpanKind.PAUSE]
    waited = next((f", first word after {span.end:.1f} s" for span in track.spans if span.kind is SpanKind.WAIT), "")
    fillers = sum(span.kind is SpanKind.FILLER for span in track.spans)
    return f"{track.label}: {track.seconds:.0f} s{waited}, {len(pauses)} long pauses, {fillers} fillers."


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}"
