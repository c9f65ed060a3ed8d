"""Special contract cases, one test or more for each (docs/methods.md, Contract cases): terms and lines."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.actions import (
    add_break_option,
    add_line,
    add_rate,
    amend_line,
    end_contract,
    remove_break_option,
)
from accounts.arr import arr_from_total, arr_on
from accounts.changes import apply_due_changes
from accounts.ledger import lines_of, rebuild_ledger
from accounts.lines import LinesOverlap
from accounts.models import Account
from retention.lib.accepts import InputRefused
from retention.renewals.models import Renewal
from retention.renewals.notice import NoticeTerms, decide, earliest_exit, next_review, statutory_window
from retention.team.calendars import Calendars
from retention.team.models import User
from tests.accounts.contract_book import END, START, booked, line, product, signed, standing
from tests.cast import NOON, TODAY

D = date


def test_co_termed_add_on_has_full_arr_and_renews_with_its_parent(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(35000))
    bought = D(2026, 7, 16)
    add_on = line(15000, description="Add-on", start_on=bought)
    add_line(contract=contract, line=add_on, by=lena, at=NOON)
    assert arr_from_total(Decimal("8219.18"), bought, bought + timedelta(days=199)) == 15000
    assert booked(vela)[1:] == [(bought, "expansion", "cross_sell", 15000)]
    renewal = Renewal.objects.get(contract=contract)
    assert (renewal.term_end, renewal.atr) == (END, 50000)


def test_early_renewal_and_upsell_in_one_paper_supersedes_the_old_lines(vela: Account, lena: User) -> None:
    wifi, door = product("WIFI"), product("DOOR")
    old = signed(vela, lena, line(10000, product=wifi), line(2000, product=door))
    day = D(2026, 11, 1)
    new = signed(
        vela, lena, line(14000, product=wifi), term_start=day, term_end=D(2027, 10, 31), predecessor=old
    )
    kept, dropped = old.lines.order_by("id")
    assert (kept.end_on, kept.agreed_end_on, kept.superseded_by) == (D(2026, 10, 31), END, new.lines.get())
    assert (dropped.end_on, dropped.superseded_by) == (D(2026, 10, 31), None)
    assert booked(vela)[1:] == [(day, "expansion", "price_uplift", 2000)]
    closed, opened = Renewal.objects.order_by("term_end")
    assert (closed.term_end, closed.atr, closed.is_closed) == (END, 12000, True)
    assert (opened.term_end, opened.atr, opened.is_closed) == (D(2027, 10, 31), 14000, False)


def test_overlapping_lines_without_superseding_are_an_error(vela: Account, lena: User) -> None:
    wifi = product("WIFI")
    signed(vela, lena, line(10000, product=wifi))
    with pytest.raises(LinesOverlap) as refused:
        signed(vela, lena, line(9000, product=wifi), term_start=D(2027, 1, 1), term_end=D(2027, 12, 31))
    assert refused.value.field == "lines"
    assert vela.contracts.count() == 1


def test_lines_with_different_end_dates_have_a_renewal_each(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(6000), line(3000, description="Pilot", end_on=D(2026, 12, 31)))
    ends = Renewal.objects.filter(contract=contract).order_by("term_end")
    assert [(row.term_end, row.atr) for row in ends] == [(D(2026, 12, 31), 3000), (END, 6000)]


def test_multi_year_with_escalators_is_one_line_a_step_and_renews_at_term_end_only(
    vela: Account, lena: User
) -> None:
    rising = line(10000, escalator_pct=Decimal(5))
    contract = signed(vela, lena, rising, term_start=D(2025, 2, 1), term_end=D(2028, 1, 31))
    steps = contract.lines.order_by("start_on")
    assert [(row.start_on, row.arr) for row in steps] == [
        (D(2025, 2, 1), 10000),
        (D(2026, 2, 1), 10500),
        (D(2027, 2, 1), 11025),
    ]
    assert booked(vela) == [
        (D(2025, 2, 1), "new", "", 10000),
        (D(2026, 2, 1), "expansion", "escalator", 500),
    ]
    renewal = Renewal.objects.get(contract=contract)
    assert (renewal.term_end, renewal.atr) == (D(2028, 1, 31), 11025)


def test_a_price_changed_between_two_escalators_rises_from_the_new_price(vela: Account, lena: User) -> None:
    rising = line(10000, escalator_pct=Decimal(10))
    contract = signed(vela, lena, rising, term_end=D(2029, 1, 31))
    first = contract.lines.order_by("start_on")[0]
    amend_line(line=first, effective_on=D(2026, 6, 1), by=lena, at=NOON, recurring_amount=Decimal(20000))
    steps = [(row.start_on, row.arr) for row in contract.lines.order_by("start_on")]
    assert steps[1:] == [(D(2026, 6, 1), 20000), (D(2027, 2, 1), 22000), (D(2028, 2, 1), 24200)]


def test_an_evergreen_line_rises_year_after_year_by_the_calendar(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(10000, escalator_pct=Decimal(10)), term_end=None)
    for year in (2027, 2028):
        apply_due_changes(at=NOON.replace(year=year, month=2, day=1))
    assert [row.arr for row in contract.lines.order_by("start_on")] == [10000, 11000, 12100, 13310]
    assert [row[1:] for row in booked(vela)] == [
        ("new", "", 10000),
        ("expansion", "escalator", 1000),
        ("expansion", "escalator", 1100),
    ]
    assert rebuild_ledger(on=D(2028, 2, 1)) == []


def test_break_option_has_its_own_notice_and_lies_inside_the_term(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(9000), term_end=D(2029, 1, 31))
    option = add_break_option(
        contract=contract, on=D(2027, 12, 31), notice_value=3, notice_unit="months", by=lena, at=NOON
    )
    assert [row.on for row in contract.breaks.all()] == [D(2027, 12, 31)]
    for day, said in ((D(2029, 1, 31), {}), (D(2027, 12, 31), {}), (D(2026, 3, 1), {"notice_value": 400})):
        with pytest.raises(InputRefused):
            add_break_option(contract=contract, on=day, by=lena, at=NOON, **said)
    remove_break_option(option=option, by=lena, at=NOON)
    assert not contract.breaks.exists()


def test_auto_renew_rolls_over_without_a_movement(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(9000), auto_renew=True, notice_value=60)
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    contract.refresh_from_db()
    assert (contract.term_end, len(booked(vela))) == (D(2028, 1, 31), 1)


def test_notice_deadline_takes_the_earliest_reading_and_acts_on_a_business_day(lena: User) -> None:
    calendar = Calendars().of(lena)
    sixty = NoticeTerms(60, "days", "term_end")
    found = decide(D(2026, 12, 31), sixty, auto_renew=True, calendar=calendar)
    assert (found.notice_deadline, found.decision_on) == (D(2026, 11, 1), D(2026, 10, 30))
    assert statutory_window(D(2026, 11, 1)) == (D(2026, 10, 2), D(2026, 10, 17))
    before_renewal = NoticeTerms(3, "months", "renewal_due_on")
    found = decide(D(2026, 12, 31), before_renewal, auto_renew=True, calendar=calendar)
    assert found.notice_deadline == D(2026, 9, 30)


def test_evergreen_has_no_renewal_but_an_earliest_exit_and_a_yearly_review(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(9000), term_end=None, notice_value=90)
    assert contract.is_evergreen
    assert earliest_exit(TODAY, NoticeTerms(90, "days"), Calendars().of(lena)) == D(2027, 2, 21)
    assert next_review(contract.term_start, on=TODAY) == D(2027, 2, 1)
    end_contract(contract=contract, last_day=D(2026, 10, 31), by=lena, at=NOON)
    assert booked(vela)[1:] == [(D(2026, 11, 1), "churn", "evergreen_notice", -9000)]


def test_partial_months_are_priced_by_days_and_a_gap_within_grace_invents_no_churn(
    vela: Account, lena: User
) -> None:
    assert arr_from_total(Decimal("8219.18"), D(2026, 6, 15), D(2026, 12, 31)) == 15000
    signed(vela, lena, line(9000), term_end=D(2026, 8, 31))
    signed(vela, lena, line(9000), term_start=D(2026, 9, 29))
    assert {kind for _, kind, _ in standing(vela)} == {"new", "transfer_out", "transfer_in"}
    assert rebuild_ledger(on=TODAY) == []


def test_contract_currency_change_is_a_transfer_and_only_the_rest_moves(
    vela: Account, ada: User, lena: User
) -> None:
    day = D(2026, 11, 1)
    add_rate(currency="USD", on=D(2026, 10, 30), rate=Decimal("0.8"), by=ada, at=NOON)
    old = signed(vela, lena, line(8000))
    new = signed(vela, lena, line(10500), term_start=day, currency="USD", predecessor=old)
    assert booked(vela)[1:] == [
        (day, "transfer_out", "currency_change", -8000),
        (day, "transfer_in", "currency_change", 10000),
        (day, "expansion", "currency_change", 500),
    ]
    add_rate(currency="USD", on=day, rate=Decimal("0.9"), by=ada, at=NOON)
    assert rebuild_ledger(on=TODAY) == []
    assert arr_on(lines_of([vela.pk])[vela.pk][-1:], day) == new.lines.get().arr


def test_refunds_are_never_arr(vela: Account, lena: User) -> None:
    with pytest.raises(InputRefused) as refused:
        signed(vela, lena, line(-500, description="Refund"))
    assert refused.value.field == "lines.0.recurring_amount"
    signed(vela, lena, line(6000), line(500, description="Goodwill", is_recurring=False))
    usage = line(700, description="Calls", price_model="usage", start_on=START)
    add_line(contract=vela.contracts.get(), line=usage, by=lena, at=NOON)
    assert booked(vela) == [(START, "new", "", 6000)]
