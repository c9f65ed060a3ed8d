"""Committed revenue: what runs, what is signed, what is known to end (docs/methods.md, CARR)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from accounts.actions import (
    amend_line,
    end_contract,
    record_notice,
    resume_line,
    suspend_line,
)
from accounts.arr import arr_on
from accounts.models import Account, Contract, ContractLine
from retention.metrics.committed import Committed, carr, committed_of
from retention.metrics.questions import Question, ask
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.accounts.contract_book import END, START, line, product, signed
from tests.cast import NOON, TODAY

from .books import known_since, rate

pytestmark = pytest.mark.django_db
LATER = date(2027, 2, 1)


def asked(reader: User, **more: object) -> Question:
    return ask(reader, today=TODAY, **more)  # type: ignore[arg-type]


def committed(account: Account) -> tuple[Decimal, Decimal, Decimal]:
    found = committed_of(account.pk, on=TODAY).get("EUR", Committed(Decimal(0), Decimal(0), Decimal(0)))
    return found.now, found.signed, found.leaving


def test_signed_adds_and_known_to_end_takes_away(vela: Account, lena: User, north: object) -> None:
    other = Account.objects.create(name="Spa", owner=lena, team=north, currency="EUR")
    signed(vela, lena, line(100), line(40, description="Add-on", start_on=date(2027, 1, 1)))
    leaving = signed(other, lena, line(60))
    record_notice(contract=leaving, received_on=TODAY, by=lena, at=NOON)
    found = carr(asked(lena))
    assert (found.value, found.denominator, found.n) == (140, 160, 2)
    assert [(row.name, row.before, row.after) for row in found.rows()] == [
        ("Spa", 60, 0), ("Vela Hotels", 100, 140),
    ]  # fmt: skip
    assert found.rows(found.rows()[0].place) == found.rows()[1:]
    record_notice(contract=leaving, received_on=None, by=lena, at=NOON)
    assert carr(asked(lena)).value == 200


def test_a_term_that_nobody_renewed_or_cancelled_yet_is_still_committed(vela: Account, lena: User) -> None:
    signed(vela, lena, line(100))
    assert committed(vela) == (100, 0, 0)


def test_a_signed_renewal_counts_once_and_what_it_drops_is_known_to_end(vela: Account, lena: User) -> None:
    routes, depot = product("routes"), product("depot")
    old = signed(vela, lena, line(100, product=routes), line(30, product=depot))
    signed(vela, lena, line(110, product=routes), predecessor=old, term_start=LATER, term_end=None)
    assert committed(vela) == (130, 110, 130)
    assert carr(asked(lena)).value == 110


def test_price_steps_count_when_they_begin(vela: Account, lena: User) -> None:
    rising = line(10000, escalator_pct=Decimal(5), product=product("rising"))
    ramp = product("ramp")
    first = line(10, product=ramp, end_on=date(2027, 1, 31))
    second = line(20, product=ramp, start_on=LATER)
    signed(vela, lena, rising, first, second, term_end=date(2029, 1, 31))
    assert committed(vela) == (10010, 0, 0)


def test_a_change_agreed_for_later_counts_as_signed(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(100), downgrade_right=True)
    amend_line(
        line=contract.lines.get(),
        effective_on=date(2027, 1, 1),
        recurring_amount=Decimal(70),
        by=lena,
        at=NOON,
    )
    assert committed(vela) == (100, 70, 100)


def test_what_ends_early_or_is_lost_is_known_to_end(vela: Account, lena: User) -> None:
    ended, lost = signed(vela, lena, line(100)), signed(vela, lena, line(50, description="Other"))
    end_contract(contract=ended, last_day=date(2026, 12, 31), by=lena, at=NOON)
    Renewal.objects.filter(contract=lost).update(stage="lost", closed_on=TODAY)
    assert committed(vela) == (150, 0, 150)
    assert carr(asked(lena, as_of=TODAY - timedelta(days=1))).value == 50


def test_suspended_revenue_is_not_running_and_its_return_is_signed(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(100))
    now = suspend_line(line=contract.lines.get(), starts_on=TODAY, by=lena, at=NOON)
    assert committed(vela) == (0, 0, 0)
    resume_line(suspension=now, on=date(2026, 12, 15), by=lena, at=NOON)
    assert committed(vela) == (0, 100, 0)
    later = signed(vela, lena, line(7, description="Later"))
    suspend_line(line=later.lines.get(), starts_on=date(2026, 12, 1), by=lena, at=NOON)
    assert committed(vela) == (7, 100, 0)


def test_a_draft_is_not_signed_and_neither_is_what_is_signed_later(vela: Account, lena: User) -> None:
    signed(vela, lena, line(10), term_start=LATER, term_end=None, activate=False)
    signed(vela, lena, line(20, description="Later"), term_start=LATER, term_end=None, signed_on=TODAY)
    assert committed(vela) == (0, 20, 0)
    assert carr(asked(lena, as_of=TODAY - timedelta(days=1))).value == 0


def test_each_currency_counts_at_the_rate_of_the_last_day(vela: Account, lena: User) -> None:
    rate("USD", TODAY, "0.5")
    signed(vela, lena, line(100), currency="USD")
    signed(vela, lena, line(80, description="New"), currency="USD", term_start=LATER, term_end=None)
    assert (carr(asked(lena)).value, committed_of(vela.pk, on=TODAY)["USD"].total) == (90, 180)


@pytest.mark.parametrize("seed", range(3))
def test_without_ends_to_come_it_is_what_will_run_when_all_has_begun(
    vela: Account, lena: User, seed: int
) -> None:
    """The oracle adds up the lines on a day when everything that is known has happened."""
    chance = Random(seed)
    for number in range(6):
        start = TODAY + timedelta(days=chance.randint(-300, 300))
        made = signed(
            vela, lena, line(chance.randint(1, 99) * 10, description=f"Item {number}"),
            term_start=start, term_end=None,
        )  # fmt: skip
        if chance.random() < 0.5 and start < TODAY:
            last = TODAY + timedelta(days=chance.randint(0, 400))
            end_contract(contract=made, last_day=last, by=lena, at=NOON)
    lines = ContractLine.objects.filter(contract__account=vela).select_related("contract")
    assert Contract.objects.filter(account=vela).count() == 6
    assert carr(asked(lena)).value == arr_on(lines, TODAY + timedelta(days=2000))
    assert carr(asked(lena)).denominator == arr_on(lines, TODAY)


def test_start_and_end_of_the_book_hold(vela: Account, lena: User) -> None:
    signed(vela, lena, line(100))
    assert (committed_of(vela.pk, on=START - timedelta(days=1))["EUR"].signed) == 100
    assert committed_of(vela.pk, on=END + timedelta(days=1)) == {}


A_PAST_DAY = date(2026, 10, 1)
IN_SPRING = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_past_day_reads_contracts_and_lines_as_it_knew_them(vela: Account, lena: User) -> None:
    cut, given = signed(vela, lena, line(100)), signed(vela, lena, line(60, description="Other"))
    known_since(IN_SPRING)
    end_contract(contract=cut, last_day=date(2026, 12, 31), by=lena, at=NOON)
    record_notice(contract=given, received_on=date(2026, 9, 1), by=lena, at=NOON)
    signed(
        vela, lena, line(7, description="Entered since"), term_start=LATER, term_end=None,
        signed_on=date(2026, 9, 15),
    )  # fmt: skip
    then = carr(asked(lena, as_of=A_PAST_DAY))
    assert (carr(asked(lena)).value, then.value, then.denominator) == (7, 167, 160)
    assert [each.number for each in then.assumed] == [1]
    strict = carr(asked(lena, as_of=A_PAST_DAY, known_at=datetime(2026, 10, 2, tzinfo=UTC)))
    assert (strict.value, strict.assumed) == (160, ())


def test_a_contract_entered_later_counts_by_the_dates_that_it_bears(vela: Account, lena: User) -> None:
    ended = signed(vela, lena, line(100))
    end_contract(contract=ended, last_day=date(2026, 12, 31), by=lena, at=NOON)
    Contract.objects.create(account=vela, reference="Draft", currency="EUR", term_start=START)
    signed(vela, lena, line(30, description="Renewed"), term_start=LATER, term_end=None, entered_on=LATER)
    later = signed(vela, lena, line(5, description="Told"))
    record_notice(contract=later, received_on=A_PAST_DAY, by=lena, at=NOON)
    on_the_day, before = (carr(asked(lena, as_of=A_PAST_DAY - timedelta(days=back))) for back in (0, 1))
    assert (on_the_day.value, before.value, before.denominator) == (100, 105, 105)


def test_a_line_taken_out_since_still_ran_on_the_past_day(vela: Account, lena: User) -> None:
    contract = signed(vela, lena, line(100))
    known_since(IN_SPRING)
    vela.movements.all().delete()
    contract.lines.all().delete()
    assert (carr(asked(lena, as_of=A_PAST_DAY)).value, carr(asked(lena)).value) == (100, 0)
