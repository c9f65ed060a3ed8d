"""Our work for a few of the demo customers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Account
from contacts.actions.knowledge import learn
from plans.actions.operations import add_metric, explain_driver
from plans.models import OperationMetric, OperationReading
from retention.lib.months import add_months
from retention.team.models import User

FIGURES = (
    # what, unit, which way, target, from where, figures by month, the last one first
    ("Hours to a first answer", "hours", "lower", "4", "Service desk", ("4.3", "5.1", "6.0", "5.8")),
    ("Deliveries on time", "percent", "higher", "98", "Dispatch log", ("98.4", "97.9", "97.2", "98.1")),
    ("Errors in invoices", "a month", "lower", "1", "Counted by hand", ("0", "1", "2")),
)
WHY = (
    # in their words, importance, how well we do
    ("Somebody answers when it burns", 5, 3),
    ("What we promise arrives", 4, 4),
    ("The price is fair", 3, 3),
)
LATE_BY_MONTHS = 2
"""How old the last reading of the third figure is: its feed is late."""


def make_operations(users: Mapping[str, User], *, at: datetime) -> None:
    """Why Lena's two largest customers stay, and figures of our work behind it."""
    for account in Account.objects.filter(owner=users["Lena"]).order_by("-arr_base", "id")[:3]:
        _measure(account, users["Lena"], at)


def _measure(account: Account, by: User, at: datetime) -> None:
    reasons = [
        learn(
            account=account, topic="driver", text=text, importance=weight, performance=well, by=by, at=at
        )
        for text, weight, well in WHY
    ]  # fmt: skip
    made: list[OperationMetric] = []
    for place, (name, unit, way, target, feed, figures) in enumerate(FIGURES):
        metric = add_metric(
            account=account, name=name, unit=unit, direction=way, target=Decimal(target), feed=feed, by=by,
            at=at,
        )  # fmt: skip
        first = add_months(at.date().replace(day=1), -LATE_BY_MONTHS * (place // 2))
        OperationReading.objects.bulk_create(
            OperationReading(
                metric=metric, measured_on=add_months(first, -back) - timedelta(days=1), by=by,
                value=Decimal(figure),
            )
            for back, figure in enumerate(figures)
        )  # fmt: skip
        made.append(metric)
    for metric, reason, sure in zip(made, reasons, ("stated", "assumed"), strict=False):
        how = "They said so in the last review" if sure == "stated" else ""
        explain_driver(metric=metric, driver=reason, strength=sure, evidence=how, by=by, at=at)
