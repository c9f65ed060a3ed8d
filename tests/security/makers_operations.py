"""How to make one row of every table of figures of our work and of lessons."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Model

from accounts.models import Account
from contacts.models import KnownFact
from plans.models import DriverLink, Lesson, OperationMetric, OperationReading
from retention.team.models import User
from tests.cast import TODAY


def driver(account: Account, by: User, **fields: Any) -> KnownFact:
    """A reason to stay."""
    said = {"text": "Quick answers", "importance": 5, "performance": 3, **fields}
    return KnownFact.objects.create(
        account=account, topic="driver", said_on=TODAY, fresh_until=TODAY, is_personal=False, by=by, **said
    )


def metric(account: Account, by: User, **fields: Any) -> OperationMetric:
    """Hours until a first answer: at most four."""
    said = {
        "name": "Hours to the first answer", "unit": "hours", "direction": "lower",
        "target": Decimal(4), **fields,
    }  # fmt: skip
    return OperationMetric.objects.create(account=account, by=by, **said)


OPERATION_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "plans.OperationMetric": metric,
    "plans.DriverLink": lambda account, by: DriverLink.objects.create(
        metric=metric(account, by, name="Linked"), driver=driver(account, by), by=by
    ),
    "plans.OperationReading": lambda account, by: OperationReading.objects.create(
        metric=metric(account, by, name="Read"), measured_on=TODAY, value=Decimal(5), by=by
    ),
    "plans.Lesson": lambda account, by: Lesson.objects.create(account=account, topic="x", owner=by, by=by),
}
