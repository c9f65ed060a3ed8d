"""A role that only one person has at an account: who holds it, on the map or by their card."""

from accounts.models import Account

from .choices import BuyingRole
from .map_rows import RoleTaken
from .models import Contact, RoleOnMap

BUYER = BuyingRole.ECONOMIC_BUYER


def refuse_second_buyer(account: Account, contact: Contact, role: str | None) -> None:
    """Raise RoleTaken when *contact*'s card would name a second economic buyer of the account.

    Who holds the role on the map may say it on their card; what was only guessed from a title holds nothing.
    """
    said_already = contact.buying_role == BUYER and not contact.role_is_guessed
    if role != BUYER or contact.is_placeholder or said_already:
        return
    there = Contact.objects.in_seat().filter(account=account)
    mapped = RoleOnMap.objects.current().filter(account=account, role=BUYER, org_unit=None, scope=None)
    if contact.pk and mapped.filter(contact=contact).exists():
        return
    others = there.exclude(pk=contact.pk).select_related("person").order_by("id")
    holder = others.filter(pk__in=mapped.values("contact")).first()
    holder = holder or others.filter(buying_role=BUYER, role_is_guessed=False).first()
    if holder is not None:
        raise RoleTaken(
            f"{holder.name} is the economic buyer already; one person has the final word. "
            "Change that first, or choose decision maker.",
            field="buying_role",
        )
