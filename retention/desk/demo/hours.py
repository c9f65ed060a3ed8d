"""Hours of the demo company: two contracts that include some, and a customer who gets more than that."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Account, Contract
from plans.actions.hours import log_time, set_allowance
from plans.actions.over_service import decide_over_service
from retention.lib.months import add_months
from retention.team.models import User

INCLUDED = (
    # customer, hours a month, fee a month, price of an hour beyond, cost of an hour, hours worked by month
    ("Tidewater Ports", 20, 2_600, 160, 70, (18, 23, 21, 26, 24)),
    ("Halden and Son", 12, 1_400, 140, 65, (9, 11, 10, 12, 8)),
)
WORK = ("Report for their board", "Set-up of a new site", "Answers for their audit", "Training of new users")


def make_hours(users: Mapping[str, User], *, at: datetime) -> None:
    """Five full months of work; what became of the second that went over was decided."""
    this = at.date().replace(day=1)
    for name, hours, fee, price, cost, worked in INCLUDED:
        contract = Contract.objects.filter(account__name=name, state="active").order_by("-term_start").first()
        if contract is None:
            continue
        account = Account.objects.select_related("owner").get(pk=contract.account_id)
        by = account.owner or users["Ada"]
        first = add_months(this, -len(worked))
        set_allowance(
            contract=contract, minutes=hours * 60, starts_on=first, fee=Decimal(fee), by=by, at=at,
            list_rate=Decimal(price), cost_rate=Decimal(cost),
        )  # fmt: skip
        for place, total in enumerate(worked):
            _work(account, total, add_months(first, place).replace(day=3), by=by, at=at)
        if max(worked) > hours:
            _decide(account, add_months(first, 1), by=by, at=at)


def _work(account: Account, hours: int, first: date, *, by: User, at: datetime) -> None:
    """The month's hours in a few pieces, the last one outside of what was agreed."""
    each, left = divmod(hours * 60, len(WORK))
    for place, text in enumerate(WORK):
        log_time(
            account=account, minutes=each + (left if place == 0 else 0), text=text, by=by, at=at,
            worked_on=first + timedelta(days=6 * place), is_beyond=place == len(WORK) - 1,
        )  # fmt: skip


def _decide(account: Account, month: date, *, by: User, at: datetime) -> None:
    decide_over_service(
        account=account, month=month, decision="goodwill", by=by, at=at,
        note="They had their audit; the next one is charged.",
    )  # fmt: skip
