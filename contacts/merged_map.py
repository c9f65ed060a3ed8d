"""The map of people of an account that became part of another."""

from collections.abc import Collection

from django.db.models import F
from django.db.models.functions import Greatest

from accounts.announced import AccountsMerged

from .choices import BuyingRole
from .models import Influences, MapScope, ReportsTo, RoleOnMap, Standing, Tie

DATED = (RoleOnMap, Standing, Tie, ReportsTo, Influences)


def carry_map(fact: AccountsMerged, left_seats: Collection[int]) -> None:
    """Roles, standings, ties, lines and decisions follow their contacts. Call it once contacts have moved.

    What holds for a seat that was left ends on the day of the merger. So does the economic buyer of the
    merged account as a whole, where the survivor has one: a map has one.
    """
    ending = {"ends_on": Greatest(F("starts_on"), fact.on)}
    for model in DATED:
        model.objects.current().filter(contact__in=left_seats).update(**ending)
    buyers = RoleOnMap.objects.current().filter(role=BuyingRole.ECONOMIC_BUYER, org_unit=None, scope=None)
    if buyers.filter(account=fact.survivor_id).exists():
        buyers.filter(account=fact.merged_id).update(**ending)
    MapScope.objects.filter(account=fact.merged_id).update(account=fact.survivor_id)
    for model in DATED:
        theirs = model.objects.filter(account=fact.merged_id, contact__account=fact.survivor_id)
        theirs.update(account=fact.survivor_id)
