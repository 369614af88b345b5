"""``rehearse transcribe`` and ``rehearse speak``."""

from pathlib import Path
from typing import Annotated

import typer

from rehearse.errors import SpeechError
from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import application


@app.command(epilog="Example: rehearse transcribe answer.wav")
def transcribe(
    file: Annotated[Path, typer.Argument(help="A WAV file, at any rate and with any number of channels.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print words with their times as JSON.")] = False,
) -> None:
    """Write down what is said in a recording; the file stays as it is."""
    from rehearse.domain.audio import read_wav
    from rehearse.domain.garbage import is_garbage

    clip = read_wav(_bytes_of(file), str(file))
    with application() as built:
        heard = built.transcriber.transcribe(clip)
        garbage = is_garbage(heard, built.vocabulary)
    if as_json:
        typer.echo(heard.model_dump_json(indent=2))
        return
    typer.echo(heard.text)
    sure = "unknown" if heard.confidence is None else f"{heard.confidence:.2f}"
    typer.echo(f"Confidence {sure}; heard by {heard.engine} in {heard.seconds:.1f} s of sound.", err=True)
    if garbage:
        typer.echo("Warning: this is probably not what was said. It would be offered for correction, not graded.", err=True)


@app.command(epilog='Example: rehearse speak "What is overfitting?" -o question.wav')
def speak(
    text: Annotated[str, typer.Argument(help="What to say.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The WAV file to write.")],
    speed: Annotated[float | None, typer.Option(min=0.5, max=2, help="How fast; REHEARSE_SPEED by default.")] = None,
) -> None:
    """Say a text with the interviewer's voice into a WAV file."""
    if not text.strip():
        raise SpeechError("There is nothing to say. Give a text, such as `rehearse speak 'What is overfitting?' -o question.wav`.")
    with application() as built:
        clip = built.speaker.say(text, speed or built.settings.speed)
        engine = built.speaker.engine
    try:
        out.write_bytes(clip.to_wav())
    except OSError as error:
        raise SpeechError(f"{str(out)!r} cannot be written ({error.strerror}). Choose another file with -o.") from None
    typer.echo(f"{out}: {clip.seconds:.1f} s, {clip.rate} Hz, spoken by {engine}.")


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SpeechError(f"{str(file)!r} cannot be read ({error.strerror}). Give the path of a WAV file.") from None
