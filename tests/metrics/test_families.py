"""An account family as one customer (docs/methods.md, Account families)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import Account
from retention.metrics.bridge import bridge
from retention.metrics.cohorts import cohorts
from retention.metrics.concentration import concentration
from retention.metrics.kept import FRACTIONS, kept
from retention.metrics.losses import losses_by_way
from retention.metrics.positions import totals_by
from retention.metrics.products import product_grr
from retention.metrics.questions import FAMILY, Question, SegmentRefused, ask
from retention.metrics.stays import curve_of
from retention.team.models import Team, User

from ..factories import make_contract
from .books import LAST, LONG_AGO, TODAY, account, known_since, steps, year

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(lena: User, north: Team) -> dict[str, Account]:
    """A holding of 100 with two subsidiaries: one of 50 that leaves, one that comes with 30; and one of 50
    that leaves alone."""
    tiers = {"Holding": "A", "Leaves": "C", "Comes": "C", "Alone": "C"}
    made = {name: account(lena, north, name=name, tier=tier) for name, tier in tiers.items()}
    for name in ("Leaves", "Comes"):
        made[name].parent = made["Holding"]
        made[name].save(update_fields=["parent"])
    steps(made["Holding"], (LONG_AGO, 100))
    steps(made["Leaves"], (LONG_AGO, 50), (date(2025, 6, 1), 0))
    steps(made["Comes"], (date(2025, 6, 20), 30))
    steps(made["Alone"], (LONG_AGO, 50), (date(2025, 6, 1), 0))
    return made


def families(reader: User, **more: object) -> Question:
    return year(reader, unit=FAMILY, **more)


def test_a_family_that_goes_on_kept_its_logo_and_lost_what_it_pays_less(
    lena: User, family: dict[str, Account]
) -> None:
    alone, together = year(lena), families(lena)
    assert [kept(alone, code).value for code in ("logo", "grr")] == [Decimal(1) / 3, Decimal("0.5")]
    assert [kept(together, code).value for code in ("logo", "grr")] == [Decimal("0.5"), Decimal("0.65")]
    assert (kept(together, "nrr").numerator, kept(together, "nrr").denominator) == (130, 200)
    rows = kept(together, "grr").rows()
    assert [(row.name, row.before, row.after) for row in rows] == [("Alone", 50, 0), ("Holding", 150, 130)]


def test_what_comes_and_goes_inside_a_family_is_growth_and_shrinking(
    lena: User, family: dict[str, Account]
) -> None:
    by_account, by_family = bridge(year(lena)), bridge(families(lena))
    assert (by_account["churn"], by_account["new"]) == (-100, 30)
    assert (by_family["churn"], by_family["contraction"]) == (-50, -50)
    assert (by_family["new"], by_family["expansion"]) == (0, 30)
    assert (by_family.opening, by_family.closing) == (by_account.opening, by_account.closing) == (200, 130)
    assert {loss.label: loss.arr for loss in losses_by_way(families(lena))} == {
        "Left": 50, "Smaller: unit dropped": 50,
    }  # fmt: skip


def test_one_who_sees_a_part_of_the_family_counts_that_part(
    lena: User, nico: User, ada: User, family: dict[str, Account]
) -> None:
    for name in ("Leaves", "Comes"):
        Account.objects.filter(pk=family[name].pk).update(owner=nico, team=None)
    seen = kept(families(nico), "grr")
    assert [(row.name, row.before, row.after) for row in seen.rows()] == [("Leaves", 50, 30)]
    assert kept(families(ada), "logo").n == 2


def test_a_family_is_in_the_part_of_its_parent(lena: User, family: dict[str, Account]) -> None:
    asked = families(lena, segment={"tier": "A"})
    parts = {part.part: part for part in totals_by(families(lena), "tier")}
    assert kept(asked, "grr").denominator == parts["A"]["cohort_arr"] == 150
    assert kept(families(lena, segment={"tier": "C"}), "grr").denominator == 50


def test_every_figure_can_be_asked_by_family(lena: User, family: dict[str, Account]) -> None:
    asked = families(lena, segment={"tier": "A"})
    assert {kept(asked, code).code for code in FRACTIONS} == set(FRACTIONS)
    make_contract(family["Alone"], start=LONG_AGO, end=None, arr=Decimal(9), state="active")
    few = concentration(asked)
    assert (few.customers, few.products) == (1, ())
    assert [each.arr for each in concentration(families(lena)).products] == [9]
    assert product_grr(asked).n == 0
    assert [cohort.size for cohort in cohorts(asked)] == [1]
    curve = curve_of(families(lena))
    assert (curve.customers, curve.left) == (2, 1)


def test_without_families_both_ways_of_counting_agree(lena: User, north: Team) -> None:
    for number in range(4):
        steps(account(lena, north), (LONG_AGO, 100), (date(2025, 3 + number, 1), 40 * number))
    for code in FRACTIONS:
        assert kept(year(lena), code) == kept(families(lena), code)
    assert bridge(year(lena)).steps == bridge(families(lena)).steps


def test_a_past_day_counts_families_as_they_were(lena: User, family: dict[str, Account]) -> None:
    known_since(datetime(2025, 1, 1, tzinfo=UTC))
    Account.objects.filter(pk=family["Comes"].pk).update(parent=None)
    Account.objects.filter(pk=family["Alone"].pk).update(parent=family["Holding"])
    assert kept(families(lena), "grr").numerator == 130
    assert concentration(families(lena)).customers == 1
    today = ask(lena, today=LAST, as_of=LAST, start=date(2025, 1, 1), unit=FAMILY)
    assert (kept(today, "grr").numerator, concentration(today).customers) == (100, 2)


def test_another_unit_is_refused(lena: User) -> None:
    with pytest.raises(SegmentRefused):
        ask(lena, today=TODAY, as_of=LAST, unit="planet")
