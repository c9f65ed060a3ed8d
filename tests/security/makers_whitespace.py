"""How to make one row of every table of white space."""

from collections.abc import Callable

from django.db.models import Model

from accounts.models import Account, Product
from contacts.models import NextStep
from plans.models import SpendEstimate, WhitespaceCell, WhitespacePlay
from retention.team.models import User
from tests.cast import TODAY


def cell(account: Account, by: User) -> WhitespaceCell:
    product, _ = Product.objects.get_or_create(code="fleet", defaults={"name": "Fleet"})
    return WhitespaceCell.objects.create(
        account=account, product=product, state="open", currency="EUR", looked_on=TODAY, by=by
    )


def room_play(account: Account, by: User) -> WhitespacePlay:
    step = NextStep.objects.create(account=account, owner=by, text="Call", due_on=TODAY)
    return WhitespacePlay.objects.create(
        account=account, cell=cell(account, by), owner=by, step=step, reason="x", target_on=TODAY,
        came_from="open", by=by,
    )  # fmt: skip


def estimate(account: Account, by: User) -> SpendEstimate:
    return SpendEstimate.objects.create(
        account=account, amount=90_000, currency="EUR", source="guess", said_on=TODAY, by=by
    )


ROOM_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "plans.SpendEstimate": estimate,
    "plans.WhitespaceCell": cell,
    "plans.WhitespacePlay": room_play,
}
