"""Certificates as files: one an engine, the person's own before the one that we ship."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from rehearse.content.yaml_file import read_text
from rehearse.domain.certificate import Certificate, Identity, differences
from rehearse.domain.standing import Standing
from rehearse.domain.text import slug_of
from rehearse.errors import ConfigError, ContentError


def own_path(folder: Path, engine: str) -> Path:
    """Where a certificate is, in the folder of a person's own."""
    return folder / f"{slug_of(engine)}.json"


def shipped_path(folder: Path, engine: str) -> Path:
    """Where a certificate is, in the folder of what we ship."""
    return folder / slug_of(engine) / "certificate.json"


def read_certificate(path: Path) -> Certificate:
    """Raises `ContentError` when the file is no certificate, or its verdict does not follow from its figures."""
    try:
        return Certificate.model_validate_json(read_text(path))
    except ValidationError as error:
        raise ContentError([f"{path}: {error.errors()[0]['msg']}; measure the engine again with `rehearse eval certify`"]) from None


def write_certificate(certificate: Certificate, path: Path) -> None:
    """Raises `ConfigError` when the folder cannot be written to."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(certificate.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The certificate cannot be written to {str(path)!r} ({error.strerror}). Set REHEARSE_DATA elsewhere.") from None


def standing_of(identity: Identity, paths: Iterable[Path]) -> Standing:
    """What the first certificate that holds says of an engine; without one, why the first that is there does not hold."""
    reasons: tuple[str, ...] = ()
    for path in paths:
        if path.is_file():
            certificate, void = _checked(path, identity)
            if not void:
                return Standing(engine=identity.engine, certificate=certificate)
            reasons = reasons or void
    return Standing(engine=identity.engine, void=reasons)


def _checked(path: Path, identity: Identity) -> tuple[Certificate | None, tuple[str, ...]]:
    """A certificate and what makes it void; a file that cannot be read is as good as none."""
    try:
        certificate = read_certificate(path)
    except ContentError as error:
        return None, (str(error),)
    return certificate, tuple(f"the {word} changed since" for word in differences(certificate, identity))
