"""The maps of two demo customers: one whose champion left, one that hangs on a single person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import Account, ContractLine, OrgUnit
from contacts.choices import Certainty
from contacts.models import Contact, Influences, ReportsTo, RoleOnMap, Standing, Tie, TouchpointColleague
from retention.team.models import User

from .book import Customer
from .records import BACKUPS

KNOWN_FOR_DAYS = 200
SHARED_EVERY = 4
"""Each so many touchpoints the backup owner took part as well."""


@dataclass(frozen=True)
class Place:
    """Where the person of one seat stands: unit, role, rating, evidence, and the seat they report to."""

    unit: str
    role: str
    influence: int | None
    attitude: int | None
    evidence: str = ""
    reports_to: int | None = None


DEPARTED_CHAMPION = (
    Place("Operations", "champion", 5, 2, "Presented our figures to their board in June"),
    Place("Finance", "economic_buyer", 5, 0, "Signed the last two budgets"),
    Place("Operations", "decision_maker", 4, 1, reports_to=0),
    Place("Depots", "user_lead", 3, 1, "Speaks for eleven depots", reports_to=2),
    Place("IT and data", "influencer", 3, -1, "Asked for a second supplier twice", reports_to=1),
    Place("Finance", "procurement", 2, None, reports_to=1),
)
LONE_CONTACT = (
    Place("Operations", "champion", 4, 1, "Wrote our case for the second depot"),
    Place("Finance", "economic_buyer", 5, None, reports_to=0),
)
MAPS = {"Quillan Pharma": DEPARTED_CHAMPION, "Brightwater Foods": LONE_CONTACT}
NOBODY_AT = {"Brightwater Foods": "Bristol depot"}
"""A unit with a contract line and without anybody we know."""


def who_talks(customer: Customer, contacts: list[Contact]) -> list[Contact]:
    """Who of theirs has a year of conversations with us: everybody, or the one person we know."""
    return contacts[:1] if MAPS.get(customer.name) is LONE_CONTACT else contacts


def make_map(
    customer: Customer, account: Account, contacts: list[Contact], users: dict[str, User], *, today: date
) -> None:
    """Roles, ratings, ties and lines of the customer's people, in a few statements; none for most."""
    places = MAPS.get(customer.name)
    if places is None:
        return
    owner, backup = users[customer.owner], users[BACKUPS[customer.owner]]
    since = today - timedelta(days=KNOWN_FOR_DAYS)
    rows = [
        (contact, place, {"account": account, "contact": contact, "starts_on": since, "by": owner})
        for contact, place in zip(contacts, places, strict=True)
    ]
    _place_in_units(account, rows, NOBODY_AT.get(customer.name))
    _place_on_map(rows, contacts, today)
    Tie.objects.bulk_create(
        [Tie(**row, user=owner, level=3 if place.evidence else 2, desired_level=4) for _, place, row in rows]
        + [Tie(**row, user=backup, level=1, desired_level=2) for _, _, row in rows[:2]]
    )
    if len(rows) > 4:
        Influences.objects.create(
            **rows[4][2], on_contact=contacts[2], weight=3, note="Shared an office for years"
        )
        _share_talk(account, backup)


def _place_on_map(rows: list[Any], contacts: list[Contact], today: date) -> None:
    """Roles, ratings and reporting lines."""
    RoleOnMap.objects.bulk_create(
        [RoleOnMap(**row, **_sure(place, today), role=place.role) for _, place, row in rows]
    )
    Standing.objects.bulk_create(
        [
            Standing(**row, **_sure(place, today), influence=place.influence, attitude=place.attitude)
            for _, place, row in rows
        ]
    )
    ReportsTo.objects.bulk_create(
        [
            ReportsTo(**row, manager=contacts[place.reports_to])
            for _, place, row in rows
            if place.reports_to is not None
        ]
    )


def _sure(place: Place, today: date) -> dict[str, Any]:
    """Confirmed where there is evidence, so long ago that a champion must be asked again."""
    if not place.evidence:
        return {}
    told = {"certainty": Certainty.CONFIRMED, "evidence": place.evidence}
    return {**told, "verified_on": today - timedelta(days=KNOWN_FOR_DAYS)}


def _place_in_units(account: Account, rows: list[Any], empty: str | None) -> None:
    names = sorted({place.unit for _, place, _ in rows} | ({empty} if empty else set()))
    units = {
        row.name: row
        for row in OrgUnit.objects.bulk_create([OrgUnit(account=account, name=n) for n in names])
    }
    for contact, place, _ in rows:
        contact.org_unit = units[place.unit]
    Contact.objects.bulk_update([contact for contact, _, _ in rows], ["org_unit"])
    if empty:
        # The product of all their contracts, so that no movement that is booked has another cause.
        lines = ContractLine.objects.filter(contract__account=account)
        first = lines.order_by("id").values("product")[:1]
        lines.filter(product__in=first).update(org_unit=units[empty])


def _share_talk(account: Account, backup: User) -> None:
    told = account.touchpoints.order_by("id").values_list("pk", flat=True)[::SHARED_EVERY]
    TouchpointColleague.objects.bulk_create(
        [TouchpointColleague(touchpoint_id=pk, user=backup) for pk in told]
    )
