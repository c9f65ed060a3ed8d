"""What the page of an account's hours shows (docs/methods.md, Over-service)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Account
from plans.choices import WorkKind
from plans.effort import given_between, minutes_by_kind
from plans.hours import (
    CUSTOMER_SHARE,
    FULL,
    NEARLY,
    HoursMonth,
    Served,
    cost,
    effective_rate,
    margin,
    month_of,
    served,
)
from plans.models import OverService, ServiceAllowance
from plans.served import months_between
from retention.lib.months import add_months
from retention.team.models import User

SHOWN_MONTHS, COUNTED_MONTHS = 12, 6
MIX_DAYS = 90


@dataclass(frozen=True)
class MonthShown:
    """A month with what was decided about it, if it went over."""

    row: HoursMonth
    decided: OverService | None
    is_running: bool

    @property
    def state(self) -> str:
        """Over is at risk, nearly full is to be watched."""
        used = self.row.used or Decimal(0)
        return "at_risk" if used > FULL else "watch" if used >= NEARLY else "healthy"

    @property
    def percent(self) -> float | None:
        """Of the allowance, for its bar."""
        return None if self.row.used is None else float(min(self.row.used, Decimal(1)) * 100)


@dataclass(frozen=True)
class Part:
    """Minutes of one kind, and their share of all."""

    label: str
    minutes: int
    share: Decimal


@dataclass(frozen=True)
class Money:
    """What the counted months brought and cost, in one currency; None where something is not known."""

    currency: str
    fee: Decimal | None
    rate: Decimal | None
    agreed_rate: Decimal | None
    spent: Decimal | None
    given: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class HoursFacts:
    """Everything on the page."""

    months: list[MonthShown]
    counted: Served
    allowances: list[ServiceAllowance]
    money: Money
    mix: list[Part]
    mix_total: int
    is_customer_first: bool | None


def hours_facts(account: Account, user: User, *, on: date) -> HoursFacts:
    """Months up to this one, the six before it added up, and what the last 90 days were spent on."""
    this = month_of(on)
    rows = months_between(account.pk, add_months(this, 1 - SHOWN_MONTHS), this)
    decided = {row.month: row for row in OverService.objects.visible_to(user).filter(account=account)}
    counted = [row for row in rows if add_months(this, -COUNTED_MONTHS) <= row.month < this]
    allowances = list(
        ServiceAllowance.objects.visible_to(user).filter(account=account).select_related("contract")
        .order_by("contract", "-starts_on")
    )  # fmt: skip
    mix, total, first = _mix(account, on)
    return HoursFacts(
        months=[MonthShown(row, decided.get(row.month), row.month == this) for row in reversed(rows)],
        counted=served(counted),
        allowances=allowances,
        money=_money(account, allowances, counted),
        mix=mix,
        mix_total=total,
        is_customer_first=first,
    )


def _money(account: Account, allowances: list[ServiceAllowance], months: list[HoursMonth]) -> Money:
    """Fees, cost and goodwill of these months; unknown where an allowance does not say, or two differ."""
    held = [(row.month, each) for row in months for each in allowances if _covers(each, row.month)]
    currency = held[0][1].currency if held else account.currency
    fees = [each.fee for _, each in held]
    rates = {each.cost_rate for _, each in held}
    one_currency = len({each.currency for _, each in held}) <= 1
    whole = one_currency and bool(held) and None not in fees
    fee = sum((fee for fee in fees if fee is not None), Decimal(0)) if whole else None
    total = served(months)
    spent = cost(rates.pop(), total.delivered) if one_currency and len(rates) == 1 else None
    given = _given(account, months, currency)
    return Money(
        currency=currency,
        fee=fee,
        rate=effective_rate(fee, total.delivered),
        agreed_rate=effective_rate(fee, total.allowed),
        spent=spent,
        given=given,
        margin=margin(fee, spent, given),
    )


def _covers(allowance: ServiceAllowance, month: date) -> bool:
    return allowance.starts_on <= month and (allowance.ends_on is None or allowance.ends_on >= month)


def _given(account: Account, months: list[HoursMonth], currency: str) -> Decimal:
    if not months:
        return Decimal(0)
    last = add_months(months[-1].month, 1) - timedelta(days=1)
    return given_between(account.pk, months[0].month, last, currency=currency)


def _mix(account: Account, on: date) -> tuple[list[Part], int, bool | None]:
    """Minutes of the last 90 days by what they were spent on, and whether enough went to the customer."""
    spent = minutes_by_kind(account.pk, on - timedelta(days=MIX_DAYS - 1), on)
    total = sum(spent.values())
    if not total:
        return [], 0, None
    parts = [Part(str(kind.label), spent[kind], Decimal(spent[kind]) / total) for kind in WorkKind]
    theirs = Decimal(spent[WorkKind.CUSTOMER] + spent[WorkKind.DELIVERY]) / total
    return parts, total, theirs >= CUSTOMER_SHARE
