"""Every figure by its name, for those who ask for one and for those who ask for all."""

from collections.abc import Callable

from retention.lib.errors import DomainError

from .bridge import PARTS, step_metric
from .committed import carr
from .definitions import DEFINITIONS
from .frozen import CODES as FROZEN
from .frozen import frozen_atr
from .kept import FRACTIONS, kept
from .metric import Metric
from .positions import COUNTS, totals
from .products import product_grr
from .questions import Question
from .renewed import BY_NUMBER, RATES, renewal_rates
from .variable import variable_recurring

STEPS = {f"bridge_{code}": label for code, (label, _) in PARTS.items()}
BY_THEMSELVES: dict[str, Callable[[Question], Metric]] = {
    "carr": carr,
    "product_grr": product_grr,
    "variable_recurring": variable_recurring,
}
"""Figures with a statement of their own."""
CODES = (*DEFINITIONS, *STEPS)


class NoSuchFigure(DomainError):
    """No figure has that name."""


def figure(question: Question, code: str) -> Metric:
    """One figure, or one step of the bridge (``bridge_churn``). Raises NoSuchFigure."""
    if code in FRACTIONS:
        return kept(question, code)
    if code in RATES:
        return renewal_rates(question)[code]
    if code in STEPS:
        return step_metric(question, code.removeprefix("bridge_"))
    if code in FROZEN:
        return frozen_atr(question)[code]
    if code in BY_THEMSELVES:
        return BY_THEMSELVES[code](question)
    raise NoSuchFigure("There is no figure of that name.", field="code")


def figures(question: Question) -> list[Metric]:
    """All figures and steps of the bridge, by a handful of statements."""
    asked = question.rated()
    sums = totals(asked)
    made = {code: kept(asked, code, sums) for code in FRACTIONS}
    made |= renewal_rates(asked) | frozen_atr(asked)
    made |= {code: ask(asked) for code, ask in BY_THEMSELVES.items()}
    made |= {code: step_metric(asked, code.removeprefix("bridge_"), sums) for code in STEPS}
    return [made[code] for code in CODES]


def label_of(code: str) -> str:
    """A figure in the words of its definition."""
    return STEPS[code] if code in STEPS else DEFINITIONS[code].label


def is_counted(code: str) -> bool:
    """True when both sides of the fraction are numbers of records, not amounts."""
    if code in FRACTIONS:
        return set(FRACTIONS[code].under.split()) <= COUNTS
    return code in RATES and RATES[code].under == BY_NUMBER
