"""The map of an account of the world, and what is known of its people (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account
from contacts.models import (
    Contact,
    FeedbackItem,
    Influences,
    KnownFact,
    MapScope,
    Objection,
    Person,
    ReportsTo,
    RoleOnMap,
    Standing,
    SurveyAsked,
    Tie,
)
from retention.lib.clock import database_now
from retention.team.models import User


def map_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """Two people on the map, and what the account team alone knows of them."""
    boss = Contact.objects.create(
        account=account, person=Person.objects.create(name=says("boss")), title=says("top"), since=today
    )
    row: dict[str, Any] = {"account": account, "contact": contact, "starts_on": today, "by": owner}
    sure = {"certainty": "confirmed", "verified_on": today}
    role = RoleOnMap.objects.create(**row, **sure, role="champion", evidence=says("note-of-role"))
    rating = Standing.objects.create(
        **row, **sure, influence=4, attitude=-2, evidence=says("note-of-standing")
    )
    tie = Tie.objects.create(**row, user=owner, level=1, desired_level=3)
    reports = ReportsTo.objects.create(**row, manager=boss)
    line = Influences.objects.create(**row, on_contact=boss, note=says("note-of-line"))
    scope = MapScope.objects.create(
        account=account, kind="opportunity", title=says("decision"), opened_on=today, by=owner
    )
    made = {"map_role": role, "map_rating": rating, "map_tie": tie, "map_scope": scope}
    return {**made, "map_line": reports, "map_influence": line}


def known_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """What they said, and what we know of them."""
    row: dict[str, Any] = {"account": account, "contact": contact, "by": owner, "said_on": today}
    row["fresh_until"] = today
    fact = KnownFact.objects.create(
        **row, topic="driver", text=says("driver"), operation=says("operation"), is_personal=False
    )
    KnownFact.objects.create(**row, topic="intent", value="unsure", text=says("intent"), is_personal=True)
    said = FeedbackItem.objects.create(
        account=account, contact=contact, kind="complaint", text=says("said"), received_on=today, owner=owner,
        due_on=today,
    )  # fmt: skip
    survey = SurveyAsked.objects.create(
        account=account, contact=contact, kind="nps", quarter=date(2026, 10, 1), asked_on=today,
        expires_on=today, asked_by=owner, score=9, comment=says("comment"), answered_at=database_now(),
    )  # fmt: skip
    competitor = KnownFact.objects.create(
        **row, topic="competitor", value="looking", named=says("named"), is_personal=False
    )
    objection = Objection.objects.create(
        contact=contact, purpose="marketing", since=today, came_by="talk", note=says("objection"),
        recorded_by=owner,
    )  # fmt: skip
    known = {"fact": fact, "feedback_item": said, "survey": survey, "competitor": competitor}
    return {**known, "objection": objection}
