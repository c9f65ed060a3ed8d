"""What is somebody's in this layer, for handing over: links to shared plans that stand."""

from datetime import datetime

from django.db.models.functions import Now

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.links import give_link
from .models import ShareLink
from .models.links import ShareLinks


class NobodyToLookAfter(DomainError):
    """A link that stands is somebody's."""


def _links(person: User) -> ShareLinks:
    rows: ShareLinks = ShareLink.objects.filter(owner=person, revoked_at__isnull=True, expires_at__gt=Now())
    rows = rows.select_related("plan__account", "contact__person")
    return rows.order_by("plan__account__name_key", "id")


def _item(link: ShareLink) -> OpenItem:
    who = link.contact.name if link.contact else "Nobody in particular"
    note = f"{link.plan.account.name}, opens until {link.expires_at:%-d %b %Y}"
    return OpenItem(who, note, f"/plans/{link.plan_id}/share/")


def hand_over_links(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* look after every link that stands. Raises NobodyToLookAfter, InputRefused."""
    if to is None:
        raise NobodyToLookAfter("Somebody must look after the links.", field="share_links")
    links = list(_links(person))
    for link in links:
        give_link(link=link, to=to, by=by, at=at)
    return len(links)


LINKS = OpenWork(
    order=85,
    name="share_links",
    label="Links to shared plans",
    rows=_links,
    item=_item,
    hand_over=hand_over_links,
    out_of_sight=lambda person: _links(person).count() - _links(person).visible_to(person).count(),
)
