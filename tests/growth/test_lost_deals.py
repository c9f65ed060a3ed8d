"""Lost deals, and whether a customer's word may have weighed: what was known of that day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.models import NextStep
from retention.growth.actions import add_reference, edit_lost_deal, enter_lost_deal, settle_reference
from retention.growth.actions.lost_deals import ReferenceTaken
from retention.growth.models import AdvocacyAsk, LostDeal
from retention.health.models import HealthSnapshot
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact
from tests.health.history import talk

THEN = days_ago(TODAY, 20)


def lost(by: User, **fields: Any) -> LostDeal:
    said = {"prospect": "Harbour Lines", "lost_on": days_ago(TODAY, 5), **fields}
    return enter_lost_deal(by=by, at=NOON, **said)


def kept(account: Account, on: date, band: str) -> None:
    HealthSnapshot.objects.create(
        account=account, on=on, computed_at=NOON, card_version=1, coverage=1, band=band, measures={}
    )


def asked(deal: LostDeal, account: Account, by: User, **fields: Any) -> AdvocacyAsk:
    said = {"asked_on": THEN, "outcome": "given", **fields}
    return add_reference(deal=deal, account=account, by=by, at=NOON, **said)


@pytest.mark.parametrize("band", ["watch", "at_risk"])
def test_a_reference_below_healthy_raises_a_review_and_stands_in_the_report(
    vela: Account, lena: User, band: str
) -> None:
    kept(vela, THEN, band)
    talk(vela, lena, days_ago(THEN, 10), mood=-1)
    talk(vela, lena, days_ago(THEN, -3), mood=2)
    row = asked(lost(lena), vela, lena)
    assert (row.band, row.mood, row.is_weak) == (band, -1, True)
    step = NextStep.objects.get()
    assert row.review == step
    assert (step.account, step.owner, step.due_on) == (vela, lena, TODAY + timedelta(days=7))
    assert list(LostDeal.objects.visible_to(lena).with_weak_reference()) == [row.deal]


@pytest.mark.parametrize("band", ["healthy", "unknown"])
def test_a_sound_or_unknown_reference_raises_nothing(vela: Account, lena: User, band: str) -> None:
    kept(vela, THEN, band)
    row = asked(lost(lena), vela, lena)
    assert (row.band, row.is_weak, NextStep.objects.count()) == (band, False, 0)
    assert not LostDeal.objects.with_weak_reference().exists()


def test_a_day_of_which_nothing_was_kept_is_unknown_and_never_guessed_from_today(
    vela: Account, lena: User
) -> None:
    Account.objects.filter(pk=vela.pk).update(health_band="at_risk")
    assert asked(lost(lena), vela, lena).band == "unknown"
    assert asked(lost(lena), vela, lena, asked_on=TODAY).band == "at_risk"


def test_a_private_mood_is_not_told(vela: Account, lena: User) -> None:
    talk(vela, lena, days_ago(THEN, 10), mood=-2, is_private=True)
    assert asked(lost(lena), vela, lena).mood is None


def test_only_a_word_that_was_heard_is_weak_and_the_review_is_raised_once(vela: Account, lena: User) -> None:
    kept(vela, THEN, "watch")
    row = asked(lost(lena), vela, lena, outcome="waiting")
    assert not row.is_weak
    row = settle_reference(reference=row, outcome="given", by=lena, at=NOON, expected_version=row.version)
    assert row.is_weak and NextStep.objects.count() == 1
    again = settle_reference(reference=row, outcome="given", by=lena, at=NOON)
    assert (again.review_id, NextStep.objects.count()) == (row.review_id, 1)
    with pytest.raises(StaleVersion):
        settle_reference(reference=row, outcome="declined", by=lena, at=NOON, expected_version=1)


def test_the_review_belongs_to_the_owner_of_the_account_even_when_another_asks(
    vela: Account, lena: User, ada: User
) -> None:
    kept(vela, THEN, "at_risk")
    row = asked(lost(ada), vela, ada)
    assert row.review is not None and row.review.owner == lena


def test_a_customer_stands_on_a_deal_once_and_must_be_seen(
    vela: Account, orchard: Account, lena: User
) -> None:
    deal = lost(lena)
    asked(deal, vela, lena)
    with pytest.raises(ReferenceTaken):
        asked(deal, vela, lena)
    with pytest.raises(PermissionDenied):
        asked(deal, orchard, lena)
    with pytest.raises(InputRefused) as refused:
        asked(lost(lena), vela, lena, contact=make_contact(orchard))
    assert refused.value.field == "contact"
    with pytest.raises(InputRefused):
        asked(lost(lena), vela, lena, asked_on=days_ago(TODAY, -3))


def test_a_deal_is_seen_by_its_team_and_changed_by_its_owner_and_lead(
    lena: User, nadia: User, nico: User, sol: User
) -> None:
    deal = lost(lena, amount=Decimal(5000), reason="price")
    assert (deal.team.name if deal.team else "", deal.currency) == ("North", "EUR")
    assert [user.name for user in (lena, nadia, nico, sol) if LostDeal.objects.visible_to(user).exists()] == [
        "Lena Voss", "Nadia Reyes", "Sol Iwu",
    ]  # fmt: skip
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            edit_lost_deal(deal=deal, changes={"note": "x"}, by=stranger, at=NOON, expected_version=1)
    with pytest.raises(PermissionDenied):
        lost(sol)
    with pytest.raises(PermissionDenied):
        lost(nico, owner=lena)
    new = edit_lost_deal(deal=deal, changes={"amount": None}, by=nadia, at=NOON, expected_version=1)
    assert (new.amount, new.currency, new.version) == (None, "", 2)
    with pytest.raises(StaleVersion):
        edit_lost_deal(deal=deal, changes={"note": "x"}, by=lena, at=NOON, expected_version=1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prospect": ""}, "prospect"), ({"reason": "luck"}, "reason"), ({"amount": "-1"}, "amount"),
        ({"lost_on": days_ago(TODAY, -3)}, "lost_on"), ({"amount": 1, "currency": "XXQ"}, "currency"),
    ],
)  # fmt: skip
def test_what_no_deal_can_be_is_refused(lena: User, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        lost(lena, **fields)
    assert refused.value.field == field
    assert not LostDeal.objects.exists()


@pytest.mark.parametrize("broken", [{"prospect": ""}, {"reason": "luck"}, {"amount": 1}, {"currency": "EUR"}])
def test_the_database_refuses_what_no_deal_can_be(lena: User, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LostDeal.objects.create(**{"prospect": "x", "owner": lena, "lost_on": TODAY, **broken})
