"""C1, days overdue on invoices: what counts, since when, as of any day, and the cap that it carries."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from accounts.actions import dispute_invoice, enter_invoice, record_payment
from accounts.models import Account, Invoice
from contacts.models import Touchpoint
from retention.health.actions import refresh_account, run_day
from retention.health.facts import explain_account
from retention.health.inputs import inputs_of
from retention.health.models import HealthSnapshot
from retention.health.moments import AsOf, closed_day, reconstructed
from retention.health.scoring import interpolate
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago
from tests.health.history import key_contact, known_since, rhythm

ON = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Known for years."""
    return known_since(vela)


def billed(account: Account, due_on: date, number: str = "R-1", **fields: Any) -> Invoice:
    """An invoice as it was entered on the day it was issued, a month before it was due."""
    issued = due_on - timedelta(days=30)
    told = fields.pop("told_on", issued)
    row = Invoice.objects.create(
        account=account, number=number, issued_on=issued, due_on=due_on, amount=Decimal(100),
        currency="EUR", recorded_at=datetime.combine(told, time(9), UTC), **fields,
    )  # fmt: skip
    row.refresh_from_db()
    return row


def newer(older: Invoice, told_on: date, **changes: Any) -> Invoice:
    """The same invoice as we knew it from another day on."""
    Invoice.objects.filter(pk=older.pk).update(is_current=False)
    return billed(
        older.account, older.due_on, older.number, told_on=told_on, first_id=older.thread,
        version=older.version + 1, **changes,
    )  # fmt: skip


def row_of(account: Account, as_of: AsOf | None = None) -> dict[str, Any]:
    return dict(inputs_of([account.pk], as_of or closed_day(ON))[account.pk])


def c1(account: Account, as_of: AsOf | None = None) -> tuple[str, int | None, int]:
    row = row_of(account, as_of)
    value = row["c1_value"]
    return row["c1_state"], None if value is None else int(value), row["c1_age"]


def test_without_any_invoice_payment_is_missing_not_good(vela: Account) -> None:
    assert c1(vela) == ("missing", None, 0)


def test_a_former_customer_is_not_asked(vela: Account) -> None:
    billed(vela, days_ago(ON, 40))
    Account.objects.filter(pk=vela.pk).update(stage="former")
    assert c1(vela)[0] == "not_applicable"
    assert row_of(vela)["overdue_since"] is None


def test_the_oldest_undisputed_open_invoice_counts(vela: Account) -> None:
    billed(vela, days_ago(ON, 90), "paid", paid_amount=Decimal(100), paid_on=days_ago(ON, 80))
    billed(vela, days_ago(ON, 80), "disputed", disputed_since=days_ago(ON, 70))
    billed(vela, days_ago(ON, 70), "void", voided_on=days_ago(ON, 60))
    part = billed(vela, days_ago(ON, 22), "part", paid_amount=Decimal(99), paid_on=days_ago(ON, 20))
    billed(vela, days_ago(ON, 5), "young")
    billed(vela, days_ago(ON, -20), "not due")
    row = row_of(vela)
    assert (row["c1_value"], row["c1_row"], row["overdue_since"]) == (22, part.thread, None)


@pytest.mark.parametrize(("late", "value"), [(0, 0), (1, 1)])
def test_on_the_day_it_is_due_nothing_is_overdue(vela: Account, late: int, value: int) -> None:
    billed(vela, days_ago(ON, late))
    assert c1(vela)[1] == value


@pytest.mark.parametrize(("late", "capped"), [(60, False), (61, True)])
def test_more_than_sixty_days_overdue_caps_from_the_sixty_first(
    vela: Account, late: int, capped: bool
) -> None:
    row, found = billed(vela, days_ago(ON, late)), row_of(vela)
    assert found["overdue_since"] == (ON if capped else None)
    assert found["overdue_row"] == row.thread


def test_all_void_is_as_if_never_billed(vela: Account) -> None:
    billed(vela, days_ago(ON, 70), voided_on=days_ago(ON, 60))
    assert c1(vela)[0] == "missing"


