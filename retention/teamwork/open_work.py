"""What is somebody's in this layer, for handing over: executive pairs and what they answer for."""

from datetime import datetime

from django.db.models import QuerySet

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.deliverables import edit_deliverable
from .actions.pairs import hand_over_pair
from .actions.parts import give_part, take_part
from .models import Deliverable, DeliverablePart, ExecutivePairing


class NobodyToTakeOver(DomainError):
    """It must be somebody's."""


def _pairs(person: User) -> QuerySet[ExecutivePairing]:
    rows = ExecutivePairing.objects.current().filter(user=person)
    return rows.select_related("account", "contact__person", "user").order_by("account__name_key", "id")


def _pair_item(pair: ExecutivePairing) -> OpenItem:
    return OpenItem(
        pair.contact.name, f"{pair.account.name}, talk by {pair.talk_on:%-d %b %Y}", f"/sponsors/{pair.pk}/"
    )


def hand_over_pairs(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* take over every pair. Raises NobodyToTakeOver, CannotSponsor, SponsorIsFull."""
    if to is None:
        raise NobodyToTakeOver("Somebody must take over the pairs.", field="executive_pairs")
    pairs = list(_pairs(person))
    for pair in pairs:
        hand_over_pair(pair=pair, to=to, by=by, at=at)
    return len(pairs)


PAIRS = OpenWork(
    order=90,
    name="executive_pairs",
    label="Executive pairs",
    rows=_pairs,
    item=_pair_item,
    hand_over=hand_over_pairs,
    out_of_sight=lambda person: (
        ExecutivePairing.objects.current().filter(user=person).count()
        - ExecutivePairing.objects.visible_to(person).current().filter(user=person).count()
    ),
)


def _answered_for(person: User) -> QuerySet[Deliverable]:
    rows = Deliverable.objects.current().filter(accountable_user=person).select_related("account")
    return rows.order_by("account__name_key", "id")


def _answered_item(row: Deliverable) -> OpenItem:
    return OpenItem(row.name, row.account.name, f"/accounts/{row.account_id}/deliverables/")


def hand_over_answered(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* be accountable for every deliverable. Raises NobodyToTakeOver, CannotAnswer."""
    if to is None:
        raise NobodyToTakeOver("Somebody must be accountable.", field="answered_for")
    rows = list(_answered_for(person))
    for row in rows:
        edit_deliverable(deliverable=row, changes={"accountable_user": to}, by=by, at=at)
    return len(rows)


def _parts(person: User) -> QuerySet[DeliverablePart]:
    rows = DeliverablePart.objects.filter(user=person, deliverable__ended_on__isnull=True)
    rows = rows.select_related("deliverable__account", "user", "contact__person")
    return rows.order_by("deliverable__account__name_key", "id")


def _part_item(row: DeliverablePart) -> OpenItem:
    where = f"/accounts/{row.deliverable.account_id}/deliverables/"
    return OpenItem(
        row.deliverable.name, f"{row.deliverable.account.name}, {row.get_part_display().lower()}", where
    )


def hand_over_parts(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Give every part to *to*, who may have it already, or to nobody. Raises CannotAnswer."""
    rows = list(_parts(person))
    for row in rows:
        take_part(part=row, by=by, at=at)
        same = {"deliverable": row.deliverable, "part": row.part, "user": to}
        if to is not None and not DeliverablePart.objects.filter(**same).exists():
            give_part(deliverable=row.deliverable, part=row.part, user=to, by=by, at=at)
    return len(rows)


def _unseen(model: type[Deliverable] | type[DeliverablePart], person: User, column: str) -> int:
    mine = model.objects.filter(**{column: person})
    return mine.count() - mine.visible_to(person).count()


ANSWERED_FOR = OpenWork(
    order=91,
    name="answered_for",
    label="Deliverables they are accountable for",
    rows=_answered_for,
    item=_answered_item,
    hand_over=hand_over_answered,
    out_of_sight=lambda person: _unseen(Deliverable, person, "accountable_user"),
)
PARTS = OpenWork(
    order=92,
    name="deliverable_parts",
    label="Parts in deliverables",
    rows=_parts,
    item=_part_item,
    hand_over=hand_over_parts,
    may_be_left=True,
    out_of_sight=lambda person: _unseen(DeliverablePart, person, "user"),
)
