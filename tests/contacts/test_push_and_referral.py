"""Learn before you sell, and ask for referrals only when nothing is in the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Account, TimelineEvent
from contacts.actions import log_touchpoint
from contacts.models import Touchpoint
from contacts.pushing import PushTooEarly, why_not_to_push
from contacts.referral import referral_gate
from retention.team.models import User
from tests.cast import NOON, TODAY


def offer(account: Account, by: User, **said: Any) -> Touchpoint:
    asked = {"contacts": [], "channel": "call", "happened_at": NOON, "purpose": "sell"} | said
    return log_touchpoint(account=account, by=by, at=NOON, **asked)


def test_the_first_ninety_days_are_for_learning() -> None:
    account = Account(name="Vela", customer_since=date(2026, 8, 25))
    assert "learn and help for 90 days" in why_not_to_push(account, date(2026, 11, 22))
    assert why_not_to_push(account, date(2026, 11, 23)) == ""
    assert "at risk" in why_not_to_push(Account(name="Vela", health_band="at_risk"), TODAY)


def test_an_offer_to_a_new_customer_needs_a_reason_and_is_told(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(customer_since=TODAY - timedelta(days=10))
    with pytest.raises(PushTooEarly) as refused:
        offer(vela, lena)
    assert refused.value.field == "push_reason"
    assert not Touchpoint.objects.exists()
    offer(vela, lena, push_reason="They asked for a price")
    told = TimelineEvent.objects.get(kind="push_allowed").text
    assert told.startswith("Offered all the same: They asked for a price.")


@pytest.mark.parametrize("said", [{"purpose": "learn"}, {"direction": "inbound"}])
def test_what_is_no_offer_of_ours_needs_no_reason(vela: Account, lena: User, said: dict[str, Any]) -> None:
    Account.objects.filter(pk=vela.pk).update(customer_since=TODAY)
    offer(vela, lena, **said)
    assert not TimelineEvent.objects.filter(kind="push_allowed").exists()


@pytest.mark.parametrize(
    ("said", "may", "why"),
    [
        ({}, True, ""),
        ({"word": "yes", "said_on": TODAY}, True, ""),
        ({"word": "never", "said_on": TODAY}, False, "never"),
        ({"word": "not_now", "said_on": date(2026, 8, 15)}, False, "again from 11 Feb 2027"),
        ({"word": "not_now", "said_on": TODAY - timedelta(days=180)}, True, ""),
        ({"asked_on": date(2026, 8, 15)}, False, "again from 11 Feb 2027"),
        ({"asked_on": TODAY - timedelta(days=180)}, True, ""),
        ({"complaints": 1}, False, "complaint"),
        ({"band": "watch"}, False, "healthy"),
        ({"band": "unknown"}, False, "healthy"),
        ({"is_quiet": True}, False, "silence"),
    ],
)
def test_the_gate_says_what_is_in_the_way_and_when_it_frees_up(
    said: dict[str, Any], may: bool, why: str
) -> None:
    asked = {
        "word": "", "said_on": None, "asked_on": None, "band": "healthy", "complaints": 0,
        "is_quiet": False, "on": TODAY,
    }  # fmt: skip
    gate = referral_gate(**asked | said)  # type: ignore[arg-type]
    assert gate.may_ask is may and why in gate.why
    assert gate.is_offered is (said.get("word") != "never")
