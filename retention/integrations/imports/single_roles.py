"""Roles that one person has at an account: a file does not bring a second holder."""

from collections.abc import Sequence

from contacts.choices import BuyingRole
from contacts.models import Contact, RoleOnMap

from ..models import RowState
from .checking import Check
from .deciding import Decision
from .drafts.draft import Draft
from .values import folded_name

BUYER = BuyingRole.ECONOMIC_BUYER.value


def refuse_second_buyers(check: Check, opened: Sequence[tuple[Decision, Draft]]) -> None:
    """Reject rows that say economic buyer where somebody else is; what a title lets us guess says nothing."""
    claims = [
        (one, draft)
        for one, draft in opened
        if one.is_open and draft.values["buying_role"] == BUYER and not draft.values["role_is_guessed"]
    ]
    if not claims:
        return
    held = _holders({check.places.account_ids[one.group] for one, _ in claims if _is_known(check, one)})
    for one, draft in claims:
        name = draft.values["name"]
        known = held.get(check.places.account_ids[one.group], name) if _is_known(check, one) else name
        holder = check.buyers.setdefault(one.group, known)
        if folded_name(holder) != folded_name(name):
            said = f"{holder} is the economic buyer there already; one person has the final word."
            one.settle(RowState.REJECTED, f"{said} Give this row another role.")


def _is_known(check: Check, one: Decision) -> bool:
    return one.group in check.places.account_ids


def _holders(account_ids: set[int]) -> dict[int, str]:
    """By account the name of who is its economic buyer: on the map, else by what somebody said of them."""
    there = Contact.objects.in_seat().filter(account__in=account_ids)
    said = there.filter(buying_role=BUYER, role_is_guessed=False).order_by("-id")
    mapped = RoleOnMap.objects.current().filter(
        account__in=account_ids, role=BUYER, org_unit=None, scope=None, contact__in=there
    )
    held = dict(said.values_list("account_id", "person__name"))
    return held | dict(mapped.values_list("account_id", "contact__person__name"))
