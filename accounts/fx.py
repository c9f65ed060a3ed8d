"""Exchange rates: what one unit of a currency is worth in the workspace's currency on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Case, F, QuerySet, When

from retention.lib.errors import DomainError

from .models import FxRate

OLD_AFTER_DAYS = 5


class RateMissing(DomainError):
    """No rate is known for a currency, so that amounts in it cannot be compared."""


@dataclass(frozen=True)
class Rate:
    """A rate and the day it was set; ``is_old`` when it is more than five days from the day asked for."""

    value: Decimal
    set_on: date
    is_old: bool


def known_rates() -> QuerySet[FxRate]:
    """Every rate: known to everybody who signs in."""
    return FxRate.objects.all()


def base_currency() -> str:
    """The workspace's currency."""
    return str(settings.KEEL_BASE_CURRENCY)


def rate_on(currency: str, day: date) -> Rate | None:
    """The latest rate on or before the day, else the earliest after it; None when there is none at all.

    Source: docs/methods.md, Money.
    """
    if currency == base_currency():
        return Rate(Decimal(1), day, is_old=False)
    rates = FxRate.objects.filter(currency=currency)
    row = rates.filter(on__lte=day).order_by("-on").first() or rates.order_by("on").first()
    if row is None:
        return None
    return Rate(row.rate, row.on, is_old=abs((day - row.on).days) > OLD_AFTER_DAYS)


def latest_rates(day: date) -> dict[str, Decimal]:
    """By currency, the rate that ``rate_on`` finds: the latest by the day, else the earliest after it.

    In one query.
    """
    rows = FxRate.objects.exclude(currency=base_currency()).annotate(
        known_on=Case(When(on__lte=day, then=F("on"))),
    )
    nearest = rows.order_by("currency", F("known_on").desc(nulls_last=True), "on").distinct("currency")
    return {base_currency(): Decimal(1), **dict(nearest.values_list("currency", "rate"))}


def currencies_without_rate(currencies: Collection[str]) -> set[str]:
    """Those that cannot be turned into the workspace's currency on any day."""
    known = set(FxRate.objects.filter(currency__in=currencies).values_list("currency", flat=True))
    return set(currencies) - known - {base_currency()}


def refuse_without_rate(currencies: Collection[str]) -> None:
    """Raise RateMissing when one of these currencies has no rate."""
    missing = sorted(currencies_without_rate(currencies))
    if missing:
        raise RateMissing(
            f"No exchange rate from {missing[0]} to {base_currency()} is known. Ask an admin to add one.",
            field="currency",
        )
