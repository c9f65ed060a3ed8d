"""A competitor's contract that ends within 180 days puts a step into somebody's day, once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts.ledger import ledger_day
from contacts.actions.steps import add_step
from retention.lib.errors import DomainError
from retention.team.machine import the_machine

from .models import WhitespaceCell
from .models.whitespace import CellQuerySet
from .planning.room_words import CellState

EVERY, ORDER = 3600.0, 61
DUE_IN = timedelta(days=14)
LONGEST = 300
ORIGIN = "displacement"


def prompt_displacements(now: datetime, limit: int) -> int:
    """Tick: the account's owner is asked to speak of it before a competitor is renewed."""
    today = ledger_day(now)
    found = _waiting(today).values_list("pk", flat=True)
    return sum(_prompt(pk, today, now) for pk in found.order_by("competitor_ends_on", "id")[:limit])


def _waiting(today: date) -> CellQuerySet:
    rows = WhitespaceCell.objects.to_displace(on=today).filter(account__owner__isnull=False)
    return rows.filter(Q(prompted_for__isnull=True) | ~Q(prompted_for=F("competitor_ends_on")))


@transaction.atomic
def _prompt(pk: int, today: date, now: datetime) -> int:
    rows = WhitespaceCell.objects.select_related("account__owner", "unit", "product")
    cell = (
        rows.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk, state=CellState.COMPETITOR)
        .first()
    )
    ends_on = None if cell is None else cell.competitor_ends_on
    if cell is None or ends_on is None or cell.account.owner is None:
        return 0
    text = f"{cell.competitor}’s contract for {cell} ends on {ends_on:%-d %b %Y}: offer to replace it"
    try:
        add_step(
            account=cell.account, owner=cell.account.owner, text=text[:LONGEST],
            due_on=min(today + DUE_IN, ends_on), by=the_machine(), at=now, origin=ORIGIN,
            origin_key=f"{cell.pk}:{ends_on}", contact=cell.sponsor,
        )  # fmt: skip
    except DomainError:
        return 0
    WhitespaceCell.objects.filter(pk=pk).update(prompted_for=ends_on)
    return 1
