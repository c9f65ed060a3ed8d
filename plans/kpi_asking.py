"""A reading that is not there becomes the owner's next step, once per period (docs/methods.md, KPIs)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from accounts.ledger import ledger_day
from contacts.actions.steps import CannotOwn, add_step
from contacts.models import NextStep
from retention.lib.business_days import EVERYDAY_OFFICE, add_business_days
from retention.team.machine import the_machine

from .actions.kpi_readings import ORIGIN, asking_key
from .choices import Frequency
from .kpi_results import DUE_AFTER, ended_spans
from .models import Kpi

EVERY, ORDER, LONGEST = 3600.0, 62, 300


def ask_for_readings(now: datetime, limit: int) -> int:
    """Tick: ask the owners for readings of the last periods; how many were asked for.

    Only the period that ended last is asked for: who never read a KPI gets one step, not twelve.
    """
    today, asked = ledger_day(now), 0
    for frequency in Frequency.values:
        span = ended_spans(frequency, date.min, on=today, most=1)[0]
        due = add_business_days(span.last, DUE_AFTER, EVERYDAY_OFFICE)
        if today < due:
            continue
        key = Concat(Cast("pk", CharField()), Value(f":{span.first.isoformat()}"))
        known = NextStep.objects.filter(origin=ORIGIN, origin_key=OuterRef("asking"))
        rows = Kpi.objects.lacking(frequency, span.first).annotate(asking=key).exclude(Exists(known))
        for kpi in rows.select_related("account__owner", "owner").order_by("pk")[: limit - asked]:
            asked += _ask(kpi, span.name, asking_key(kpi.pk, span.first), due, now)
    return asked


def _ask(kpi: Kpi, name: str, key: str, due: date, now: datetime) -> int:
    """One step, for whoever owns the KPI, else the account; nobody to ask is a list on the KPI page."""
    text = f"Enter {name} of the KPI: {kpi.name}"[:LONGEST]
    machine = the_machine()
    for owner in dict.fromkeys(filter(None, (kpi.owner, kpi.account.owner))):
        try:
            with transaction.atomic():
                add_step(
                    account=kpi.account, owner=owner, text=text, due_on=due, by=machine, at=now,
                    origin=ORIGIN, origin_key=key,
                )  # fmt: skip
        except CannotOwn:
            continue
        return 1
    return 0
