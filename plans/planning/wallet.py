"""Share of wallet: our revenue beside all that they spend (docs/methods.md, Share of wallet). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import models

OLD_AFTER = timedelta(days=365)
WHOLE = ""
"""The family of an estimate that speaks of everything they could buy from us."""
NOTHING, CENT, TEN_THOUSANDTH = Decimal(0), Decimal("0.01"), Decimal("0.0001")


class SpendSource(models.TextChoices):
    """How we know what they spend, the surest first."""

    STATED = "customer_stated", "They said so"
    TENDER = "tender", "A tender or their budget"
    BENCHMARK = "benchmark", "Customers like them"
    GUESS = "guess", "Our guess"


class Confidence(models.TextChoices):
    """How sure we are."""

    LOW = "low", "Not sure"
    MEDIUM = "medium", "Fairly sure"
    HIGH = "high", "Sure"


def share_by_rank(rank: Decimal, suppliers: int) -> Decimal:
    """Our share where only the order of suppliers is known: (1 − rank ÷ (n + 1)) × 2 ÷ n.

    Half a rank is a tie: 1.5 of 3 shares the first place. It is what they think of us, not what they pay.
    """
    share = (1 - rank / (suppliers + 1)) * 2 / suppliers
    return share.quantize(TEN_THOUSANDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Spend:
    """One estimate: a year's spend in a currency, or None where only our rank among suppliers is known."""

    family: str
    amount: Decimal | None
    currency: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Wallet:
    """What a customer, or many, spend a year where an estimate stands, and how much of it is ours.

    ``ours`` is None without any estimate in money; ``revenue`` is all they pay us a year; ``without_rate``
    counts estimates and lines left out because no exchange rate is known.
    """

    ours: Decimal | None
    spend: Decimal | None
    revenue: Decimal
    without_rate: int = 0

    @property
    def share(self) -> Decimal | None:
        """Ours over theirs; None without an estimate. Above 1 the estimate is too low."""
        return self.ours / self.spend if self.ours is not None and self.spend else None

    @property
    def is_too_low(self) -> bool:
        """They pay us more than the estimate says that they spend at all."""
        return self.share is not None and self.share > 1

    @property
    def coverage(self) -> Decimal | None:
        """The part of the revenue that an estimate stands for; None without revenue."""
        return (self.ours or NOTHING) / self.revenue if self.revenue else None


def wallet(
    estimates: Iterable[Spend], revenue: Mapping[tuple[str, str], Decimal], rates: Mapping[str, Decimal],
    *, into: str,
) -> Wallet:  # fmt: skip
    """One customer's: the estimate of the whole where one stands, else those of families added up.

    *revenue* is a year's by family and currency, *rates* the worth of one unit in the base.
    """
    known = [each for each in estimates if each.amount is not None]
    whole = [each for each in known if each.family == WHOLE]
    taken = whole or known
    families = {each.family for each in taken}
    spend = [converted(each.amount or NOTHING, each.currency, into, rates) for each in taken]
    every = {at: converted(amount, at[1], into, rates) for at, amount in revenue.items()}
    ours = [amount for (family, _), amount in every.items() if whole or family in families]
    missing = sum(each is None for each in (*spend, *every.values()))
    all_of_it = sum((each or NOTHING for each in every.values()), NOTHING).quantize(CENT)
    if not taken or any(each is None for each in (*spend, *ours)):
        return Wallet(None, None, all_of_it, missing)
    return Wallet(
        sum((each or NOTHING for each in ours), NOTHING).quantize(CENT),
        sum((each or NOTHING for each in spend), NOTHING).quantize(CENT),
        all_of_it, missing,
    )  # fmt: skip


def converted(amount: Decimal, currency: str, into: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    """The amount in another currency; None when a rate is missing."""
    if currency == into:
        return amount
    here, there = rates.get(currency), rates.get(into)
    return None if here is None or not there else amount * here / there


def together(wallets: Iterable[Wallet]) -> Wallet:
    """Many customers: Σ ours over Σ theirs where an estimate stands, and all revenue to hold it against."""
    rows = list(wallets)
    known = [each for each in rows if each.spend is not None]
    return Wallet(
        sum((each.ours or NOTHING for each in known), NOTHING) if known else None,
        sum((each.spend or NOTHING for each in known), NOTHING) if known else None,
        sum((each.revenue for each in rows), NOTHING),
        sum(each.without_rate for each in rows),
    )


def is_old(said_on: date, *, on: date) -> bool:
    """Said more than a year ago: ask again."""
    return on - said_on > OLD_AFTER