def test_what_was_heard_by_hand_grows_old_account_by_account(vela: Account, orchard: Account) -> None:
    known_since(orchard)
    paid = {"paid_amount": Decimal(100), "paid_on": days_ago(ON, 70)}
    billed(vela, days_ago(ON, 70), **paid, told_on=days_ago(ON, 50))
    billed(orchard, days_ago(ON, 70), told_on=days_ago(ON, 3), **paid)
    assert (c1(vela), c1(orchard)) == (("known", 0, 50), ("known", 0, 3))


def test_a_feed_that_speaks_of_anybody_is_alive_for_all_it_speaks_of(vela: Account, orchard: Account) -> None:
    known_since(orchard)
    paid = {"paid_amount": Decimal(100), "paid_on": days_ago(ON, 70), "source": "erp"}
    billed(vela, days_ago(ON, 70), **paid, told_on=days_ago(ON, 50))
    billed(orchard, days_ago(ON, 70), told_on=days_ago(ON, 3), **paid)
    assert (c1(vela), c1(orchard)) == (("known", 0, 3), ("known", 0, 3))


def test_a_payment_heard_of_later_does_not_change_the_day_it_was_not_known(vela: Account) -> None:
    first = billed(vela, days_ago(ON, 40))
    newer(first, days_ago(ON, 2), paid_amount=Decimal(100), paid_on=days_ago(ON, 20))
    assert c1(vela)[:2] == ("known", 0)
    assert c1(vela, closed_day(days_ago(ON, 5)))[:2] == ("known", 35), "it was not known then"
    assert c1(vela, reconstructed(days_ago(ON, 25)))[:2] == ("known", 15), "it was not paid then"
    assert c1(vela, reconstructed(days_ago(ON, 5))) == ("known", 0, 0)


def test_an_invoice_counts_from_the_day_it_was_issued(vela: Account) -> None:
    billed(vela, days_ago(ON, -50), told_on=days_ago(ON, 60))
    assert c1(vela)[0] == "missing"


def test_the_worked_value_scores_as_in_the_methods() -> None:
    from retention.health.cards import STARTER_2

    measure = STARTER_2.measure("C1")
    days = (0, 15, 22, 30, 60, 90, 200)
    assert [interpolate(Fraction(day), measure.points) for day in days] == [100, 80, 66, 50, 10, 0, 0]


def test_entering_paying_and_disputing_move_the_score_at_once(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    rhythm(vela, lena, days_ago(TODAY, 3), 14, 10, contact)
    Touchpoint.objects.update(mood=2)
    refresh_account(account_id=vela.pk, at=NOON)

    def score() -> Decimal | None:
        vela.refresh_from_db()
        return vela.health_score

    before = score()
    due = days_ago(TODAY, 70)
    row = enter_invoice(
        account=vela, by=lena, at=NOON, number="R-1", issued_on=due, due_on=due, amount=Decimal(100)
    )
    assert before is not None and before > 90
    assert (score(), vela.health_band) == (Decimal("50.00"), "watch")
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    (cap,) = fact.caps
    assert (cap.code, cap.since, cap.evidence) == ("overdue", days_ago(TODAY, 9), ("invoice", row.thread))
    said = {item.code: (item.words, item.evidence) for item in fact.measures}
    assert said["C1"] == ("An invoice is 69 days overdue", ("invoice", row.thread))
    disputed = dispute_invoice(invoice=row, since=TODAY, reason="Wrong price", by=lena, at=NOON)
    assert (score() or 0) > 90, "what they contest is not late"
    paid = record_payment(invoice=disputed, paid_on=TODAY, by=lena, at=NOON)
    assert (score() or 0) > 90 and paid.open_amount == 0


def test_a_closed_day_keeps_the_overdue_invoice_as_its_reason(vela: Account) -> None:
    row = billed(vela, days_ago(ON, 75), told_on=days_ago(ON, 10))
    run_day(on=ON, at=NOON)
    kept = HealthSnapshot.objects.get(account=vela, on=ON)
    assert kept.measures["C1"]["row"] == row.thread and kept.measures["C1"]["value"] == 75
    assert kept.caps == [{"code": "overdue", "row": row.thread, "since": str(days_ago(ON, 14))}]
