"""What was up for renewal at the opening never moves (docs/methods.md, Renewal rates)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.actions import add_line, amend_line
from accounts.models import Account, Contract
from retention.metrics.frozen import frozen_atr
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.accounts.contract_book import line, product, signed

from .books import known_since, rate, year

pytestmark = pytest.mark.django_db
START, END = date(2024, 11, 1), date(2025, 10, 31)
THEN, SUMMER = (datetime(year, month, 1, 9, tzinfo=UTC) for year, month in ((2024, 11), (2025, 7)))


def sums(reader: User) -> tuple[Decimal | None, Decimal | None]:
    found = frozen_atr(year(reader))
    return found["atr_baseline"].value, found["atr_adjustments"].value


def old_contract(account: Account, by: User, amount: int = 35000, **fields: object) -> Contract:
    return signed(account, by, line(amount), term_start=START, term_end=END, **fields)


def test_an_add_on_after_the_opening_is_a_change_and_leaves_the_baseline(vela: Account, lena: User) -> None:
    contract = old_contract(vela, lena, at=THEN)
    known_since(THEN)
    assert sums(lena) == (35000, 0)
    more = line(15000, description="Add-on", start_on=date(2025, 6, 1))
    add_line(contract=contract, line=more, by=lena, at=SUMMER)
    assert sums(lena) == (35000, 15000)
    rows = frozen_atr(year(lena))["atr_adjustments"].rows()
    assert [(row.name, row.before, row.after) for row in rows] == [("Vela Hotels", 35000, 50000)]
    amend_line(
        line=contract.lines.order_by("id")[0], effective_on=date(2025, 8, 1),
        recurring_amount=Decimal(30000), by=lena, at=SUMMER,
    )  # fmt: skip
    assert sums(lena) == (35000, 10000)


def test_what_is_signed_and_falls_due_inside_the_period_was_not_up_at_its_opening(
    vela: Account, lena: User
) -> None:
    old_contract(vela, lena)
    known_since(THEN)
    late = line(100, description="Pilot")
    signed(vela, lena, late, term_start=date(2025, 3, 1), term_end=date(2025, 8, 31))
    assert sums(lena) == (35000, 100)


def test_a_contract_entered_later_counts_as_first_known(vela: Account, lena: User) -> None:
    contract = old_contract(vela, lena)
    assert sums(lena) == (35000, 0)
    contract.lines.update(arr=1, recurring_amount=1)
    assert frozen_atr(year(lena))["atr_baseline"].value == 35000


def test_steps_and_drafts_are_not_up_for_renewal(vela: Account, lena: User) -> None:
    ramp = product("ramp")
    signed(
        vela, lena, line(10, product=ramp, end_on=date(2025, 4, 30)),
        line(20, product=ramp, start_on=date(2025, 5, 1)), term_start=START, term_end=END,
    )  # fmt: skip
    signed(vela, lena, line(7), term_start=START, term_end=END, activate=False)
    known_since(THEN)
    assert sums(lena) == (20, 0)


def test_a_right_to_leave_counts_on_both_sides_and_a_void_one_on_neither(vela: Account, lena: User) -> None:
    contract = old_contract(vela, lena)
    known_since(THEN)
    own = {"account": vela, "contract": contract, "decision_on": END, "anchor_kind": "act_by"}
    on = {"term_end": date(2025, 5, 31), "renewal_due_on": date(2025, 6, 1)}
    row = Renewal.objects.create(**own, **on, kind="break_option", atr=900, currency="EUR")
    assert sums(lena) == (35900, 0)
    row.stage, row.void_reason, row.closed_on = "void", "duplicate", END
    row.save()
    assert sums(lena) == (35000, 0)


def test_only_what_the_reader_sees_at_the_rates_of_the_first_day(
    vela: Account, lena: User, nico: User
) -> None:
    rate("USD", date(2025, 1, 1), "0.5")
    old_contract(vela, lena, 1000, currency="USD")
    assert sums(lena) == (500, 0)
    assert sums(nico) == (0, 0)
