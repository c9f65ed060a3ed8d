"""Figures of our work at an account of the world (world.py)."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Account
from contacts.models import Contact, KnownFact
from plans.models import DriverLink, Lesson, OperationMetric, OperationReading
from retention.team.models import User


def operations_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """One of everything; every text carries the mark and the name of its field."""
    metric = OperationMetric.objects.create(
        account=account, name=says("figure"), unit=says("figure unit"), feed=says("feed"), by=owner,
        target=Decimal(4),
    )  # fmt: skip
    reading = OperationReading.objects.create(
        metric=metric, measured_on=today, value=Decimal(5), note=says("read"), by=owner
    )
    reason = KnownFact.objects.create(
        account=account, topic="driver", text=says("stays for"), said_on=today, fresh_until=today,
        is_personal=False, by=owner,
    )  # fmt: skip
    link = DriverLink.objects.create(
        metric=metric, driver=reason, strength="stated", evidence=says("sure"), by=owner
    )
    KnownFact.objects.create(
        account=account, topic="win", contact=contact, text=says("winning"), said_on=today,
        fresh_until=today, is_personal=False, by=owner,
    )  # fmt: skip
    lesson = Lesson.objects.create(
        account=account, topic=says("lesson"), material=says("material"), adopted_note=says("used"),
        link="https://" + says("film").replace(" ", "-") + ".example", owner=owner, taught_on=today,
        taught_by=owner, by=owner,
    )  # fmt: skip
    return {"lesson": lesson, "operation_metric": metric, "operation_reading": reading, "driver_link": link}
