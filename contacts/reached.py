"""How often we reached somebody lately, and how often we may (docs/methods.md, Often enough)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from .choices import Channel, Direction, Outcome
from .models import Contact, TouchpointContact

USUAL_MOST = 8
WINDOW_DAYS = 30
NOT_REACHED_BY = (Outcome.SUPPORT, Outcome.INTERNAL, Outcome.AUTOMATED)
"""What nobody of ours sent to be heard: it does not count against the most."""


@dataclass(frozen=True, slots=True)
class Reached:
    """So many times in 30 days, of at most so many."""

    count: int
    most: int

    @property
    def is_enough(self) -> bool:
        """One more would be too many."""
        return self.count >= self.most


def reached_of(contact: Contact, *, at: datetime) -> Reached:
    """The same of one whose row is at hand, in one query."""
    return Reached(_counts([contact.pk], at).get(contact.pk, 0), contact.most_in_30_days or USUAL_MOST)


def reached(contact_ids: Collection[int], *, at: datetime) -> dict[int, Reached]:
    """By contact, in two queries; bulk mail counts. The caller asks who may see them."""
    counts = _counts(contact_ids, at)
    most = Contact.objects.filter(pk__in=list(contact_ids)).values_list("pk", "most_in_30_days")
    return {pk: Reached(counts.get(pk, 0), wish or USUAL_MOST) for pk, wish in most}


def _counts(contact_ids: Collection[int], at: datetime) -> dict[int, int]:
    since = at - timedelta(days=WINDOW_DAYS)
    links = TouchpointContact.objects.filter(in_copy=False, contact__in=list(contact_ids))
    sent = links.filter(
        touchpoint__is_current=True, touchpoint__direction=Direction.OUTBOUND,
        touchpoint__happened_at__gt=since, touchpoint__happened_at__lte=at,
    ).exclude(Q(touchpoint__outcome__in=NOT_REACHED_BY) | Q(touchpoint__channel=Channel.NOTE))  # fmt: skip
    return dict(sent.order_by().values_list("contact").annotate(number=Count("pk")))
