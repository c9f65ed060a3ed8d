"""What a customer is worth by how long customers stayed so far (docs/methods.md, Lifetime value). Pure.

A model's estimate with its range. It says nothing about one customer, nor about whoever looks after them.
"""

from dataclasses import dataclass
from decimal import Decimal

from .lifetime import lifetime_value
from .staying import Staying, TooFewToFit, fit
from .survival import Curve

YEAR = 12


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares still there at the start of each year, with their 95 % band.

    ``seen`` years are from the curve, those after them projected. There are fewer than asked for when nothing
    can be projected.
    """

    middle: tuple[Decimal, ...]
    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]
    seen: int

    @property
    def years(self) -> int:
        """How many years there are."""
        return len(self.middle)


@dataclass(frozen=True, slots=True)
class Worth:
    """The value of one customer with its range, over ``shares.years``; ``customers`` stays are behind it."""

    value: Decimal
    low: Decimal
    high: Decimal
    shares: Shares
    customers: int


def shares_of(curve: Curve, years: int) -> Shares:
    """As far as five customers were seen from the curve, then by the beta-geometric model."""
    seen = min(curve.supported() // YEAR + 1, years) if curve.customers else 0
    rows = [_at(curve, year * YEAR) for year in range(seen)]
    model = _model(curve, seen) if 0 < seen < years else None
    for year in range(seen, years if model else seen):
        rate = Decimal(str(model.rate(year))) if model else Decimal(1)
        rows.append(tuple(share * rate for share in rows[-1]))
    middle, low, high = zip(*rows, strict=True) if rows else ((), (), ())
    return Shares(middle, low, high, seen)


def _at(curve: Curve, months: int) -> tuple[Decimal, ...]:
    stay, (low, high) = curve.stay(months) if months else 1.0, curve.band(months) if months else (1.0, 1.0)
    return tuple(Decimal(str(stay if each is None else each)) for each in (stay, low, high))


def _model(curve: Curve, seen: int) -> Staying | None:
    """Fitted to how many of all customers the curve leaves at each whole year."""
    survivors = [round(curve.customers * curve.stay(year * YEAR)) for year in range(1, seen)]
    try:
        return fit([curve.customers, *survivors])
    except TooFewToFit:
        return None


def worth_of(curve: Curve, *, margin: Decimal, discount: Decimal, years: int) -> Worth | None:
    """The yearly margin of a customer over their stay; None when no customer was seen."""
    shares = shares_of(curve, years)
    if not shares.years:
        return None
    value, low, high = (
        lifetime_value(margin, stays, discount) for stays in (shares.middle, shares.low, shares.high)
    )
    return Worth(value, low, high, shares, curve.customers)
