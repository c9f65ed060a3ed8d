"""What the demo company wants to keep and to add this quarter, and the deals it did not win."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Account
from retention.growth.actions.lost_deals import add_reference, enter_lost_deal
from retention.growth.actions.targets import TargetInput, set_plan_rate, set_targets
from retention.growth.models import AskOutcome, LostReason
from retention.team.models import Team, User

PLAN_RATES = (("GBP", Decimal("1.16")), ("USD", Decimal("0.93")))
TARGETS = (
    # person or team, what is to be kept, what is to be added
    ("North", TargetInput(fraction=Decimal("0.95")), TargetInput(fraction=Decimal("0.08"))),
    ("South", TargetInput(fraction=Decimal("0.93")), TargetInput(amount=Decimal(40_000), currency="EUR")),
    ("Lena", TargetInput(fraction=Decimal("0.96")), TargetInput(fraction=Decimal("0.10"))),
    ("Tomas", TargetInput(fraction=Decimal("0.94")), TargetInput(fraction=Decimal("0.05"))),
    ("Nico", TargetInput(fraction=Decimal("0.93")), TargetInput(fraction=Decimal("0.06"))),
)
DEALS = (
    # owner, prospect, days ago, pounds a year, reason, customer asked for a reference, what became of it
    ("Lena", "Harrow Bakeries", 24, 38_000, LostReason.REFERENCE, "Tidewater Ports", AskOutcome.GIVEN),
    ("Tomas", "Norfolk Cold Stores", 61, 52_500, LostReason.PRICE, "", ""),
    ("Nico", "Alpenglas", 15, 21_000, LostReason.COMPETITOR, "", ""),
)


def make_goals(users: Mapping[str, User], *, at: datetime) -> None:
    """Set targets of this quarter and enter lost deals, one with a reference that was not healthy."""
    admin = users["Ada"]
    for currency, rate in PLAN_RATES:
        set_plan_rate(year=at.year, currency=currency, rate=rate, by=admin, at=at)
    teams = {team.name: team for team in Team.objects.all()}
    for name, retention, growth in TARGETS:
        set_targets(
            quarter=at.date(), retention=retention, growth=growth, by=admin, at=at,
            owner=users.get(name), team=teams.get(name),
        )  # fmt: skip
    for owner, prospect, days, amount, reason, customer, outcome in DEALS:
        lost_on = at.date() - timedelta(days=days)
        deal = enter_lost_deal(
            by=users[owner], at=at, prospect=prospect, lost_on=lost_on, amount=Decimal(amount),
            currency="GBP", reason=reason,
        )  # fmt: skip
        if customer:
            asked = Account.objects.get(name=customer)
            add_reference(
                deal=deal, account=asked, asked_on=lost_on - timedelta(days=9), outcome=outcome,
                by=users[owner], at=at,
            )  # fmt: skip
