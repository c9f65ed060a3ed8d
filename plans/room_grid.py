"""The white space of one account, unit by product, with what contracts say (docs/methods.md, White space)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.fx import latest_rates
from accounts.models import Account, ContractLine, OrgUnit, Product
from retention.team.visibility import Reader

from .models import WhitespaceCell, WhitespacePlay
from .planning.room_words import ANSWERED_BY_CONTRACT, CellState
from .planning.whitespace import CellFacts, Room, is_stale, room

NOTHING = Decimal(0)
Place = tuple[int | None, int]
"""A unit (None: the account as a whole) and a product."""
Owned = dict[Place, dict[str, Decimal]]
"""Yearly revenue by currency of what is in force at a place."""
Sold = tuple[int, int | None, int | None, str, Decimal, str | None]
"""A line in force: its account, unit, product, currency, yearly revenue, and its product's family."""
Revenue = dict[tuple[str, str], Decimal]
"""A year's revenue by family of products (empty: without one) and currency."""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One cell of a grid: what stands there, whether a contract or a person says so."""

    unit: OrgUnit | None
    product: Product
    cell: WhitespaceCell | None
    state: str
    owned: Decimal | None
    play: WhitespacePlay | None
    on: date

    @property
    def state_word(self) -> str:
        """The state as people read it."""
        return str(CellState(self.state).label)

    @property
    def potential(self) -> Decimal | None:
        """What is still to be won, in the cell's currency; None where nothing is, or it is not known."""
        return self.cell.potential if self.cell is not None and self.facts.has_room else None

    @property
    def by_contract(self) -> bool:
        """A contract line in force says that it is owned."""
        return self.owned is not None

    @property
    def is_stale(self) -> bool:
        """Somebody looked, but not for 180 days; a contract does not grow stale."""
        return self.cell is not None and not self.by_contract and is_stale(self.cell.looked_on, on=self.on)

    @property
    def is_displaceable(self) -> bool:
        """A competitor's contract there ends within 180 days."""
        return self.cell is not None and self.state == CellState.COMPETITOR and (
            self.cell.is_displaceable(on=self.on)
        )  # fmt: skip

    @property
    def facts(self) -> CellFacts:
        """What the sums are made of; ``owned`` is in the account's currency and summed apart."""
        if self.cell is None:
            return CellFacts(self.state)
        return CellFacts(self.state, self.cell.currency, self.cell.potential, self.cell.fit, self.cell.access)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its cells, one for each product shown."""

    unit: OrgUnit | None
    places: tuple[PlaceShown, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Units × products. ``whole`` is what is known of the account beside its units.

    ``revenue`` is what they pay for each family, ``rates`` what the sums were made with.
    """

    account: Account
    products: tuple[Product, ...]
    rows: tuple[UnitRow, ...]
    whole: UnitRow | None
    room: Room
    on: date
    revenue: Revenue
    rates: Mapping[str, Decimal]

    @property
    def places(self) -> list[PlaceShown]:
        """Every cell, the account as a whole included."""
        rows = [*self.rows, *([self.whole] if self.whole else [])]
        return [place for row in rows for place in row.places]

    @property
    def all_rows(self) -> list[UnitRow]:
        """The units, and what is said of the account as a whole beside them."""
        return [*([self.whole] if self.whole else []), *self.rows]


def grid_of(account: Account, user: Reader, *, on: date) -> Grid:
    """In six queries. *account* was read through ``visible_to``."""
    units = list(OrgUnit.objects.visible_to(user).filter(account=account).order_by("name", "id"))
    cells = WhitespaceCell.objects.visible_to(user).filter(account=account)
    rows_known = cells.select_related("unit", "product", "sponsor__person")
    known = {(cell.unit_id, cell.product_id): cell for cell in rows_known}
    plays = WhitespacePlay.objects.visible_to(user).running().filter(account=account)
    by_cell = {play.cell_id: play for play in plays.select_related("owner", "step")}
    rates = latest_rates(on)
    sold = _in_force([account.pk], on=on)
    owned = _by_place(sold)[account.pk]
    products = _products({product for _, product in (*known, *owned)})

    def place(unit: OrgUnit | None, product: Product) -> PlaceShown:
        at = (unit.pk if unit else None, product.pk)
        cell = known.get(at)
        return PlaceShown(
            unit, product, cell, state_at(cell, at in owned), _worth(owned.get(at), rates, account.currency),
            by_cell.get(cell.pk) if cell else None, on,
        )  # fmt: skip

    rows = tuple(
        UnitRow(unit, tuple(place(unit, product) for product in products)) for unit in (units or (None,))
    )
    said = [at for at in (*known, *owned) if at[0] is None]
    whole = UnitRow(None, tuple(place(None, product) for product in products)) if units and said else None
    sums = room(
        [each.facts for row in rows for each in row.places], rates, into=account.currency,
        besides=[*_revenue_facts(sold), *(each.facts for each in (whole.places if whole else ()))],
    )  # fmt: skip
    return Grid(account, tuple(products), rows, whole, sums, on, by_family(sold)[account.pk], rates)


def _products(used: Collection[int]) -> list[Product]:
    """What we sell, and what we no longer sell where somebody still has it or spoke of it."""
    return [row for row in Product.objects.order_by("name", "id") if not row.is_retired or row.pk in used]


def state_at(cell: WhitespaceCell | None, is_sold: bool) -> str:
    """What stands in a cell: a contract in force overrules all but partly owned and in play."""
    said = CellState.UNKNOWN if cell is None else CellState(cell.state)
    return CellState.OWNED if is_sold and said in ANSWERED_BY_CONTRACT else said


def owned_at(account_ids: Collection[int], *, on: date) -> dict[int, Owned]:
    """Lines in force by account, place and currency; those that name no product are left out."""
    return _by_place(_in_force(account_ids, on=on))


def revenue_of(account_ids: Collection[int], *, on: date) -> dict[int, Revenue]:
    """What each pays us a year by family and currency, in one query."""
    return by_family(_in_force(account_ids, on=on))


def _in_force(account_ids: Collection[int], *, on: date) -> list[Sold]:
    lines = ContractLine.objects.in_force_on(on).filter(contract__account__in=list(account_ids))
    return list(
        lines.order_by("id").values_list(
            "contract__account", "org_unit", "product", "contract__currency", "arr", "product__family"
        )
    )


def _by_place(sold: Iterable[Sold]) -> dict[int, Owned]:
    found: dict[int, Owned] = defaultdict(dict)
    for account, unit, product, currency, arr, _ in sold:
        if product is not None:
            amounts = found[account].setdefault((unit, product), {})
            amounts[currency] = amounts.get(currency, NOTHING) + arr
    return found


def by_family(sold: Iterable[Sold]) -> dict[int, Revenue]:
    """Lines in force by account, family and currency."""
    found: dict[int, Revenue] = defaultdict(dict)
    for account, _, _, currency, arr, family in sold:
        at = (family or "", currency)
        found[account][at] = found[account].get(at, NOTHING) + arr
    return found


def _revenue_facts(sold: Iterable[Sold]) -> Iterable[CellFacts]:
    """All revenue of the account, that of lines without a product included."""
    return (CellFacts(CellState.OWNED, line[3], owned=line[4]) for line in sold)


def _worth(amounts: dict[str, Decimal] | None, rates: dict[str, Decimal], into: str) -> Decimal | None:
    if amounts is None:
        return None
    found = NOTHING
    for currency, amount in amounts.items():
        here, there = (Decimal(1), Decimal(1)) if currency == into else (rates.get(currency), rates.get(into))
        found += amount * here / there if here is not None and there else NOTHING
    return found
