"""Make docs/images/spoken.png from a real spoken answer: ``PYTHONPATH=. .venv/bin/python scripts/spoken_picture.py``.

The candidate is flite, heard by PocketSphinx through the microphone of a real browser.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.conversation import Candidate, browser_that_hears, served

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "spoken.png"
ANSWER = "The model has high variance, so it is overfitting. I would add regularisation and early stopping."
SPOKEN = 8_000
"""Milliseconds in which the answer is heard whole."""


def main() -> None:
    """Serve, speak, take; the data folder may be given, a new one is made otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(sys.argv[1] if len(sys.argv) > 1 else folder)
        with browser_that_hears(ANSWER, Path(folder)) as browser, served(data, words_per_second=400) as (_, address):
            take(Candidate(browser, address, "One topic: bias variance"))


def take(candidate: Candidate) -> None:
    """One answer as it was heard, then a second whose terms are still to be chosen."""
    talk(candidate)
    for accept in candidate.page.locator("#rh-suggestions").get_by_role("button", name="Yes").all():
        accept.click()
    candidate.page.locator("#rh-send").click()
    candidate.wait_for("speaking")
    candidate.hush()
    talk(candidate)
    candidate.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    candidate.page.wait_for_timeout(500)
    candidate.page.screenshot(path=PICTURE)


def talk(candidate: Candidate) -> None:
    """Say the answer once."""
    candidate.press()
    candidate.page.wait_for_timeout(SPOKEN)
    candidate.stop()
    candidate.wait_for("hearing")
    candidate.wait_for("check")


if __name__ == "__main__":
    main()
