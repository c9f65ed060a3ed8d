"""Invoices: what was billed, paid, disputed, and what of it is overdue."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import (
    correct_invoice,
    dispute_invoice,
    enter_invoice,
    record_payment,
    settle_dispute,
    void_invoice,
)
from accounts.billing import InvoiceNumberTaken, NotDisputed, NothingOpen
from accounts.models import Account, Invoice, TimelineEvent
from accounts.overdue import overdue_of
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

DUE = date(2026, 10, 20)


def bill(account: Account, by: User, number: str = "R-1", **fields: Any) -> Invoice:
    """An invoice over 12,400 that was due 34 days ago."""
    said = {"issued_on": date(2026, 9, 20), "due_on": DUE, "amount": Decimal("12400.00"), **fields}
    return enter_invoice(account=account, by=by, at=NOON, number=number, **said)


def owed(account: Account, reader: User, on: date = TODAY) -> tuple[Any, ...]:
    found = overdue_of([account.pk], reader, on=on).get(account.pk)
    return (found.amounts, found.days, found.invoices) if found else ()


def test_what_is_past_its_day_is_summed_by_currency_with_the_oldest_days(
    vela: Account, lena: User, nico: User
) -> None:
    bill(vela, lena)
    bill(vela, lena, "R-2", due_on=date(2026, 11, 20), amount=Decimal("100"))
    bill(vela, lena, "R-3", due_on=date(2026, 11, 1), amount=Decimal("50"), currency="USD")
    bill(vela, lena, "R-4", due_on=TODAY)
    sums = ((Decimal("12500.00"), "EUR"), (Decimal("50.00"), "USD"))
    assert owed(vela, lena) == (sums, 34, 3)
    assert owed(vela, nico) == ()
    assert owed(vela, lena, DUE) == (), "on the day it is due it is not overdue"


def test_a_payment_in_parts_leaves_the_rest_overdue_and_keeps_what_stood_before(
    vela: Account, lena: User
) -> None:
    first = bill(vela, lena)
    part = record_payment(invoice=first, amount=Decimal("2400"), paid_on=TODAY, by=lena, at=NOON)
    assert owed(vela, lena)[0] == ((Decimal("10000.00"), "EUR"),)
    assert (part.thread, part.version, part.paid_amount) == (first.pk, 2, Decimal("2400"))
    whole = record_payment(invoice=part, paid_on=TODAY, by=lena, at=NOON)
    assert (whole.paid_amount, whole.open_amount, whole.state_on(TODAY)) == (Decimal("12400"), 0, "paid")
    rows = Invoice.objects.filter(thread=first.pk).order_by("version")
    assert list(rows.values_list("version", "paid_amount", "is_current")) == [
        (1, Decimal(0), False), (2, Decimal("2400"), False), (3, Decimal("12400"), True),
    ]  # fmt: skip
    with pytest.raises(NothingOpen):
        record_payment(invoice=whole, paid_on=TODAY, by=lena, at=NOON)


def test_a_disputed_invoice_is_not_overdue_until_the_dispute_is_settled(vela: Account, lena: User) -> None:
    row = dispute_invoice(invoice=bill(vela, lena), since=TODAY, reason="Wrong quantity", by=lena, at=NOON)
    assert (owed(vela, lena), row.state_on(TODAY)) == ((), "disputed")
    assert owed(vela, lena, TODAY - timedelta(days=1)) != (), "the day before it was"
    row = settle_dispute(invoice=row, outcome="They pay", by=lena, at=NOON)
    assert owed(vela, lena)[1] == 34
    with pytest.raises(NotDisputed):
        settle_dispute(invoice=row, outcome="Again", by=lena, at=NOON)


def test_a_void_invoice_counts_for_nothing_and_its_number_stays_taken(vela: Account, lena: User) -> None:
    void_invoice(invoice=bill(vela, lena), on=TODAY, reason="Sent twice", by=lena, at=NOON)
    assert owed(vela, lena) == ()
    with pytest.raises(InvoiceNumberTaken):
        bill(vela, lena)


def test_a_correction_that_says_nothing_new_changes_nothing(vela: Account, lena: User) -> None:
    row = bill(vela, lena)
    before = TimelineEvent.objects.count()
    same = {"amount": Decimal("12400"), "due_on": DUE}
    assert correct_invoice(invoice=row, changes=same, by=lena, at=NOON, expected_version=1).pk == row.pk
    assert (Invoice.objects.count(), TimelineEvent.objects.count()) == (1, before)
    new = correct_invoice(
        invoice=row, changes={"amount": Decimal("12000")}, by=lena, at=NOON, expected_version=1
    )
    assert (new.amount, new.version) == (Decimal("12000"), 2)
    with pytest.raises(StaleVersion):
        correct_invoice(invoice=row, changes={"amount": Decimal("1")}, by=lena, at=NOON, expected_version=1)
    with pytest.raises(NotEditable):
        correct_invoice(invoice=row, changes={"number": "R-9"}, by=lena, at=NOON, expected_version=None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("1.234")}, "amount"),
        ({"due_on": date(2026, 9, 1)}, "due_on"),
        ({"number": ""}, "number"),
        ({"currency": "XXQ"}, "currency"),
        ({"paid_amount": Decimal(5)}, "paid_on"),
        ({"paid_on": TODAY}, "paid_amount"),
        ({"paid_on": date(2027, 1, 1), "paid_amount": Decimal(5)}, "paid_on"),
        ({"dispute_reason": "Why"}, "disputed_since"),
    ],
)
def test_what_no_invoice_can_be_is_refused_by_its_field(
    vela: Account, lena: User, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        bill(vela, lena, **fields)
    assert refused.value.field == field
    assert not Invoice.objects.exists()


def test_a_contract_of_another_account_is_refused(vela: Account, orchard: Account, lena: User) -> None:
    with pytest.raises(InputRefused) as refused:
        bill(vela, lena, contract=make_contract(orchard))
    assert refused.value.field == "contract"


def test_a_payment_is_more_than_nothing_and_not_more_than_is_open(vela: Account, lena: User) -> None:
    row = bill(vela, lena)
    for amount in (Decimal(0), Decimal("12400.01")):
        with pytest.raises(InputRefused):
            record_payment(invoice=row, amount=amount, paid_on=TODAY, by=lena, at=NOON)
    with pytest.raises(InputRefused):
        record_payment(invoice=row, paid_on=TODAY + timedelta(days=2), by=lena, at=NOON)


def test_who_only_sees_the_account_enters_and_pays_nothing(vela: Account, lena: User, sol: User) -> None:
    row = bill(vela, lena)
    with pytest.raises(PermissionDenied):
        bill(vela, sol, "R-2")
    with pytest.raises(PermissionDenied):
        record_payment(invoice=row, paid_on=TODAY, by=sol, at=NOON)
    assert Invoice.objects.visible_to(sol).count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"number": ""}, {"amount": 0}, {"paid_amount": -1}, {"due_on": date(2026, 1, 1)}, {"currency": "eur"},
        {"paid_on": TODAY}, {"paid_amount": 5}, {"dispute_reason": "x"}, {"number": "R-1"},
    ],
)  # fmt: skip
def test_the_database_refuses_what_no_invoice_can_be(
    vela: Account, lena: User, broken: dict[str, Any]
) -> None:
    bill(vela, lena)
    sound = {"number": "R-2", "issued_on": DUE, "due_on": DUE, "amount": 1, "currency": "EUR"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(account=vela, **{**sound, **broken})


def test_the_story_tells_each_step_in_words(vela: Account, lena: User) -> None:
    row = bill(vela, lena)
    record_payment(invoice=row, amount=Decimal("400"), paid_on=TODAY, by=lena, at=NOON)
    texts = list(TimelineEvent.objects.filter(account=vela).order_by("id").values_list("text", flat=True))
    assert texts == [
        "Invoice R-1: 12,400.00 EUR, due 20 Oct 2026",
        "Paid on 23 Nov 2026: 400.00 EUR of invoice R-1, 12,000.00 EUR still open",
    ]
