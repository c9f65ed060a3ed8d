"""How much hangs on few customers, products and sectors (docs/methods.md, Concentration)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from .positions import positions
from .questions import Question

ALARM = Decimal("0.2")
TOP = (1, 5, 10)
_ACCOUNTS = """ SELECT id, name, greatest(closing, 0), sum(greatest(closing, 0)) OVER (),
    sum(greatest(closing, 0) ^ 2) OVER (), count(*) OVER ()
FROM positions WHERE closing > 0 AND NOT is_unpriced ORDER BY closing DESC, id LIMIT 10"""
_SECTORS = """ SELECT a.sector, sum(p.closing) FROM positions p JOIN accounts_account a ON a.id = p.account_id
WHERE p.closing > 0 AND NOT p.is_unpriced GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 8"""
_PRODUCTS = """ SELECT coalesce(d.name, ''), sum(l.arr * r.at_end)
FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
JOIN scope s ON s.id = c.account_id JOIN rate r ON r.currency = c.currency
LEFT JOIN accounts_product d ON d.id = l.product_id
WHERE l.is_recurring AND c.state <> 'draft' AND l.start_on <= %(end)s
    AND (l.end_on IS NULL OR l.end_on >= %(end)s)
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 8"""


@dataclass(frozen=True, slots=True)
class Slice:
    """One customer, product or sector with its revenue on the last day and its share of all of it."""

    name: str
    arr: Decimal
    share: Decimal
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Concentration:
    """``index`` is Herfindahl's, the sum of squared shares: 1 for a single customer, 1/n for n equal ones."""

    total: Decimal
    customers: int
    index: Decimal | None
    largest: tuple[Slice, ...]
    products: tuple[Slice, ...]
    sectors: tuple[Slice, ...]

    def top(self, number: int) -> Decimal:
        """The share of the largest customers; at most ten."""
        return sum((each.share for each in self.largest[:number]), Decimal(0))

    @property
    def alarming(self) -> tuple[Slice, ...]:
        """Customers with more than a fifth of everything."""
        return tuple(each for each in self.largest if each.share > ALARM)


def concentration(question: Question) -> Concentration:
    """On the last day of the question, at that day's rates."""
    base, _ = positions(question)
    with connection.cursor() as cursor:
        cursor.execute(base.text + _ACCOUNTS, base.params)
        accounts = cursor.fetchall()
        total, squares, number = accounts[0][3:] if accounts else (Decimal(0), Decimal(0), 0)
        cursor.execute(base.text + _PRODUCTS, base.params)
        products = cursor.fetchall()
        cursor.execute(base.text + _SECTORS, base.params)
        sectors = cursor.fetchall()
    return Concentration(
        total=total,
        customers=number,
        index=squares / total**2 if total else None,
        largest=tuple(Slice(name, arr, arr / total, pk) for pk, name, arr, *_ in accounts),
        products=_slices(products),
        sectors=_slices(sectors),
    )


def _slices(rows: list[tuple[str, Decimal]]) -> tuple[Slice, ...]:
    whole = sum((arr for _, arr in rows), Decimal(0))
    return tuple(Slice(name or "Not said", arr, arr / whole) for name, arr in rows if whole)
