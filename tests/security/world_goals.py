"""Targets, value and what moved at an account of the world (world.py)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Account
from contacts.models import Contact
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from retention.team.models import User


def goals_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """One of everything; every text carries the mark and the name of its field."""
    hang = {"account": account, "by": owner}
    target = RoiTarget.objects.create(
        **hang, metric=says("metric"), unit=says("unit"), baseline=Decimal(10), target=Decimal(20),
        baseline_on=today - timedelta(days=90), due_on=today + timedelta(days=90), reason=says("reason"),
        scope=says("scope"), measured_where=says("where"), stakeholder=contact, state="agreed",
        agreed_with=contact, agreed_on=today - timedelta(days=80), next_review_on=today,
    )  # fmt: skip
    figure = Measurement.objects.create(
        target=target, by=owner, measured_on=today, value=Decimal(15), evidence=says("evidence"),
        link="https://" + says("link") + ".example",
    )  # fmt: skip
    figure.refresh_from_db()
    entry = ValueEntry.objects.create(
        **hang, what=says("gain"), happened_on=today, amount=Decimal(10), currency="EUR", state="disputed",
        method=says("method"), evidence=says("proof"), evidenced_on=today, answered_by=contact,
        answered_on=today, answer=says("answer"),
    )  # fmt: skip
    given = GoodwillEntry.objects.create(
        **hang, what=says("given"), reason=says("given why"), given_on=today - timedelta(days=30)
    )
    change = ChangeRecord.objects.create(
        **hang, target=target, what=says("moved"), scope_before=says("before"), scope_after=says("after"),
        side="theirs", asked_by=contact, asked_on=today - timedelta(days=30), effect=says("effect"),
        decision="accepted", decided_on=today - timedelta(days=20), decision_note=says("decision note"),
    )  # fmt: skip
    gap = ExpectationGap.objects.create(
        **hang, contact=contact, expectation=says("expectation"), feasible=says("feasible"),
        evidence=says("gap evidence"), noticed_on=today - timedelta(days=60),
    )  # fmt: skip
    return {
        "roi_target": target, "measurement": figure, "value_entry": entry, "goodwill": given,
        "change_record": change, "expectation_gap": gap,
    }  # fmt: skip
