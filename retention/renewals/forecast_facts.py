"""Where a quarter will end, and how right earlier forecasts were: facts of the forecast page.

Sums are in the workspace's currency; what has no rate is counted and left out (docs/methods.md, Forecast).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from accounts.fx import rate_on

from .calls import BEST_CASE, COMMIT, MOST_LIKELY
from .models import RenewalQuerySet, RenewalStage
from .quarters import Quarter
from .realised import AMOUNT, expected, realised

ZERO = Decimal(0)


@dataclass(slots=True)
class RollUp:
    """A quarter's renewals, added up by what is said of them. ``calls`` holds open ones by call.

    ``atr`` everything that came up for renewal, ``open_atr`` the undecided part, ``closed`` what was
    renewed. ``weighted`` is the system's third number, closed included; None without any estimate.
    """

    atr: Decimal = ZERO
    open_atr: Decimal = ZERO
    closed: Decimal = ZERO
    calls: dict[str, Decimal] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    open_n: int = 0
    closed_n: int = 0
    unknown_n: int = 0
    estimated: Decimal = ZERO
    estimated_n: int = 0
    without_rate: dict[str, int] = field(default_factory=dict)

    @property
    def commit(self) -> Decimal:
        """The commit forecast: closed and committed."""
        return self.closed + self.calls.get(COMMIT, ZERO)

    @property
    def most_likely(self) -> Decimal:
        """The commit forecast and what is most likely."""
        return self.commit + self.calls.get(MOST_LIKELY, ZERO)

    @property
    def best_case(self) -> Decimal:
        """The most likely forecast and the best case."""
        return self.most_likely + self.calls.get(BEST_CASE, ZERO)

    @property
    def gap(self) -> Decimal:
        """What came up for renewal and is not in the most likely forecast."""
        return self.atr - self.most_likely

    @property
    def closed_atr(self) -> Decimal:
        """What the closed ones had up for renewal."""
        return self.atr - self.open_atr

    @property
    def weighted(self) -> Decimal | None:
        """Closed, and each open renewal by the system's estimate; never a call, never made of one."""
        return self.closed + self.estimated if self.estimated_n else None


def roll_up(rows: RenewalQuerySet, quarter: Quarter, *, on: date) -> RollUp:
    """Add up the quarter's renewals among *rows*, at the rates of a day."""
    found = RollUp()
    for group in _groups(rows, quarter):
        rate = rate_on(group["currency"], on)
        if rate is None:
            found.without_rate[group["currency"]] = found.without_rate.get(group["currency"], 0) + group["n"]
            continue
        _add(found, group, rate.value)
    return found


def of_quarter(rows: RenewalQuerySet, quarter: Quarter) -> RenewalQuerySet:
    """The renewals due in a quarter that are decisions: void ones and those before Keel's time are not."""
    due = rows.filter(renewal_due_on__gte=quarter.first, renewal_due_on__lte=quarter.last, is_history=False)
    return due.exclude(stage=RenewalStage.VOID)


def _groups(rows: RenewalQuerySet, quarter: Quarter) -> Iterable[dict[str, Any]]:
    due = of_quarter(rows, quarter).annotate(expects=expected(), came=realised())
    is_open = Q(closed_on__isnull=True)
    grouped = due.order_by().values("currency", "call").annotate(
        n=Count("id"),
        available=Sum("atr"),
        open_n=Count("id", filter=is_open),
        open_available=Coalesce(Sum("atr", filter=is_open), ZERO, output_field=AMOUNT),
        said=Coalesce(Sum("expects", filter=is_open), ZERO, output_field=AMOUNT),
        kept=Coalesce(Sum("came"), ZERO, output_field=AMOUNT),
        unknown=Count("id", filter=~is_open & Q(came__isnull=True)),
        likely=Sum(F("atr") * F("estimate"), filter=is_open),
        likely_n=Count("estimate", filter=is_open),
    )  # fmt: skip
    return [dict(row) for row in grouped]


def _add(found: RollUp, group: dict[str, Any], rate: Decimal) -> None:
    call = group["call"]
    found.atr += group["available"] * rate
    found.open_atr += group["open_available"] * rate
    found.closed += group["kept"] * rate
    found.open_n += group["open_n"]
    found.closed_n += group["n"] - group["open_n"]
    found.unknown_n += group["unknown"]
    found.estimated += (group["likely"] or ZERO) * rate
    found.estimated_n += group["likely_n"]
    if group["open_n"]:
        found.calls[call] = found.calls.get(call, ZERO) + group["said"] * rate
        found.counts[call] += group["open_n"]
