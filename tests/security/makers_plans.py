"""How to make one row of every model of plans that hangs on an account."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from accounts.models import Account
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import make_contact


def target(account: Account, by: User, **fields: Any) -> RoiTarget:
    """Fewer minutes at the desk: 12 in January, 6 by the end of the year; agreed only where it says so."""
    said: dict[str, Any] = {
        "metric": "Minutes at the desk", "unit": "minutes", "direction": "lower", "baseline": Decimal(12),
        "baseline_on": TODAY - timedelta(days=300), "target": Decimal(6),
        "due_on": TODAY + timedelta(days=65), **fields,
    }  # fmt: skip
    return RoiTarget.objects.create(account=account, by=by, **said)


def agreed_target(account: Account, by: User, *, on: date | None = None, **fields: Any) -> RoiTarget:
    """The same, agreed with one of theirs."""
    said = {"state": "agreed", "agreed_with": fields.pop("agreed_with", None) or make_contact(account)}
    return target(account, by, **said, agreed_on=on or TODAY - timedelta(days=299), **fields)


def measurement(account: Account, by: User, **fields: Any) -> Measurement:
    """A figure of today, with how we know."""
    said: dict[str, Any] = {"measured_on": TODAY, "value": Decimal(9), "evidence": "Their report", **fields}
    measured = said.pop("target", None) or target(account, by)
    return Measurement.objects.create(target=measured, by=by, **said)


Make = Callable[[Account, User], Model]
PLAN_MAKERS: dict[str, Make] = {
    "plans.RoiTarget": target,
    "plans.Measurement": measurement,
    "plans.ValueEntry": lambda account, by: ValueEntry.objects.create(
        account=account, what="x", happened_on=TODAY, by=by
    ),
    "plans.GoodwillEntry": lambda account, by: GoodwillEntry.objects.create(
        account=account, what="x", reason="x", given_on=TODAY, by=by
    ),
    "plans.ChangeRecord": lambda account, by: ChangeRecord.objects.create(
        account=account, what="x", scope_before="a", scope_after="b", side="ours", asked_on=TODAY,
        effect="x", by=by,
    ),
    "plans.ExpectationGap": lambda account, by: ExpectationGap.objects.create(
        account=account, contact=make_contact(account), expectation="x", feasible="x", noticed_on=TODAY, by=by
    ),
}  # fmt: skip
