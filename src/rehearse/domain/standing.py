"""What is known of an engine whose grades are shown, and what that does to the numbers."""

from rehearse.domain.certificate import BEHAVIOURAL, MAE, TECHNICAL, Certificate, Fitness
from rehearse.domain.question import Round
from rehearse.domain.record import Value


class ErrorBand(Value):
    """The mean absolute error of an engine's levels over `n` answers that it was not tuned on."""

    engine: str
    mae: float
    n: int


class Standing(Value):
    """An engine and the certificate that holds for it, if there is one. `void` says why an earlier one does not hold."""

    engine: str
    certificate: Certificate | None = None
    void: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The verdict in one word or two."""
        return self.certificate.fitness.value if self.certificate else "not measured"

    @property
    def withholds(self) -> bool:
        """Whether its numbers must not be shown."""
        return self.certificate is not None and self.certificate.fitness is Fitness.UNFIT

    def error(self, round_: Round) -> ErrorBand | None:
        """How far its levels are off for questions of a round; None where that was not measured."""
        name = MAE.format(kind=kind_of(round_))
        found = self.certificate and self.certificate.figure(name)
        return ErrorBand(engine=self.engine, mae=found.value, n=found.n) if found and found.value is not None else None


def kind_of(round_: Round) -> str:
    """Technical or behavioural."""
    return BEHAVIOURAL if round_ is Round.BEHAVIOURAL else TECHNICAL


def not_measured(engine: str) -> Standing:
    """The standing of an engine that nobody has measured."""
    return Standing(engine=engine)
