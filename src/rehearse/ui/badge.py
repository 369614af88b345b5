"""What is known of an engine, in a line: fit, rough, unfit, or not measured and how to measure it."""

from rehearse.domain.certificate import QWK, Certificate, Fitness
from rehearse.domain.report import QuestionCard
from rehearse.domain.standing import Standing

_ADVICE = {
    Fitness.FIT: "",
    Fitness.ROUGH: "Take its levels as a rough guide: ",
    Fitness.UNFIT: "Its levels and points are hidden, its verdicts and quotes are not: ",
}


def badge_line(standing: Standing) -> str:
    """What the certificate of an engine says, or the command that makes one."""
    if standing.certificate is None:
        void = f"An earlier certificate does not hold: {'; '.join(standing.void)}. " if standing.void else ""
        return f"not measured. {void}`{how_to_measure(standing.engine)}` measures it."
    advice = _ADVICE[standing.certificate.fitness]
    return f"{standing.word}. {advice}{'; '.join(standing.certificate.reasons) + '. ' if advice else ''}{_measured(standing.certificate)}"


def how_to_measure(engine: str) -> str:
    """The command that gives an engine its certificate."""
    name, _, model = engine.partition(":")
    return f"rehearse eval certify --model {model}" if model else f"rehearse eval certify --engine {name}"


def level_text(card: QuestionCard) -> str:
    """The level with its error; why there is none, where there is none."""
    if card.withheld:
        return "level hidden"
    if card.score.level is None:
        return "not scored"
    return f"level {card.score.level}" + (f" ± {card.error.mae:.1f}" if card.error else "")


def error_note(card: QuestionCard) -> str:
    """What the error beside the level is; empty where there is none."""
    if card.error is None or card.score.level is None:
        return ""
    return f"± {card.error.mae:.1f} is the mean error of the {card.error.engine} engine on {card.error.n} answers it was not tuned on"


def _measured(certificate: Certificate) -> str:
    qwk = certificate.figure(QWK)
    if qwk is None or qwk.value is None:
        return f"Measured on {certificate.cases} cases, {certificate.date}."
    between = f", 95% interval {qwk.low:.2f} to {qwk.high:.2f}" if qwk.low is not None and qwk.high is not None else ""
    return f"Agreement of its levels with the labelled ones: QWK {qwk.value:.2f}{between}, on {qwk.n} answers, {certificate.date}."
