"""White space over many customers: accounts × products, in the workspace's currency."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.fx import latest_rates
from accounts.models import Account, Product

from .models import WhitespaceCell
from .planning.room_words import CellState
from .room_grid import owned_at, state_at

MONEY = DecimalField(max_digits=30, decimal_places=2)
NOTHING = Decimal(0)
MOST_PRODUCTS = 8


def rate_column(on: date) -> Case:
    """What one unit of a cell's currency is worth in the workspace's; nothing without a rate."""
    rates = latest_rates(on)
    whens = [When(currency=currency, then=Value(rate)) for currency, rate in sorted(rates.items())]
    return Case(*whens, default=None, output_field=DecimalField(max_digits=20, decimal_places=10))


def with_room(accounts: QuerySet[Account], *, on: date) -> QuerySet[Account]:
    """Adds ``room`` and ``weighted_room``: white space of each account in the workspace's currency."""
    cells = WhitespaceCell.objects.with_room(on=on).filter(account=OuterRef("pk")).order_by()

    def summed(column: str) -> Coalesce:
        rows = cells.values("account").annotate(total=Sum(F(column) * rate_column(on), output_field=MONEY))
        return Coalesce(Subquery(rows.values("total"), output_field=MONEY), NOTHING, output_field=MONEY)

    return accounts.annotate(room=summed("potential"), weighted_room=summed("weighted"))


@dataclass(frozen=True, slots=True)
class Totals:
    """White space of all accounts of a list, beside what they bring; ``weighted`` is None without any fit."""

    accounts: int
    owned: Decimal
    room: Decimal
    weighted: Decimal | None

    @property
    def penetration(self) -> Decimal | None:
        """Owned over owned and white space; None without either."""
        return self.owned / (self.owned + self.room) if self.owned + self.room else None


def totals_of(accounts: QuerySet[Account], *, on: date) -> Totals:
    """Over every account of the list, not only those on the page."""
    ids = accounts.order_by().values("pk")
    cells = WhitespaceCell.objects.with_room(on=on).filter(account__in=ids)
    rate = rate_column(on)
    room = cells.aggregate(
        whole=Sum(F("potential") * rate, output_field=MONEY),
        weighted=Sum(F("weighted") * rate, output_field=MONEY),
    )
    owned = Account._base_manager.filter(pk__in=ids).aggregate(number=Count("pk"), arr=Sum("arr_base"))
    return Totals(owned["number"], owned["arr"] or NOTHING, room["whole"] or NOTHING, room["weighted"])


def products_shown(*, on: date, family: str = "") -> tuple[list[Product], int]:
    """The products with most known cells, at most eight, and how many more there are."""
    rows = Product.objects.filter(is_retired=False)
    if family:
        rows = rows.filter(family=family)
    known = rows.annotate(known=Count("whitespace_cells")).order_by("-known", "name", "id")
    return list(known[:MOST_PRODUCTS]), max(rows.count() - MOST_PRODUCTS, 0)


@dataclass(slots=True)
class Square:
    """One product at one account, its units taken together; ``room`` in the workspace's currency."""

    product: Product
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    room: Decimal = NOTHING
    displaceable: bool = False

    @property
    def state(self) -> str:
        """The one that matters most: who works on it, who sits there, what is open, what is owned."""
        order = (CellState.PIPELINE, CellState.COMPETITOR, CellState.OPEN, CellState.PARTLY, CellState.OWNED,
                 CellState.NOT_APPLICABLE)  # fmt: skip
        return next((state for state in order if self.states.get(state)), CellState.UNKNOWN)

    @property
    def state_word(self) -> str:
        """The state as people read it."""
        return str(CellState(self.state).label)

    @property
    def number(self) -> int:
        """Units that are known to be in this state."""
        return self.states.get(self.state, 0)


def squares_of(
    account_ids: Collection[int], products: Collection[Product], *, on: date
) -> dict[int, list[Square]]:
    """By account one square for each product, in three queries however many accounts there are."""
    squares = {pk: {each.pk: Square(each) for each in products} for pk in account_ids}
    sold = owned_at(account_ids, on=on)
    rates = latest_rates(on)
    seen: dict[int, set[Any]] = defaultdict(set)
    cells = WhitespaceCell._base_manager.filter(
        account__in=list(account_ids), product__in=[each.pk for each in products]
    )
    for cell in cells.order_by("id"):
        at = (cell.unit_id, cell.product_id)
        seen[cell.account_id].add(at)
        square = squares[cell.account_id][cell.product_id]
        state = state_at(cell, at in sold[cell.account_id])
        square.states[state] += 1
        if state in (CellState.PIPELINE, CellState.COMPETITOR, CellState.OPEN, CellState.PARTLY):
            square.room += (cell.potential or NOTHING) * rates.get(cell.currency, NOTHING)
        square.displaceable |= state == CellState.COMPETITOR and cell.is_displaceable(on=on)
    for account_id, places in sold.items():
        for at in places:
            if at not in seen[account_id] and at[1] in squares[account_id]:
                squares[account_id][at[1]].states[CellState.OWNED] += 1
    return {pk: list(found.values()) for pk, found in squares.items()}
