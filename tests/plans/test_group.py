"""The plan of a parent and those of its group: who stands there, how far they are, what somebody may see."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from plans.actions.measuring import add_key_result, measure_key_result
from plans.group import GroupRow, group_of
from plans.models import AccountPlan
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.desk.book import signed_in
from tests.security.makers_plans import agreed_target

from .plan_book import draft, objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(vela: Account, lena: User, north: Team) -> dict[str, Account]:
    """Vela Hotels above a spa with a plan, and the spa above a key account without; a house of Nico's too."""
    own = {"owner": lena, "team": north, "currency": "EUR"}
    spa = Account.objects.create(name="Vela Spa", tier="C", parent=vela, arr=300, **own)
    boats = Account.objects.create(name="Vela Boats", tier="B", parent=spa, arr=200, **own)
    return {"spa": spa, "boats": boats}


def measured(account: Account, by: User, weight: int, current: int) -> AccountPlan:
    """A plan with one objective from 40 to 20 that stands at *current*."""
    plan = draft(account, by)
    aim = objective(plan, by, weight=weight)
    row = add_key_result(objective=aim, by=by, at=NOON, name="Empty rooms", baseline=40, target=20)
    measure_key_result(key_result=row, value=Decimal(current), on=TODAY, by=by, at=NOON)
    return plan


def of(account: Account, user: User) -> dict[str, GroupRow]:
    return {row.account.name: row for row in group_of(account, user).rows}


def test_a_group_counts_plans_progress_targets_and_revenue_of_every_level(
    vela: Account, harbour: dict[str, Account], lena: User
) -> None:
    spa = harbour["spa"]
    plan = measured(spa, lena, weight=2, current=25)
    agreed_target(spa, lena)
    group = group_of(vela, lena)
    assert [row.account.name for row in group.rows] == ["Vela Boats", "Vela Spa"]
    assert (group.planned, group.lacking, group.targets, group.objectives) == (1, 1, 1, 1)
    assert group.revenue == (("EUR", Decimal(500)),)
    rows = of(vela, lena)
    assert rows["Vela Boats"].lacks_a_plan and rows["Vela Boats"].progress.value is None
    assert (rows["Vela Spa"].plan, rows["Vela Spa"].progress.value) == (plan, Decimal("0.75"))
    assert rows["Vela Spa"].full is not None and rows["Vela Spa"].full.required == 4
    measured(harbour["boats"], lena, weight=1, current=40)
    assert group_of(vela, lena).progress.value == Decimal("0.5")
    assert group_of(vela, lena).lacking == 0


def test_the_plan_that_runs_goes_before_a_newer_draft(
    vela: Account, harbour: dict[str, Account], lena: User
) -> None:
    spa = harbour["spa"]
    first = draft(spa, lena, title="Runs")
    objective(first, lena)
    runs = {"state": "active", "approved_on": TODAY, "approved_by": lena}
    AccountPlan.objects.filter(pk=first.pk).update(**runs)
    draft(spa, lena, title="Next", period_start=TODAY + timedelta(days=200))
    assert of(vela, lena)["Vela Spa"].plan == first


def test_who_does_not_see_an_account_is_not_told_of_it_on_page_or_sums(
    vela: Account, harbour: dict[str, Account], lena: User, nico: User, orchard: Account
) -> None:
    Account.objects.filter(pk=orchard.pk).update(parent=harbour["spa"], arr=7)
    plan = draft(vela, lena)
    assert "Orchard & Vine" not in of(vela, lena)
    assert group_of(vela, lena).revenue == (("EUR", Decimal(500)),)
    assert list(of(vela, nico)) == ["Orchard & Vine"], "what stands between hides nothing that he sees"
    hers = signed_in(lena)
    page = hers.get(f"/plans/{plan.pk}/group/").content.decode()
    assert "Vela Boats" in page and "No plan" in page and "Orchard" not in page
    assert "0 of 2" in page
    assert signed_in(nico).get(f"/plans/{plan.pk}/group/").status_code == 404
    assert "Plans of the group" in hers.get(f"/plans/{plan.pk}/").content.decode()


def test_an_account_alone_offers_no_group_and_its_page_says_so(vela: Account, lena: User) -> None:
    plan, hers = draft(vela, lena), signed_in(lena)
    assert "Plans of the group" not in hers.get(f"/plans/{plan.pk}/").content.decode()
    assert "stands below this account" in hers.get(f"/plans/{plan.pk}/group/").content.decode()


def test_a_long_group_asks_no_more_than_a_short_one(
    vela: Account, harbour: dict[str, Account], lena: User, north: Team, django_assert_max_num_queries: object
) -> None:
    Account.objects.bulk_create(
        Account(name=f"Vela {number}", parent=vela, owner=lena, team=north) for number in range(30)
    )
    plan, client = draft(vela, lena), Client()
    client.force_login(lena)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        assert client.get(f"/plans/{plan.pk}/group/").status_code == 200
