"""A KPI with readings that is reported, and somebody of theirs who reads it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account
from contacts.models import Contact
from plans.actions.kpi_readings import read_kpi
from plans.actions.kpis import add_kpi, agree_kpi
from plans.models import Kpi
from retention.reports.actions.issues import prepare
from retention.reports.actions.subscriptions import add_reader, subscribe
from retention.reports.models import ReportIssue, Subscription
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def ana(vela: Account) -> Contact:
    contact = make_contact(vela, "Ana Ruiz")
    contact.person.email = "ana@vela.test"  # type: ignore[union-attr] # a contact of a person
    contact.person.save()  # type: ignore[union-attr] # a contact of a person
    return contact


@pytest.fixture
def kpi(vela: Account, lena: User, ana: Contact) -> Kpi:
    row = add_kpi(
        account=vela, name="Orders on time", unit="percent", target=Decimal(98), starts_on=SEPTEMBER,
        is_shared=True, by=lena, at=NOON,
    )  # fmt: skip
    row = agree_kpi(kpi=row, contact=ana, on=TODAY, by=lena, at=NOON)
    for day, figure in ((SEPTEMBER, "98.2"), (OCTOBER, "97.5")):
        read_kpi(kpi=row, period_on=day, actual=Decimal(figure), evidence="CANARY", by=lena, at=NOON)
    return row


def subscribed(account: Account, by: User, reader: Contact | None, **fields: Any) -> Subscription:
    """A monthly subscription that waits for October's report, due on 5 November."""
    said = {"kind": "kpis", "form": "mail", **fields}
    row = subscribe(account=account, by=by, at=NOON.replace(month=10, day=2), **said)
    if reader is not None:
        add_reader(subscription=row, contact=reader, by=by, at=NOON)
    row.refresh_from_db()
    return row


def prepared(row: Subscription, at: datetime = NOON) -> ReportIssue:
    """Its report, made."""
    made = prepare(subscription_id=row.pk, at=at)
    assert made is not None
    return made
