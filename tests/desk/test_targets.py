"""The page of targets: both halves beside what came of them, and the accounts behind each number."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, ArrMovement
from retention.growth.actions import TargetInput, set_targets
from retention.growth.models import PlanRate, Target
from retention.growth.quarters import quarter_of
from retention.lib.clock import database_now
from retention.team.models import Team, User

from .book import BUDGET, signed_in


@pytest.fixture
def quarter(db: None) -> date:
    """The quarter of the server's day."""
    return quarter_of(database_now().date())


@pytest.fixture
def pair(quarter: date, vela: Account, lena: User, nadia: User) -> Target:
    """Lena keeps 90% of 1,000 and adds 100; she lost 200 and added nothing."""
    long_ago = date(quarter.year - 1, 1, 1)
    for kind, amount, day in (("new", 1000, long_ago), ("contraction", -200, quarter)):
        ArrMovement.objects.create(
            account=vela, kind=kind, amount=Decimal(amount), effective_on=day, currency="EUR"
        )
    keep, grow = TargetInput(fraction=Decimal("0.9")), TargetInput(amount=Decimal(100))
    now = database_now()
    return set_targets(quarter=quarter, owner=lena, retention=keep, growth=grow, by=nadia, at=now)[0]


def test_both_halves_stand_beside_what_came_of_them(pair: Target, lena: User, nadia: User) -> None:
    for user in (lena, nadia):
        words = signed_in(user).get("/team/targets/").content.decode()
        for said in ("Lena Voss", "90%", "€800", "80.0%", "89%", "€100"):
            assert said in words, said
    behind = signed_in(lena).get(f"/team/targets/{pair.pk}/").content.decode()
    assert "Vela Hotels" in behind and "€1,000" in behind and "€800" in behind


def test_a_lead_sets_both_halves_or_neither(quarter: date, lena: User, nadia: User, north: Team) -> None:
    lead, said = signed_in(nadia), {"quarter": quarter.isoformat(), "owner": str(lena.pk)}
    for half in ({"retention": "95%"}, {"growth": "10k"}, {"retention": "lots", "growth": "10k"}):
        answer = lead.post("/team/targets/set/", {**said, **half})
        assert answer.status_code == 422
        assert "data-error-summary" in answer.content.decode()
    both = {"retention": "95%", "growth": "10k"}
    team = {"team": str(north.pk)}
    assert lead.post("/team/targets/set/", {**said, **team, **both}).status_code == 422, "one of the two"
    assert not Target.objects.exists()
    assert lead.post("/team/targets/set/", {**said, **both}).status_code == 302
    rows = {row.kind: (row.fraction, row.amount, row.currency) for row in Target.objects.all()}
    assert rows == {"retention": (Decimal("0.95"), None, ""), "growth": (None, Decimal(10000), "EUR")}


def test_a_change_that_somebody_else_overtook_is_refused(pair: Target, lena: User, nadia: User) -> None:
    lead = signed_in(nadia)
    form = lead.get(f"/team/targets/set/?of={pair.pk}").context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert (said["retention"], said["growth"], said["version"]) == ("90%", "EUR 100.00", 1)
    assert lead.post("/team/targets/set/", {**said, "retention": "91%"}).status_code == 302
    assert lead.post("/team/targets/set/", {**said, "retention": "92%"}).status_code == 409
    pair.refresh_from_db()
    assert pair.fraction == Decimal("0.91")
    assert lead.post(f"/team/targets/{pair.pk}/remove/").status_code == 302
    assert not Target.objects.exists()


def test_who_may_set_and_who_may_only_look(
    pair: Target, lena: User, nico: User, sol: User, ada: User
) -> None:
    assert signed_in(lena).get("/team/targets/set/").status_code == 403
    assert signed_in(lena).post(f"/team/targets/{pair.pk}/remove/").status_code == 403
    assert signed_in(nico).get(f"/team/targets/{pair.pk}/").status_code == 404
    assert "Lena Voss" not in signed_in(nico).get("/team/targets/").content.decode()
    assert signed_in(sol).get(f"/team/targets/{pair.pk}/").status_code == 200
    rate = {"year": "2026", "currency": "USD", "rate": "0.9"}
    assert signed_in(lena).post("/team/targets/plan-rate/", rate).status_code == 403
    assert signed_in(ada).post("/team/targets/plan-rate/", {**rate, "rate": "0"}).status_code == 422
    assert signed_in(ada).post("/team/targets/plan-rate/", rate).status_code == 302
    assert PlanRate.objects.get().rate == Decimal("0.9")


@pytest.mark.parametrize("asked", ["", "soon", "1066-01-01", "9999-12-31", "2026-13-01"])
def test_any_quarter_in_the_address_is_a_page(asked: str, hers: Client) -> None:
    assert hers.get("/team/targets/", {"quarter": asked}).status_code == 200
    assert hers.get("/team/targets/set/", {"of": "x" * 30}).status_code == 403


def test_thirty_targets_cost_as_much_as_one(
    pair: Target, quarter: date, ada: User, lena: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        team = Team.objects.create(name=f"Team {number}")
        keep, grow = TargetInput(fraction=Decimal("0.9")), TargetInput(amount=Decimal(100))
        set_targets(quarter=quarter, team=team, retention=keep, growth=grow, by=ada, at=database_now())
    hers = signed_in(ada)
    with django_assert_max_num_queries(BUDGET):
        hers.get("/team/targets/")
