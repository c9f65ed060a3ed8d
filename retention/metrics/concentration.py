"""How much hangs on few customers, products and sectors (docs/methods.md, Concentration)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from .movements import moves, within
from .questions import Question

ALARM = Decimal("0.2")
TOP = (1, 5, 10)
_WORTH = """, held AS (
    SELECT account_id, currency, sum(own_amount) AS amount FROM moves WHERE NOT is_unpriced GROUP BY 1, 2
), worth AS MATERIALIZED (
    SELECT h.account_id, sum(h.amount * r.at_end) AS closing FROM held h JOIN rate r USING (currency)
    GROUP BY 1 HAVING sum(h.amount * r.at_end) > 0
)"""
_LARGEST = """ (SELECT 'customer', s.name, closing, w.account_id, sum(closing) OVER (),
    sum(closing ^ 2) OVER (), count(*) OVER () FROM worth w JOIN scope s ON s.id = w.account_id
ORDER BY closing DESC, w.account_id LIMIT 10)
UNION ALL (SELECT 'sector', a.sector, sum(w.closing), 0, 0, 0, 0 FROM worth w
JOIN accounts_account a ON a.id = w.account_id GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 8)
UNION ALL (SELECT 'product', coalesce(d.name, ''), sum(l.arr * r.at_end), 0, 0, 0, 0
FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
LEFT JOIN entity e ON e.account_id = c.account_id
JOIN scope s ON s.id = coalesce(e.entity_id, c.account_id){where} JOIN rate r ON r.currency = c.currency
LEFT JOIN accounts_product d ON d.id = l.product_id
WHERE l.is_recurring AND c.state <> 'draft' AND l.start_on <= %(end)s
    AND (l.end_on IS NULL OR l.end_on >= %(end)s)
GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 8) ORDER BY 1, 3 DESC, 4, 2"""


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
    base, _ = moves(question)
    with connection.cursor() as cursor:
        cursor.execute(base.text + _WORTH + _LARGEST.format(where=within(question)), base.params)
        found = cursor.fetchall()
    customers = [row[1:] for row in found if row[0] == "customer"]
    total, squares, number = customers[0][3:] if customers else (Decimal(0), Decimal(0), 0)
    return Concentration(
        total=total,
        customers=number,
        index=squares / total**2 if total else None,
        largest=tuple(Slice(name, arr, arr / total, pk) for name, arr, pk, *_ in customers),
        products=_slices(found, "product"),
        sectors=_slices(found, "sector"),
    )


def _slices(found: list[tuple[Any, ...]], what: str) -> tuple[Slice, ...]:
    rows = [(name, arr) for of, name, arr, *_ in found if of == what]
    whole = sum((arr for _, arr in rows), Decimal(0))
    return tuple(Slice(name or "Not said", arr, arr / whole) for name, arr in rows if whole)
