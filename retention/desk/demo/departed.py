"""Customers the demo company lost within a year, and why: without them nobody sees what a loss looks like."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.actions.accounts import edit_account
from accounts.actions.contract_changes import close_term
from accounts.models import Account, Product
from retention.lib.months import add_months
from retention.renewals.actions import close_renewal
from retention.renewals.models import Renewal
from retention.team.machine import the_machine
from retention.team.models import User

from .book import LEEDS, MADRID, OSLO, Customer, read_customers
from .records import make_account, make_contracts, on_day

SAID_BEFORE_DAYS = 40
_LINES = f"""
Calder Steel Works|Manufacturing|{LEEDS}|C|Lena|26400|-48|steady||
Sund Marine|Shipping|{OSLO}|C|Nico|14800|-150|steady||
Arroyo Textiles|Textiles|{MADRID}|D|Tomas|9600|-260|steady||
"""
REASONS: Mapping[str, dict[str, Any]] = {
    "Calder Steel Works": {
        "stated_reason": "We never saw the hours you said we would save.",
        "root_cause": "value_not_realised",
        "sub_code": "goals_never_agreed",
        "evidence": "No goal was ever written down; two reviews were cancelled.",
        "controllable": "ours",
        "is_regrettable": True,
        "preventable_if": "A goal agreed in the first quarter",
        "would_return": "yes",
    },
    "Sund Marine": {
        "stated_reason": "The new group buys one system for all ports.",
        "root_cause": "competitor",
        "sub_code": "suite_consolidation",
        "competitor": "Portline",
        "evidence": "Their letter names Portline as the group's standard.",
        "controllable": "external",
        "is_regrettable": True,
    },
    "Arroyo Textiles": {
        "stated_reason": "We closed the warehouse in spring.",
        "root_cause": "customer_business_change",
        "sub_code": "site_closed",
        "evidence": "The site is off the register since March.",
        "controllable": "external",
        "is_regrettable": False,
    },
}
ASK_AGAIN = {"Calder Steel Works": 3}
"""Who may come back, and in how many months they are asked."""


def make_departed(users: dict[str, User], products: Sequence[Product], *, at: datetime) -> list[int]:
    """Two terms each, the second of them not renewed; return the accounts' ids."""
    return [_make(customer, users, products, at=at).pk for customer in read_customers(_LINES)]


def _make(
    customer: Customer, users: dict[str, User], products: Sequence[Product], *, at: datetime
) -> Account:
    admin, last_day = users["Ada"], at.date() + timedelta(days=customer.ends_in)
    account = make_account(customer, users, by=admin, at=at)
    contract = make_contracts(customer, account, list(products), by=admin, at=at)
    said_on = last_day - timedelta(days=SAID_BEFORE_DAYS)
    reason = dict(REASONS[customer.name])
    if customer.name in ASK_AGAIN:
        reason["win_back_on"] = add_months(at.date(), ASK_AGAIN[customer.name])
    close_renewal(
        renewal=Renewal.objects.get(contract=contract), stage="lost", on=said_on, note="", reason=reason,
        by=admin, at=on_day(said_on, at),
    )  # fmt: skip
    over = last_day + timedelta(days=1)
    close_term(contract=contract, by=the_machine(), at=on_day(over, at))
    edit_account(
        account=account, changes={"stage": "former"}, by=admin, at=on_day(over, at), expected_version=None
    )
    return account
