"""Closed periods: what is effective by a closed day changes by corrections alone."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from retention.lib.errors import DomainError

from .models import ArrMovement, PeriodClose


class ClosedPeriod(DomainError):
    """A change would move revenue in months that are closed."""


def closed_through() -> date | None:
    """The last closed day, or None while no period is closed."""
    row = PeriodClose.objects.order_by("-through").values_list("through", flat=True).first()
    return row


def closings() -> list[tuple[date, datetime]]:
    """Every closed day with the instant at which it was closed, the first one first."""
    return list(PeriodClose.objects.order_by("through").values_list("through", "recorded_at"))


def every_closing() -> QuerySet[PeriodClose]:
    """Every closed period: known to everybody who signs in."""
    return PeriodClose.objects.all()


def first_open_day(day: date, closed: date | None) -> date:
    """The day itself, or the first one after the closed period when it lies in it."""
    return max(day, date.fromordinal(closed.toordinal() + 1)) if closed else day


def refuse_closed(days: Iterable[date], closed: date | None) -> None:
    """Raise ClosedPeriod when one of the days is closed."""
    wrong = min(days, default=None)
    if closed is not None and wrong is not None and wrong <= closed:
        raise ClosedPeriod(
            f"This changes revenue on {wrong:%-d %b %Y}, and the books are closed through "
            f"{closed:%-d %b %Y}. Choose a later day, or give the reason as a correction.",
            field="correction",
        )


def restated() -> QuerySet[ArrMovement]:
    """Movements of closed periods that were written after those were closed, the latest first."""
    before = PeriodClose.objects.filter(
        through__gte=OuterRef("effective_on"), recorded_at__lt=OuterRef("recorded_at")
    )
    return ArrMovement.objects.filter(Exists(before)).order_by("-id")
