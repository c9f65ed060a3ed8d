"""Share of wallet of one or of many customers (docs/methods.md, Share of wallet)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from accounts.fx import base_currency, latest_rates
from accounts.models import Account, Product
from retention.team.visibility import Reader

from .models import SpendEstimate
from .planning.wallet import WHOLE, Spend, Wallet, converted, is_old, together, wallet
from .room_grid import Revenue, revenue_of

NOTHING = Decimal(0)


def families() -> list[str]:
    """The families of what we sell, by name."""
    rows = Product.objects.filter(is_retired=False).exclude(family="").order_by("family")
    return list(rows.values_list("family", flat=True).distinct())


def ours_of(family: str, revenue: Revenue, rates: Mapping[str, Decimal], into: str) -> Decimal | None:
    """What a customer pays us for a family (empty: for everything); None when a rate is missing."""
    amounts = [
        converted(amount, currency, into, rates)
        for (of, currency), amount in revenue.items()
        if family in (WHOLE, of)
    ]
    if any(each is None for each in amounts):
        return None
    return sum((each or NOTHING for each in amounts), NOTHING)


def wallets_of(account_ids: Collection[int], *, on: date, into: str = "") -> dict[int, Wallet]:
    """By account, in three queries; in the workspace's currency, or *into* another."""
    currency, rates = into or base_currency(), latest_rates(on)
    estimates = _spends(SpendEstimate._base_manager.filter(account__in=list(account_ids)))
    revenue = revenue_of(list(account_ids), on=on)
    return {pk: wallet(estimates[pk], revenue[pk], rates, into=currency) for pk in account_ids}


def wallet_of_all(accounts: QuerySet[Account], revenue: Decimal, *, on: date) -> Wallet:
    """Σ ours ÷ Σ theirs over the accounts that have an estimate, beside the *revenue* of all of them."""
    rows = SpendEstimate._base_manager.filter(account__in=accounts.order_by().values("pk"))
    estimates, rates = _spends(rows), latest_rates(on)
    ours = revenue_of(list(estimates), on=on)
    found = together(
        wallet(spends, ours[pk], rates, into=base_currency()) for pk, spends in estimates.items()
    )
    return Wallet(found.ours, found.spend, revenue, found.without_rate)


def _spends(rows: QuerySet[SpendEstimate]) -> defaultdict[int, list[Spend]]:
    found: defaultdict[int, list[Spend]] = defaultdict(list)
    columns = ("account_id", "family", "amount", "currency", "said_on")
    known = rows.filter(is_current=True, amount__isnull=False).order_by("id")
    for account_id, *said in known.values_list(*columns):
        found[account_id].append(Spend(*said))
    return found


def with_estimate(accounts: QuerySet[Account], *, known: bool) -> QuerySet[Account]:
    """Accounts of which somebody knows, or nobody knows, what they spend."""
    rows = SpendEstimate._base_manager.filter(account=OuterRef("pk"), is_current=True, amount__isnull=False)
    return accounts.filter(Exists(rows) if known else ~Exists(rows))


@dataclass(frozen=True, slots=True)
class WalletRow:
    """One family at one customer: what they spend, as far as known, and what of it is ours."""

    family: str
    estimate: SpendEstimate | None
    ours: Decimal | None
    on: date

    @property
    def share(self) -> Decimal | None:
        """Ours over what they spend, in the estimate's currency; None where either is not known."""
        if self.estimate is None or self.estimate.amount is None or self.ours is None:
            return None
        return self.ours / self.estimate.amount

    @property
    def is_too_low(self) -> bool:
        """They pay us more than they are said to spend."""
        return self.share is not None and self.share > 1

    @property
    def is_old(self) -> bool:
        """Said more than a year ago."""
        return self.estimate is not None and is_old(self.estimate.said_on, on=self.on)


def wallet_rows(
    account: Account, user: Reader, *, on: date, revenue: Revenue, rates: Mapping[str, Decimal]
) -> list[WalletRow]:
    """Everything first, then each family that they buy or that somebody spoke of; in one query."""
    rows = SpendEstimate.objects.visible_to(user).current().filter(account=account)
    said = {row.family: row for row in rows}
    named = sorted({family for family, _ in revenue if family} | {family for family in said if family})
    found = []
    for family in (WHOLE, *named):
        estimate = said.get(family)
        into = estimate.currency if estimate else account.currency
        found.append(WalletRow(family, estimate, ours_of(family, revenue, rates, into), on))
    return found


def wallet_of_rows(
    rows: Iterable[WalletRow], *, revenue: Revenue, rates: Mapping[str, Decimal], into: str
) -> Wallet:
    """The customer's share as a whole, from what stands of each family."""
    said = [row.estimate for row in rows if row.estimate is not None]
    spends = (Spend(each.family, each.amount, each.currency, each.said_on) for each in said)
    return wallet(spends, revenue, rates, into=into)
