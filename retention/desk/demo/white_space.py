"""White space of the demo company: what three customers could still use, and who works on it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Account, ContractLine, OrgUnit, Product
from contacts.models import Contact
from plans.actions.room_plays import start_play
from plans.models import SpendEstimate, WhitespaceCell
from retention.team.models import User

MOST_CUSTOMERS, MOST_UNITS = 12, 4
PATTERN = ("open", "competitor", "open", "not_applicable", "unknown", "open", "unknown")
"""What stands in one cell after the other where no contract answers; unknown ones have no row."""
RIVALS = (("Orca Routing", "Orca One", 100), ("Portline", "Portline Fleet", 320))
SPENDS = (
    ("customer_stated", "high", "Their head of operations, in the spring review", 1.6),
    ("tender", "medium", "From the lots of their last tender", 2.4),
    ("guess", "low", "", 3.1),
)
"""How we know what they spend, how sure, who said it, and how many times what they pay us."""
NEED = "They said: we still do this by hand, on paper."


def make_white_space(users: Mapping[str, User], *, at: datetime) -> None:
    """Cells of the customers with most revenue, and plays for the first open one of those who are well."""
    today = at.date()
    products = list(Product.objects.filter(is_retired=False).order_by("name", "id"))
    customers = Account.objects.select_related("owner").filter(owner__isnull=False).exclude(stage="former")
    cells: list[WhitespaceCell] = []
    largest = list(customers.order_by("-arr_base", "id")[:MOST_CUSTOMERS])
    SpendEstimate.objects.bulk_create(_spends(largest, today))
    for number, account in enumerate(largest):
        cells += _cells(account, products, number, today)
    made = WhitespaceCell.objects.bulk_create(cells)
    started: set[int] = set()
    for cell in made:
        account = cell.account
        is_first = cell.account_id not in started and len(started) < 3
        if is_first and cell.state == "open" and account.health_band == "healthy":
            started.add(cell.account_id)
            _play(cell, account.owner or users["Ada"], at)


def _spends(customers: list[Account], today: date) -> list[SpendEstimate]:
    """Of every other large customer somebody knows what they spend; of one only our rank."""
    found = []
    for number, account in enumerate(customers[::2]):
        source, confidence, note, times = SPENDS[number % len(SPENDS)]
        amount = Decimal(round(float(account.arr or 0) * times, -3))
        ranked = number == 3 or amount <= 0
        found.append(
            SpendEstimate(
                account=account, covers="Getting goods to their customers on time", source=source,
                amount=None if ranked else amount, rank=2 if ranked else None,
                suppliers=3 if ranked else None, currency=account.currency, confidence=confidence, note=note,
                said_on=today - timedelta(days=40 + number * 71), by=account.owner,
            )
        )  # fmt: skip
    return found


def _cells(account: Account, products: list[Product], number: int, today: date) -> list[WhitespaceCell]:
    units: list[OrgUnit | None] = [*account.org_units.order_by("name", "id")[:MOST_UNITS]]
    lines = ContractLine.objects.in_force_on(today).filter(contract__account=account)
    sold = set(lines.values_list("org_unit", "product"))
    people = Contact.objects.filter(account=account, person__isnull=False, status="active")
    sponsor = people.order_by("-is_key", "id").first()
    found = []
    for place, (unit, product) in enumerate((u, p) for u in (units or [None]) for p in products):
        state = PATTERN[(place + number) % len(PATTERN)]
        if state == "unknown" or (unit.pk if unit else None, product.pk) in sold:
            continue
        found.append(
            WhitespaceCell(
                account=account,
                unit=unit,
                product=product,
                state=state,
                currency=account.currency,
                looked_on=today - timedelta(days=(place * 37 + number * 11) % 220),
                by=account.owner,
                **_said(state, place, number, sponsor, today),
            )
        )
    return found


def _said(state: str, place: int, number: int, sponsor: Contact | None, today: date) -> dict[str, Any]:
    """What is known of a cell: here its worth, there their need, elsewhere who sits there."""
    if state == "not_applicable":
        return {}
    said: dict[str, Any] = {"units": Decimal(4 + (place * 3 + number) % 20), "unit_price": Decimal(640)}
    if state == "competitor":
        name, product, days = RIVALS[(place + number) % len(RIVALS)]
        said |= {"competitor": name, "competitor_product": product, "competitor_strength": "even",
                 "competitor_ends_on": today + timedelta(days=days)}  # fmt: skip
    if place % 3 != 2:
        said |= {"fit": Decimal("0.8"), "access": Decimal("0.5")}
    if place % 2 == 0:
        said |= {"need": NEED, "sponsor": sponsor, "timing": "With their budget in spring"}
    return said


def _play(cell: WhitespaceCell, owner: User, at: datetime) -> None:
    start_play(
        cell=cell, owner=owner, by=owner, at=at, reason="They do it by hand and lose a day a week.",
        target_on=at.date() + timedelta(days=120), step="Show it to the team that would use it",
        step_on=at.date() + timedelta(days=9),
    )  # fmt: skip
