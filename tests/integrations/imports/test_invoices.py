"""Invoices from a file: added, changed by a newer row when the file says otherwise, and taken back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.actions import record_payment
from accounts.models import Account, Invoice
from retention.integrations.models import Import
from retention.lib.clock import database_now
from retention.team.models import User

from .running import applied, decisions, today, undone

HEAD = "Invoice ID,Invoice Number,Customer Name,Invoice Date,Due Date,Amount,Currency,Paid On,Disputed Since"


def day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


def file(*lines: str) -> list[tuple[str, bytes]]:
    return [("invoices.csv", "\n".join([HEAD, *lines]).encode())]


def line(number: str, *, paid: str = "", amount: str = "12400.00", account: str = "Vela Hotels") -> str:
    return f"ID-{number},{number},{account},{day(90)},{day(60)},{amount},EUR,{paid},"


@pytest.fixture
def billed(ada: User, vela: Account) -> Import:
    """Two invoices, one of them paid."""
    return applied(ada, file(line("R-1"), line("R-2", paid=day(50))), shift=False)


def rows() -> list[tuple[Any, ...]]:
    columns = ("number", "version", "amount", "paid_amount", "source")
    return list(Invoice.objects.current().order_by("number").values_list(*columns))


def test_invoices_are_added_as_the_file_knows_them(billed: Import) -> None:
    assert rows() == [
        ("R-1", 1, Decimal("12400.00"), 0, "harbour"),
        ("R-2", 1, Decimal("12400.00"), Decimal("12400.00"), "harbour"),
    ]
    account = Account.objects.get(name="Vela Hotels")
    assert [row.number for row in Invoice.objects.overdue_on(today())] == ["R-1"]
    assert account.timeline.filter(kind="invoice_entered").count() == 2


def test_the_same_file_again_changes_nothing_and_a_payment_is_a_newer_row(billed: Import, ada: User) -> None:
    again = applied(ada, file(line("R-1"), line("R-2", paid=day(50))), shift=False)
    assert {state for state, _ in decisions(again, "invoices.csv").values()} == {"unchanged"}
    paid = applied(ada, file(line("R-1", paid=day(2)), line("R-2", paid=day(50))), shift=False)
    assert [state for state, _ in decisions(paid, "invoices.csv").values()] == ["updated", "unchanged"]
    assert rows()[0][:4] == ("R-1", 2, Decimal("12400.00"), Decimal("12400.00"))
    undone(ada, paid)
    assert rows()[0][:4] == ("R-1", 3, Decimal("12400.00"), Decimal(0))


def test_taken_back_they_go_except_what_somebody_changed_since(billed: Import, ada: User) -> None:
    row = Invoice.objects.get(number="R-1")
    record_payment(invoice=row, paid_on=today(), by=ada, at=database_now())
    undone(ada, billed)
    assert [number for number, *_ in rows()] == ["R-1"]
    said = decisions(billed, "invoices.csv")
    assert [state for state, _ in said.values()] == ["kept", "removed"]
    assert "changed since" in said[min(said)][1]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (",R-9,Vela Hotels,2026-01-01,,10,EUR,,", "Due Date is missing"),
        (",R-9,Vela Hotels,2026-01-01,2026-02-01,-10,EUR,,", "negative"),
        (",R-9,Vela Hotels,2026-01-01,2026-02-01,0,EUR,,", "missing or 0"),
        (",R-9,Vela Hotels,2026-03-01,2026-02-01,10,EUR,,", "before"),
        (",R-9,Vela Hotels,2026-01-01,2026-02-01,10,XXQ,,", "currency"),
        (",R-9,Vela Hotels,2026-01-01,2026-02-01,10,EUR,2199-01-01,", "future"),
        (",,Vela Hotels,2026-01-01,2026-02-01,10,EUR,,", "missing"),
        (",R-9,Nobody Ltd,2026-01-01,2026-02-01,10,EUR,,", "No account is named"),
    ],
)
def test_a_row_that_cannot_be_is_told_and_not_written(
    ada: User, vela: Account, bad: str, reason: str
) -> None:
    of = applied(ada, file(bad, line("R-1")), shift=False)
    ((state, why), (good, _)) = decisions(of, "invoices.csv").values()
    assert (state in ("rejected", "unclear"), good) == (True, "added"), why
    assert reason in why
    assert [number for number, *_ in rows()] == ["R-1"]
