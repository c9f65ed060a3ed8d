"""White space at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account, Product
from contacts.models import Contact, NextStep
from plans.models import SpendEstimate, WhitespaceCell, WhitespacePlay
from retention.team.models import User


def room_of(account: Account, owner: User, person: Contact, says: Any, today: date) -> dict[str, Any]:
    """A cell and its play; every text carries the mark and the name of its field."""
    product, _ = Product.objects.get_or_create(code="fleet", defaults={"name": "Fleet"})
    cell = WhitespaceCell.objects.create(
        account=account, product=product, state="competitor", currency="EUR", looked_on=today, by=owner,
        potential_said=12_000, potential_note=says("potential"), need=says("need"), sponsor=person,
        budget=says("budget"), timing=says("timing"), approach=says("approach"), competitor=says("rival"),
        competitor_product=says("their product"), competitor_ends_on=today, fit="0.50", access="0.50",
    )  # fmt: skip
    step = NextStep.objects.create(account=account, owner=owner, text=says("room step"), due_on=today)
    play = WhitespacePlay.objects.create(
        account=account, cell=cell, owner=owner, step=step, reason=says("why we win"), target_on=today,
        came_from="competitor", by=owner,
    )  # fmt: skip
    WhitespaceCell.objects.filter(pk=cell.pk).update(state="pipeline")
    spend = SpendEstimate.objects.create(
        account=account, family="", covers=says("their need"), amount=90_000, currency="EUR", said_on=today,
        source="tender", note=says("how we know"), by=owner,
    )  # fmt: skip
    return {"cell": cell, "room_play": play, "estimate": spend}
