"""Hours where people meet them: on the account, month by month, and over all accounts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import NextStep
from plans.actions.hours import log_time, set_allowance
from plans.models import ServiceAllowance, TimeEntry
from retention.lib.months import add_months
from retention.team.models import User
from tests.factories import make_contract

from .book import FRAGMENT, Book


@pytest.fixture
def served(book: Book, lena: User) -> Book:
    """Ten hours a month from three months ago, twelve and a half of them delivered last month."""
    first = book.today.replace(day=1)
    contract = make_contract(book.account)
    set_allowance(
        contract=contract, minutes=600, starts_on=add_months(first, -3), fee=Decimal(1000), by=lena,
        cost_rate=Decimal(50), list_rate=Decimal(120), at=book.now,
    )  # fmt: skip
    log_time(
        account=book.account, minutes=750, worked_on=first - timedelta(days=1), text="Their audit", by=lena,
        at=book.now,
    )  # fmt: skip
    return book


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_account_says_what_was_over_and_what_an_hour_earned(served: Book, hers: Client) -> None:
    page = words(hers.get(f"/accounts/{served.account.pk}/hours/"))
    assert "<b>12.5 h</b> were delivered in three months, <b>30 h</b> are included." in page
    assert "2.5 h" in page and "1 of 3" in page
    assert "€240" in page, "3,000 for 12.5 hours"
    assert "€100" in page and "€625" in page and "€2,375" in page


def test_what_no_contract_says_is_unknown(served: Book, hers: Client) -> None:
    ServiceAllowance.objects.update(fee=None, cost_rate=None)
    page = words(hers.get(f"/accounts/{served.account.pk}/hours/"))
    assert "€240" not in page and "€625" not in page and "€0 " not in page.replace("Goodwill", "")
    other = Account.objects.create(name="New", owner=served.account.owner, team=served.account.team)
    page = words(hers.get(f"/accounts/{other.pk}/hours/"))
    assert "No contract says how many hours are included." in page and "0%" not in page


def test_a_month_opens_its_work_and_its_touchpoints(served: Book, hers: Client) -> None:
    last = add_months(served.today.replace(day=1), -1)
    address = f"/accounts/{served.account.pk}/hours/{last.year}/{last.month}/"
    page = words(hers.get(address))
    assert "Their audit" in page and f"since={last.isoformat()}" in page
    assert hers.get(f"/accounts/{served.account.pk}/hours/2026/13/").status_code == 404
    entry = TimeEntry.objects.get()
    hers.post(f"/time/{entry.pk}/withdraw/")
    assert f'id="time-{entry.pk}"' not in words(hers.get(address))
    hers.post(f"/time/{entry.pk}/restore/")
    assert f'id="time-{entry.pk}"' in words(hers.get(address))


def test_a_bill_becomes_the_owners_step_and_is_said_on_the_list(served: Book, hers: Client) -> None:
    last = add_months(served.today.replace(day=1), -1)
    assert "One month</b> waits for a decision" in words(hers.get("/hours/"))
    address = f"/accounts/{served.account.pk}/hours/{last.year}/{last.month}/decide/"
    refused = hers.post(address, {"decision": "bill", "note": " "}, **FRAGMENT)
    assert refused.status_code == 422 and "Why" in refused.content.decode()
    assert hers.post(address, {"decision": "bill", "note": "As agreed"}).status_code == 302
    assert NextStep.objects.filter(text__startswith="Bill 2.5 hours", owner=served.account.owner).exists()
    page = words(hers.get("/hours/"))
    assert "Billed" in page and "What becomes of them is decided." in page


def test_hours_are_written_as_hours_and_time_as_minutes(served: Book, hers: Client) -> None:
    contract = ServiceAllowance.objects.get().contract
    said = {"contract": contract.pk, "minutes": "12.5", "starts_on": served.today.isoformat()}
    hers.post(f"/accounts/{served.account.pk}/allowances/new/", said)
    assert ServiceAllowance.objects.latest("id").minutes == 750
    none = hers.post(f"/accounts/{served.account.pk}/allowances/new/", said | {"minutes": "0"}, **FRAGMENT)
    assert none.status_code == 422 and "more than 0" in none.content.decode()
    said = {"minutes": "45", "worked_on": served.today.isoformat(), "text": "Call notes", "kind": "customer"}
    said["user"] = str(served.account.owner_id)
    hers.post(f"/accounts/{served.account.pk}/time/new/", said)
    assert TimeEntry.objects.latest("id").kind == "customer"


@pytest.mark.parametrize("where", ["list", "account", "month"])
def test_pages_of_hours_stay_in_their_budget(served: Book, hers: Client, where: str) -> None:
    account = f"/accounts/{served.account.pk}/hours/"
    address = {"list": "/hours/", "account": account, "month": f"{account}2026/11/"}[where]
    hers.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert hers.get(address).status_code == 200
    assert len(asked) <= 20


def test_minutes_that_cannot_be_are_refused_in_our_words_and_kept(served: Book, hers: Client) -> None:
    said = {"minutes": "0", "worked_on": served.today.isoformat(), "text": "Call notes", "kind": "customer"}
    said["user"] = str(served.account.owner_id)
    answer = hers.post(f"/accounts/{served.account.pk}/time/new/", said, **FRAGMENT)
    page = answer.content.decode()
    assert answer.status_code == 422 and "must be a whole number from 1 to 1,440" in page
    assert 'value="Call notes"' in page and TimeEntry.objects.count() == 1
