"""Cohorts and stays from real rows (docs/methods.md, Cohorts, Survival)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import AccountMerger
from retention.metrics.cohorts import AGES, averages, cohort_rows, cohorts, spend_by_tenure
from retention.metrics.questions import Question, ask
from retention.metrics.stays import curve_of, spell_rows
from retention.team.models import Team, User

from .books import TODAY, account, move, steps, year

pytestmark = pytest.mark.django_db
START = date(2024, 2, 10)


def asked(reader: User, as_of: date = date(2026, 2, 10)) -> Question:
    return ask(reader, today=TODAY, as_of=as_of)


def test_a_cell_counts_customers_and_revenue_that_are_left_at_its_age(lena: User, north: Team) -> None:
    steps(account(lena, north), (START, 100), (date(2024, 9, 1), 150))
    steps(account(lena, north), (START, 100), (date(2025, 1, 1), 0))
    (cohort,) = cohorts(asked(lena))
    assert (cohort.name, cohort.size, cohort.revenue) == ("2024 Q1", 2, 200)
    by_age = dict(zip(AGES, cohort.cells, strict=True))
    half = by_age[12]
    assert half is not None
    assert (half.customers, half.revenue, half.kept) == (Decimal("0.5"), Decimal("0.75"), Decimal("0.5"))
    three = by_age[3]
    assert three is not None and three.customers == 1
    rows = cohort_rows(asked(lena), cohort.first, 12, None, 50)
    assert [(row.before, row.after) for row in rows] == [(100, 0), (100, 150)]


def test_a_cell_that_not_every_member_can_have_reached_is_blank(lena: User, north: Team) -> None:
    steps(account(lena, north), (START, 100))
    steps(account(lena, north), (date(2024, 3, 20), 100))
    (cohort,) = cohorts(asked(lena, date(2025, 3, 1)))
    assert [cell is not None for cell in cohort.cells] == [
        True,
        True,
        False,
        False,
        False,
        False,
        False,
        False,
    ]
    (later,) = cohorts(asked(lena, date(2025, 3, 20)))
    assert later.cells[2] is not None
    assert averages([cohort])[2].customers is None and averages([cohort])[1].cohorts == 1


def test_averages_weigh_cohorts_by_their_size(lena: User, north: Team) -> None:
    for _ in range(3):
        steps(account(lena, north), (START, 100))
    steps(account(lena, north), (date(2024, 5, 1), 100), (date(2024, 6, 1), 0))
    table = cohorts(asked(lena))
    assert [cohort.name for cohort in table] == ["2024 Q2", "2024 Q1"]
    assert (averages(table)[0].cohorts, averages(table)[0].customers) == (2, Decimal("0.75"))


def test_stays_are_counted_in_whole_months_and_joined_over_a_short_gap(lena: User, north: Team) -> None:
    steps(account(lena, north), (START, 100), (START + timedelta(days=400), 0))
    short = START + timedelta(days=100)
    steps(account(lena, north), (START, 100), (short, 0), (short + timedelta(days=30), 100))
    long = short + timedelta(days=31)
    steps(account(lena, north), (START, 100), (short, 0), (long, 90))
    found = sorted((spell.months, spell.has_left, spell.number) for spell in curve_of(asked(lena)).spells)
    assert found == [(3, True, 1), (13, True, 1), (19, False, 1), (24, False, 1)]
    assert curve_of(asked(lena)).stay(12) == 0.75
    rows = spell_rows(asked(lena), None, 2)
    assert [row.after for row in [*rows, *spell_rows(asked(lena), rows[-1].place, 9)]] == [24, 19, 13, 3]


def test_a_customer_since_before_our_ledger_enters_late(lena: User, north: Team) -> None:
    old = account(lena, north, customer_since=date(2022, 2, 10))
    steps(old, (START, 100))
    (spell,) = curve_of(asked(lena)).spells
    assert (spell.months, spell.entered, spell.has_left) == (48, 24, False)


def test_spend_by_years_compares_the_same_customers_and_hides_few(lena: User, north: Team) -> None:
    for rise in range(5):
        steps(account(lena, north), (START, 100), (date(2024, 8, 1), 100 + 10 * (rise + 1)))
    steps(account(lena, north), (date(2025, 6, 1), 900))
    first, second = spend_by_tenure(asked(lena))
    assert (first.years, first.customers, first.now, first.at_first) == (1, 5, 130, 100)
    assert second.customers == 5
    few = spend_by_tenure(asked(lena, date(2026, 7, 1)))[0]
    assert few.customers == 6
    account_less = spend_by_tenure(ask(lena, today=TODAY, as_of=date(2026, 2, 10), segment={"tier": "A"}))
    assert account_less == []


def test_nobody_sees_cohorts_of_accounts_of_others(lena: User, nico: User, north: Team) -> None:
    steps(account(lena, north), (START, 100))
    assert cohorts(asked(nico)) == [] and curve_of(asked(nico)).customers == 0


def test_a_merged_customer_is_seen_no_further_and_not_lost(lena: User, ada: User, north: Team) -> None:
    survivor, merged = account(lena, north), account(lena, north)
    on = date(2025, 3, 1)
    steps(survivor, (date(2023, 3, 1), 100))
    move(merged, date(2024, 3, 1), "new", 50)
    move(merged, on, "transfer_out", -50, subkind="merger")
    move(survivor, on, "transfer_in", 50, subkind="merger")
    AccountMerger.objects.create(merged=merged, survivor=survivor, on=on, merged_by=ada)
    curve = curve_of(year(lena))
    assert (curve.customers, curve.left) == (2, 0)
    assert sorted((spell.months, spell.has_left) for spell in curve.spells) == [(12, False), (34, False)]
    assert [(row.after, row.note) for row in spell_rows(year(lena), None, 9)] == [
        (34, "here"), (12, "merged 2025-03-01"),
    ]  # fmt: skip
