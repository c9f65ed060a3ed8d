"""Kept revenue, per customer from end points (docs/methods.md, Kept revenue)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Account, AccountMerger
from retention.metrics.bridge import bridge
from retention.metrics.kept import FRACTIONS, companions, kept
from retention.metrics.metric import LeftOut, Metric
from retention.metrics.positions import totals, totals_by
from retention.metrics.questions import PeriodRefused, SegmentRefused, ask
from retention.team.models import Team, User

from .books import (
    FIRST,
    LAST,
    LONG_AGO,
    TODAY,
    account,
    from_to,
    move,
    rate,
    six_customers,
    steps,
    year,
)

pytestmark = pytest.mark.django_db


def rounded(metric: Metric) -> str:
    return "–" if metric.value is None else f"{metric.value:.4f}"


def test_the_six_customers_keep_what_the_vector_says(lena: User, north: Team) -> None:
    six_customers(lena, north)
    asked = year(lena)
    gross, net, logo = (kept(asked, code) for code in ("grr", "nrr", "logo"))
    assert (rounded(gross), gross.numerator, gross.denominator, gross.n) == ("0.7241", 420, 580, 5)
    assert (rounded(net), net.numerator) == ("0.8276", 480)
    assert (logo.numerator, logo.denominator) == (3, 5)
    assert gross.definition_version and gross.as_of == LAST and "first day" in gross.currency_mode


def test_a_pause_within_the_grace_keeps_the_customer(lena: User, north: Team) -> None:
    made = six_customers(lena, north)
    made["E"].movements.filter(amount__gt=0, effective_on__gt=FIRST).update(effective_on=date(2025, 5, 31))
    asked = year(lena)
    assert [rounded(kept(asked, code)) for code in ("grr", "nrr", "logo")] == ["0.8621", "0.9828", "0.8000"]


def test_a_rise_and_fall_is_a_loss_by_movements_and_none_by_end_points(lena: User, north: Team) -> None:
    one = account(lena, north)
    steps(one, (LONG_AGO, 100), (date(2025, 3, 1), 150), (date(2025, 9, 1), 100))
    asked = year(lena)
    assert kept(asked, "grr").value == 1
    assert kept(asked, "gross_loss_rate").value == Decimal("0.5")


def test_nothing_to_divide_by_is_no_number(lena: User, north: Team) -> None:
    asked = year(lena)
    assert {kept(asked, code).value for code in FRACTIONS} == {None}


def test_rates_count_customers_of_the_first_day_only(lena: User, north: Team) -> None:
    six_customers(lena, north)
    late = account(lena, north)
    steps(late, (date(2025, 2, 1), 40), (date(2025, 3, 1), 60), (date(2025, 4, 1), 0))
    down = from_to(100, 100, owner=lena, team=north)
    move(down, date(2025, 6, 1), "contraction", -10, subkind="downgrade")
    asked = year(lena)
    found = {code: kept(asked, code) for code in FRACTIONS}
    assert found["churn_rate"].numerator == 50 + 80
    assert found["contraction_rate"].numerator == 30 + 10
    assert found["downgrade_rate"].numerator == 10
    assert found["expansion_rate"].numerator == 60
    assert {
        found[f"{name}_rate"].denominator for name in ("churn", "contraction", "downgrade", "expansion")
    } == {680}
    won, lost = Decimal(70 + 40 + 90 + 60 + 20), Decimal(50 + 80 + 60 + 30 + 10)
    assert found["quick_ratio"].value == won / lost
    assert (found["in_period_churn"].numerator, found["in_period_churn"].n) == (1, 2)


def test_insolvent_customers_and_agreed_rises_have_figures_without_them(lena: User, north: Team) -> None:
    from_to(100, 100, owner=lena, team=north)
    broke = account(lena, north)
    move(broke, LONG_AGO, "new", 100)
    move(broke, date(2025, 6, 1), "churn", -100, subkind="insolvency")
    riser = account(lena, north)
    move(riser, LONG_AGO, "new", 200)
    move(riser, date(2025, 6, 1), "expansion", 6, subkind="escalator")
    asked = year(lena)
    solvent = kept(asked, "grr_ex_insolvency")
    assert (solvent.value, solvent.denominator) == (1, 300)
    assert solvent.excluded == (LeftOut("insolvent", 1),)
    assert kept(asked, "nrr").numerator == 306
    assert kept(asked, "nrr_ex_escalator").numerator == 300


def test_rate_moves_are_neither_growth_nor_loss(lena: User, north: Team) -> None:
    rate("USD", FIRST, "0.9")
    rate("USD", LAST, "0.5")
    one = account(lena, north)
    steps(one, (LONG_AGO, 100), currency="USD")
    gross = kept(year(lena), "grr")
    assert (gross.value, gross.denominator) == (1, 90)


def test_an_account_without_exchange_rate_is_left_out_and_counted(lena: User, north: Team) -> None:
    from_to(100, 50, owner=lena, team=north)
    steps(account(lena, north), (LONG_AGO, 100), currency="CHF")
    gross = kept(year(lena), "grr")
    assert (gross.value, gross.n) == (Decimal("0.5"), 1)
    assert gross.excluded == (LeftOut("no exchange rate", 1),)


def test_a_figure_as_it_was_known_then_leaves_out_what_came_later(lena: User, north: Team) -> None:
    one = account(lena, north)
    move(one, LONG_AGO, "new", 100, known_on=LONG_AGO)
    move(one, date(2025, 6, 1), "churn", -100, known_on=date(2026, 2, 1))
    then = datetime(2026, 1, 2, tzinfo=UTC)
    assert kept(year(lena), "grr").value == 0
    assert kept(year(lena, known_at=then), "grr").value == 1


def test_a_segment_is_what_accounts_were_on_the_first_day(lena: User, north: Team) -> None:
    shrunk = from_to(100, 20, owner=lena, team=north, tier="A")
    from_to(100, 100, owner=lena, team=north, tier="B")
    rows = shrunk.audit_rows.all()  # type: ignore[attr-defined]
    assert rows.count() == 1
    Account.objects.filter(pk=shrunk.pk).update(tier="B")
    by_tier = {each.part: each["kept"] for each in totals_by(year(lena), "tier")}
    assert by_tier == {"A": 20, "B": 100}
    assert kept(year(lena, segment={"tier": "A"}), "grr").value == Decimal("0.2")


def test_parts_add_up_to_the_whole(lena: User, north: Team) -> None:
    six_customers(lena, north)
    from_to(80, 70, owner=lena, team=north, country="DE")
    asked = year(lena)
    whole = totals(asked)
    for dimension in ("tier", "team", "country", "sector"):
        parts = totals_by(asked, dimension)
        assert sum(each["kept"] for each in parts) == whole["kept"]
        assert sum(each.count("cohort") for each in parts) == whole.count("cohort")


def test_rows_add_up_to_their_figure_and_page_without_repeating(lena: User, north: Team) -> None:
    six_customers(lena, north)
    asked = year(lena)
    for code in ("grr", "nrr", "churn_rate", "gross_loss_rate", "quick_ratio"):
        metric = kept(asked, code)
        rows = metric.rows()
        assert sum(row.after for row in rows) == metric.numerator, code
        first = metric.rows(limit=2)
        assert [*first, *metric.rows(first[-1].place)] == rows, code
    assert sum(row.before for row in kept(asked, "grr").rows()) == 580
    assert kept(asked, "grr").rows()[0].name == "E"


def test_each_reader_sees_figures_of_their_own_accounts(
    lena: User, nico: User, nadia: User, ada: User, sol: User, north: Team, south: Team
) -> None:
    from_to(100, 100, owner=lena, team=north)
    from_to(100, 0, owner=nico, team=south)
    found = {reader.name: kept(year(reader), "grr").value for reader in (lena, nico, nadia, ada, sol)}
    half = Decimal("0.5")
    assert found == {"Lena Voss": 1, "Nico Brand": 0, "Nadia Reyes": 1, "Ada Lovell": half, "Sol Iwu": half}
    assert [row.name for row in kept(year(nico), "grr").rows()] == [
        row.name for row in kept(year(ada), "churn_rate").rows()
    ]


def test_somebody_who_left_sees_nothing(lena: User, north: Team) -> None:
    from_to(100, 100, owner=lena, team=north)
    lena.is_active = False
    assert kept(year(lena), "grr").n == 0


def test_few_customers_have_companions(lena: User, north: Team) -> None:
    six_customers(lena, north)
    net = kept(year(lena), "nrr")
    beside = companions(year(lena), net)
    assert beside is not None
    assert beside.median == Decimal("0.8")  # 0, 0, 0.8, 1, 1.3
    assert beside.without_largest == Decimal(480 - 260) / (580 - 200)


@pytest.mark.parametrize(
    "more",
    [
        {"as_of": TODAY + timedelta(days=1)},
        {"months": 0},
        {"months": 500},
        {"start": TODAY},
        {"as_of": date(1900, 1, 1)},
    ],
)
def test_days_that_are_no_past_period_are_refused(lena: User, more: dict[str, object]) -> None:
    with pytest.raises(PeriodRefused):
        ask(lena, today=TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("segment", [{"mood": "A"}, {"tier": "Z"}, {"team": "x"}, {"sector": "\x00"}])
def test_parts_that_are_none_are_refused(lena: User, segment: dict[str, str]) -> None:
    with pytest.raises(SegmentRefused):
        ask(lena, today=TODAY, segment=segment)


def test_parked_revenue_is_not_lost(lena: User, north: Team) -> None:
    late, suspended = account(lena, north), account(lena, north)
    for one, subkind in ((late, "late_renewal"), (suspended, "suspended")):
        move(one, LONG_AGO, "new", 100)
        move(one, LAST - timedelta(days=10), "transfer_out", -100, subkind=subkind)
    assert kept(year(lena), "grr").value == 1
    assert kept(year(lena), "logo").value == 1
    assert bridge(year(lena))["transfers"] == -200


def test_customers_that_merged_are_one_customer(lena: User, nico: User, ada: User, north: Team) -> None:
    survivor, merged = account(lena, north), account(nico)
    move(survivor, LONG_AGO, "new", 100)
    move(merged, LONG_AGO, "new", 50)
    move(merged, date(2025, 6, 1), "transfer_out", -50, subkind="merger")
    move(survivor, date(2025, 6, 1), "transfer_in", 50, subkind="merger")
    AccountMerger.objects.create(merged=merged, survivor=survivor, on=date(2025, 6, 1), merged_by=ada)
    for reader in (ada, lena):
        asked = year(reader)
        assert (kept(asked, "grr").value, kept(asked, "grr").denominator, kept(asked, "logo").n) == (
            1,
            150,
            1,
        )
    assert kept(year(nico), "grr").n == 0
    before = ask(ada, today=TODAY, as_of=date(2025, 5, 1), start=FIRST)
    assert kept(before, "logo").n == 2
