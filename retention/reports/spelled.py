"""Figures of a report as its readers write them."""

from decimal import Decimal

from plans.accepting import plain
from plans.choices import Better
from plans.hours import in_hours
from plans.models import Kpi
from retention.lib.written import figures

DASH = "—"


def aim(kpi: Kpi, target: Decimal) -> str:
    """At least 98 percent."""
    bound = "at least" if kpi.direction == Better.HIGHER else "at most"
    return f"{bound} {measured(kpi, target)}"


def measured(kpi: Kpi, value: Decimal) -> str:
    """97.5 percent."""
    return f"{figures(plain(value))} {kpi.unit}"


def summed(amount: Decimal | None, currency: str) -> str:
    """EUR 1,200.00."""
    return DASH if amount is None else f"{currency} {figures(f'{amount:,.2f}')}"


def hours(minutes: int) -> str:
    """7.5"""
    return figures(in_hours(minutes))
