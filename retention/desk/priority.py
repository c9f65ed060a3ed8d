"""What comes first in a person's day, and why (docs/methods.md, Priority). Pure."""

from dataclasses import dataclass
from datetime import date

URGENCY_WEIGHT = 0.35
ARR_WEIGHT = 0.25
HEALTH_WEIGHT = 0.25
RENEWAL_WEIGHT = 0.15

FULL_AFTER_DAYS = 7
UNKNOWN_HEALTH = 50.0
RENEWAL_NEAR_DAYS = 30
RENEWAL_FAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Term:
    """One of the four parts: ``value`` 0 to 1, ``points`` what it adds to the total, in words why."""

    code: str
    weight: float
    value: float
    reason: str

    @property
    def points(self) -> float:
        """What the term adds to the total."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Priority:
    """0 (can wait) to 1 (now), with the four terms it is the sum of, the largest first in ``reasons``."""

    terms: tuple[Term, Term, Term, Term]

    @property
    def total(self) -> float:
        """The sum of the four terms."""
        return sum(term.points for term in self.terms)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in words, the largest term first; terms that add nothing are left out."""
        return tuple(term.reason for term in sorted(self.terms, key=lambda term: -term.points) if term.points)


def priority(
    *,
    due_on: date,
    on: date,
    interval_days: int | None = None,
    arr_percentile: float | None = None,
    health: float | None = None,
    decision_on: date | None = None,
) -> Priority:
    """Rank an item on the reader's local day *on*.

    ``interval_days`` is given for check-ins; promises, rungs and next steps are urgent after a week.
    ``arr_percentile`` is the account's place by ARR among those the reader sees, 0 to 1. Unknown
    ``health`` (0 to 100) counts 50 and says so.
    """
    return Priority(
        (
            _urgency((on - due_on).days, interval_days),
            _arr(arr_percentile),
            _health(health),
            _renewal(None if decision_on is None else (decision_on - on).days),
        )
    )


def _urgency(overdue: int, interval_days: int | None) -> Term:
    value = min(1.0, max(0, overdue) / max(1, interval_days or FULL_AFTER_DAYS))
    if overdue > 0:
        reason = f"{_days(overdue)} overdue"
    elif overdue == 0:
        reason = "Due today"
    else:
        reason = f"Due in {_days(-overdue)}"
    return Term("urgency", URGENCY_WEIGHT, value, reason)


def _arr(percentile: float | None) -> Term:
    if percentile is None:
        return Term("arr", ARR_WEIGHT, 0.0, "No recurring revenue")
    value = min(1.0, max(0.0, percentile))
    return Term("arr", ARR_WEIGHT, value, f"Larger by revenue than {value:.0%} of your accounts")


def _health(score: float | None) -> Term:
    known = UNKNOWN_HEALTH if score is None else min(100.0, max(0.0, score))
    reason = "No health score: counted as 50" if score is None else f"Health {known:.0f}"
    return Term("health", HEALTH_WEIGHT, (100 - known) / 100, reason)


def _renewal(days_left: int | None) -> Term:
    if days_left is None:
        return Term("renewal", RENEWAL_WEIGHT, 0.0, "No renewal decision ahead")
    reach = RENEWAL_FAR_DAYS - RENEWAL_NEAR_DAYS
    value = min(1.0, max(0.0, (RENEWAL_FAR_DAYS - days_left) / reach))
    if days_left < 0:
        reason = f"Renewal decision {_days(-days_left)} overdue"
    else:
        reason = "Renewal decision today" if days_left == 0 else f"Renewal decision in {_days(days_left)}"
    return Term("renewal", RENEWAL_WEIGHT, value, reason)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
