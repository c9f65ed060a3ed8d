"""What to do with a customer next: by how they are, and whether an opening is ready."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, Product
from plans.actions.whitespace import set_cell
from plans.models import WhitespaceCell, WhitespacePlay
from retention.growth.actions.expansion import ExpansionBlocked, start_expansion
from retention.growth.advising import advice_for, advice_lines, why_blocked, with_advice
from retention.growth.recommending import Reason, advice_of, recommend
from retention.health.models import HealthSnapshot
from retention.team.models import User
from retention.team.visibility import keep_reach
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def cell(vela: Account, lena: User) -> WhitespaceCell:
    product = Product.objects.create(code="fleet", name="Fleet")
    changes = {"state": "open", "need": "By hand", "sponsor": make_contact(vela), "timing": "Spring"}
    return set_cell(account=vela, product=product, by=lena, at=NOON, changes=changes)


@pytest.mark.parametrize(
    ("band", "is_ready", "advice"),
    [
        ("healthy", True, "expand"), ("healthy", False, "nurture"), ("watch", True, "recover_first"),
        ("at_risk", True, "recover_first"), ("watch", False, "recover"), ("at_risk", False, "recover"),
        ("unknown", True, "discover"), ("unknown", False, "discover"),
    ],
)  # fmt: skip
def test_the_list_and_the_formula_advise_the_same(
    band: str, is_ready: bool, advice: str, vela: Account, cell: WhitespaceCell
) -> None:
    Account.objects.filter(pk=vela.pk).update(health_band=band)
    if not is_ready:
        WhitespaceCell.objects.update(need="")

    assert advice_of(band, is_ready=is_ready) == advice
    assert (
        with_advice(Account.objects.filter(pk=vela.pk), on=TODAY).values_list("advice", flat=True)[0]
        == advice
    )


def test_the_three_strongest_reasons_stand_first_and_nothing_missing_is_said_twice() -> None:
    reasons = [Reason("weak", 1), Reason("band", 60), Reason("opening", 50), Reason("driver", 12)]
    found = recommend(band="healthy", is_ready=True, reasons=reasons, missing=["budget", "budget", "fit"])

    assert (found.reasons, found.missing) == (("band", "opening", "driver"), ("budget", "fit"))


def test_an_account_says_its_opening_and_what_is_missing(
    vela: Account, cell: WhitespaceCell, lena: User
) -> None:
    vela.health_band = "healthy"
    advised = advice_for(vela, lena, None, on=TODAY)

    assert (advised.recommendation.advice, advised.cell, advised.blocked) == ("expand", cell, "")
    assert advised.recommendation.reasons[1] == "Fleet is ready: 6 of 10."
    assert len(advised.recommendation.reasons) == 3
    assert {"a score", "no budget known", "not known whether it fits"} <= set(advised.recommendation.missing)


def test_two_weeks_after_the_last_day_at_risk_a_play_may_begin(vela: Account) -> None:
    def kept(days: int) -> None:
        HealthSnapshot.objects.create(
            account=vela, on=TODAY - timedelta(days=days), computed_at=NOON, card_version=1, band="at_risk",
            score=Decimal(20), capped_score=Decimal(20), coverage=Decimal(1), measures=[],
        )  # fmt: skip

    vela.health_band = "watch"
    kept(14)
    assert why_blocked(vela, on=TODAY) == ""
    kept(13)
    assert "within the last two weeks" in why_blocked(vela, on=TODAY)
    vela.health_band = "unknown"
    assert "find out first" in why_blocked(vela, on=TODAY)


def test_only_a_lead_lets_a_play_begin_in_trouble_and_says_why(
    vela: Account, cell: WhitespaceCell, lena: User, nadia: User, nico: User
) -> None:
    Account.objects.filter(pk=vela.pk).update(health_band="at_risk")
    said: dict[str, Any] = {
        "cell": cell,
        "owner": lena,
        "reason": "x",
        "target_on": TODAY,
        "step": "y",
        "step_on": TODAY,
    }
    with pytest.raises(PermissionDenied):
        start_expansion(**said, by=nico, at=NOON)
    for by, why in ((lena, "They asked"), (nadia, "")):
        with pytest.raises(ExpansionBlocked):
            start_expansion(**said, by=by, at=NOON, allowed_reason=why)
    assert not WhitespacePlay.objects.exists()
    play = start_expansion(**said, by=nadia, at=NOON, allowed_reason="Their budget ends")
    assert (play.allowed_by, play.allowed_reason) == (nadia, "Their budget ends")


def test_four_customers_land_in_four_squares_and_the_sums_are_those_of_the_list(
    vela: Account, cell: WhitespaceCell, lena: User, django_assert_num_queries: Any
) -> None:
    team, product = vela.team, cell.product
    rows = {("healthy", True): vela}
    for band, is_ready in (("healthy", False), ("at_risk", True), ("at_risk", False), ("unknown", True)):
        made = Account.objects.create(name=f"{band} {is_ready}", owner=lena, team=team)
        rows[band, is_ready] = made
        if is_ready:
            more = {"state": "open", "need": "By hand", "sponsor": make_contact(made), "timing": "Spring"}
            set_cell(account=made, product=product, by=lena, at=NOON, changes=more)
    for (band, _), row in rows.items():
        Account.objects.filter(pk=row.pk).update(health_band=band, arr_base=1000)
    WhitespaceCell.objects.update(looked_on=TODAY)
    seen = with_advice(Account.objects.visible_to(lena).customers(), on=TODAY)
    told = dict(seen.values_list("name", "advice"))

    assert told["Vela Hotels"] == "expand" and told["healthy False"] == "nurture"
    assert told["at_risk True"] == "recover_first" and told["at_risk False"] == "recover"
    bands = {"healthy": (2, Decimal(2000)), "at_risk": (2, Decimal(2000)), "unknown": (1, Decimal(1000))}
    keep_reach(lena)
    with django_assert_num_queries(1):
        lines = advice_lines(lena, bands, on=TODAY)
    assert [(line.advice, line.accounts, line.arr) for line in lines] == [
        (each, 1, Decimal(1000)) for each in ("expand", "nurture", "recover_first", "recover", "discover")
    ]
    for line in lines:
        assert seen.filter(advice=line.advice).count() == line.accounts
