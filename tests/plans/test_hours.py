"""Hours included and delivered, month by month, and what becomes of too many."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import merge_accounts
from accounts.models import Account, Contract
from contacts.actions import log_touchpoint, withdraw_touchpoint
from contacts.models import NextStep, Touchpoint
from plans.actions.hours import (
    AllowanceOverlaps,
    NotOfThisAccount,
    TimeTakenBack,
    end_allowance,
    log_time,
    restore_time,
    set_allowance,
    withdraw_time,
)
from plans.actions.over_service import DecidedAlready, NotOver, decide_over_service
from plans.models import OverService, ServiceAllowance, ServiceMonth, TimeEntry
from plans.served import open_months, refresh_months
from retention.lib.accepts import InputRefused
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact, make_contract

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def deal(vela: Account) -> Contract:
    return make_contract(vela)


def allow(contract: Contract, by: User, hours: int = 10, **more: Any) -> ServiceAllowance:
    said = {"starts_on": OCTOBER, "list_rate": Decimal(120), **more}
    return set_allowance(contract=contract, minutes=hours * 60, by=by, at=NOON, **said)


def work(account: Account, by: User, minutes: int, on: date = TODAY, **more: Any) -> TimeEntry:
    return log_time(account=account, minutes=minutes, worked_on=on, text="Report", by=by, at=NOON, **more)


def call(account: Account, by: User, minutes: int) -> Touchpoint:
    return log_touchpoint(
        account=account, contacts=[make_contact(account)], channel="call", happened_at=NOON, minutes=minutes,
        by=by, at=NOON,
    )  # fmt: skip


def months(account: Account) -> dict[date, tuple[int, int, int]]:
    rows = ServiceMonth.objects.filter(account=account).order_by("month")
    return {row.month: (row.allowed, row.delivered, row.over) for row in rows}


def test_a_month_counts_touchpoints_and_work_but_not_our_own_thinking(
    vela: Account, deal: Contract, lena: User
) -> None:
    call(vela, lena, 30)
    allow(deal, lena)
    work(vela, lena, 600)
    work(vela, lena, 60, kind="customer")
    work(vela, lena, 240, kind="strategy")
    work(vela, lena, 240, kind="internal")
    spoken = call(vela, lena, 45)
    assert months(vela) == {OCTOBER: (600, 0, 0), NOVEMBER: (600, 735, 135)}
    withdraw_touchpoint(touchpoint=spoken, by=lena, at=NOON)
    assert months(vela)[NOVEMBER] == (600, 690, 90)
    assert refresh_months(on=TODAY) == 0


def test_time_taken_back_does_not_count_until_it_is_put_back(
    vela: Account, deal: Contract, lena: User
) -> None:
    allow(deal, lena)
    entry = withdraw_time(entry=work(vela, lena, 90), by=lena, at=NOON)
    assert months(vela)[NOVEMBER] == (600, 0, 0)
    with pytest.raises(TimeTakenBack):
        withdraw_time(entry=entry, by=lena, at=NOON)
    restore_time(entry=entry, by=lena, at=NOON)
    assert months(vela)[NOVEMBER] == (600, 90, 0)


def test_allowances_of_all_contracts_add_up_and_a_new_one_ends_the_one_before(
    vela: Account, deal: Contract, lena: User
) -> None:
    first = allow(deal, lena)
    allow(make_contract(vela), lena, hours=5)
    allow(deal, lena, hours=20, starts_on=TODAY)
    first.refresh_from_db()
    assert first.ends_on == date(2026, 10, 31)
    assert months(vela) == {OCTOBER: (900, 0, 0), NOVEMBER: (1500, 0, 0)}
    with pytest.raises(AllowanceOverlaps, match="From November 2026 on"):
        allow(deal, lena, starts_on=OCTOBER)
    open_months(NOON + timedelta(days=10), 500)
    assert months(vela)[DECEMBER] == (1500, 0, 0)


def test_an_allowance_ends_with_a_month(vela: Account, deal: Contract, lena: User) -> None:
    row = end_allowance(allowance=allow(deal, lena), ends_on=date(2026, 10, 7), by=lena, at=NOON)
    assert row.ends_on == date(2026, 10, 31)
    assert months(vela) == {OCTOBER: (600, 0, 0)}
    with pytest.raises(InputRefused, match="before it began"):
        end_allowance(allowance=row, ends_on=date(2026, 9, 1), by=lena, at=NOON)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"text": " "}, "text"),
        ({"kind": "fun"}, "kind"),
        ({"worked_on": TODAY + timedelta(days=1)}, "worked_on"),
        ({"worked_on": TODAY - timedelta(days=400)}, "worked_on"),
    ],
)
def test_time_that_cannot_be_is_refused_by_name(vela: Account, lena: User, said: Any, field: str) -> None:
    whole: dict[str, Any] = {"minutes": 30, "worked_on": TODAY, "text": "Report", **said}
    with pytest.raises(InputRefused) as refusal:
        log_time(account=vela, by=lena, at=NOON, **whole)
    assert refusal.value.field == field
    assert not TimeEntry.objects.exists()


def test_only_who_may_enters_hours(
    vela: Account, deal: Contract, lena: User, nadia: User, nico: User, sol: User
) -> None:
    work(vela, sol, 15)
    assert work(vela, nadia, 15, user=lena).user == lena
    for other in (sol, nico):
        with pytest.raises(PermissionDenied):
            work(vela, other, 15, user=lena)
        with pytest.raises(PermissionDenied):
            allow(deal, other)
    with pytest.raises(PermissionDenied):
        work(vela, nico, 15)
    elsewhere = make_contract(Account.objects.create(name="Other", owner=lena, currency="EUR"))
    with pytest.raises(NotOfThisAccount):
        work(vela, lena, 15, contract=elsewhere)


def test_goodwill_enters_the_value_log_and_a_bill_becomes_a_step(
    vela: Account, deal: Contract, lena: User
) -> None:
    allow(deal, lena, hours=1)
    work(vela, lena, 90, on=OCTOBER)
    work(vela, lena, 150)
    said: dict[str, Any] = {"account": vela, "note": "Their audit", "by": lena, "at": NOON}
    given = decide_over_service(month=OCTOBER, decision="goodwill", **said)
    assert (given.over, given.amount, given.currency) == (30, Decimal("60.00"), "EUR")
    assert given.goodwill is not None and given.goodwill.list_value == Decimal("60.00")
    billed = decide_over_service(month=TODAY, decision="bill", **said)
    assert NextStep.objects.get() == billed.step
    assert (
        billed.step is not None
        and billed.step.text == "Bill 1.5 hours beyond those included in November 2026"
    )
    with pytest.raises(DecidedAlready):
        decide_over_service(month=OCTOBER, decision="swap", **said)
    with pytest.raises(NotOver):
        decide_over_service(month=DECEMBER, decision="swap", **said)


def test_what_was_decided_keeps_its_figures_and_a_missing_rate_is_unknown(
    vela: Account, deal: Contract, lena: User
) -> None:
    allow(deal, lena, hours=1, list_rate=None)
    work(vela, lena, 90)
    decided = decide_over_service(account=vela, month=TODAY, decision="swap", note="x", by=lena, at=NOON)
    work(vela, lena, 60)
    decided.refresh_from_db()
    assert (decided.delivered, decided.amount, decided.currency) == (90, None, "")


def test_hours_go_with_a_merged_account(vela: Account, deal: Contract, lena: User, north: Team) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, currency="EUR")
    allow(deal, lena, hours=1)
    work(vela, lena, 90)
    decide_over_service(account=vela, month=TODAY, decision="swap", note="x", by=lena, at=NOON)
    merge_accounts(merged=vela, survivor=group, on=TODAY, by=lena, at=NOON)
    assert not months(vela) and months(group)[NOVEMBER] == (60, 90, 30)
    assert OverService.objects.get().account == group
    assert refresh_months(on=TODAY) == 0
