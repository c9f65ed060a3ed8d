"""The owner's call and what it must rest on."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.accepts import InputRefused
from retention.renewals.actions import plan_against_risk, set_call
from retention.renewals.calls import EvidenceMissing, PlanInput, still_open
from retention.renewals.models import OwnerCall, Renewal, RiskPlan
from retention.team.models import User
from tests.cast import NOON

from .conftest import Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def say(renewal: Renewal, call: str, by: User, note: str = "", **more: object) -> Renewal:
    return set_call(renewal=renewal, call=call, note=note, by=by, at=NOON, expected_version=None, **more)


def plan_of(owner: User) -> PlanInput:
    return PlanInput("Champion left", "Meet the successor", owner, date(2026, 12, 4))


def test_best_case_lists_its_conditions(renewal: Renewal, lena: User) -> None:
    with pytest.raises(EvidenceMissing, match="conditions") as refusal:
        say(renewal, "best_case", lena)
    assert refusal.value.field == "note"
    assert say(renewal, "best_case", lena, "If the pilot ends in time").call == "best_case"


def test_at_risk_needs_a_plan_and_one_that_stands_is_enough(renewal: Renewal, lena: User) -> None:
    with pytest.raises(EvidenceMissing, match="plan"):
        say(renewal, "pipeline", lena)
    assert not OwnerCall.objects.exists()
    say(renewal, "pipeline", lena, plan=plan_of(lena))
    step = NextStep.objects.get()
    assert (step.text, step.owner, step.due_on) == ("Meet the successor", lena, date(2026, 12, 4))
    assert RiskPlan.objects.get().driver == "Champion left"
    say(renewal, "pipeline", lena, "Still so")
    assert NextStep.objects.count() == 1
    NextStep.objects.update(state="done", settled_at=NOON, settled_by=lena)
    with pytest.raises(EvidenceMissing):
        say(renewal, "pipeline", lena)


def test_a_plan_that_cannot_be_kept_leaves_nothing_behind(renewal: Renewal, lena: User) -> None:
    with pytest.raises(InputRefused):
        say(renewal, "pipeline", lena, plan=PlanInput("Price", "Call them", lena, None))  # type: ignore[arg-type]
    assert not OwnerCall.objects.exists() and not NextStep.objects.exists()
    assert Renewal.objects.get().call == ""


def test_only_what_is_void_or_merged_is_left_out(renewal: Renewal, lena: User) -> None:
    for reason in ("", "superseded", "because"):
        with pytest.raises(EvidenceMissing, match="merged"):
            say(renewal, "omitted", lena, "Not this one", left_out_as=reason)
    say(renewal, "omitted", lena, left_out_as="merged")
    assert OwnerCall.objects.get().left_out_as == "merged"


def test_the_expected_amount_is_what_is_available_until_said_and_stays_as_said(
    renewal: Renewal, lena: User
) -> None:
    say(renewal, "most_likely", lena)
    say(renewal, "commit", lena, forecast_arr=Decimal("15000.00"))
    say(renewal, "commit", lena, "Still")
    amounts = OwnerCall.objects.order_by("id").values_list("forecast_arr", flat=True)
    assert list(amounts) == [Decimal(12000), Decimal(15000), Decimal(15000)]
    with pytest.raises(InputRefused) as refusal:
        say(renewal, "commit", lena, forecast_arr=Decimal(-1))
    assert refusal.value.field == "forecast_arr"


def test_what_was_said_is_never_changed(renewal: Renewal, lena: User) -> None:
    say(renewal, "commit", lena)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        OwnerCall.objects.update(call="most_likely")
    for wrong in ({"call": "sure"}, {"call": "best_case"}, {"call": "omitted"}, {"forecast_arr": -1}):
        fields = {"call": "commit", "forecast_arr": 1, **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnerCall.objects.create(renewal=renewal, by=lena, at=NOON, **fields)


def test_a_plan_is_made_without_a_call_by_who_may_change_the_account(
    renewal: Renewal, lena: User, nadia: User, nico: User, sol: User
) -> None:
    plan_against_risk(renewal=renewal, plan=plan_of(lena), by=nadia, at=NOON)
    plan_against_risk(renewal=renewal, plan=plan_of(lena), by=lena, at=NOON)
    assert RiskPlan.objects.standing().count() == 2
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            plan_against_risk(renewal=renewal, plan=plan_of(lena), by=stranger, at=NOON)


@pytest.mark.parametrize(
    ("call", "stage", "caps", "says"),
    [
        ("commit", "engaged", (), "said yes"),
        ("commit", "verbal", (), ""),
        ("commit", "auto_renewing", (), ""),
        ("most_likely", "preparing", (), "talk"),
        ("most_likely", "engaged", ("Silence",), "capped: Silence"),
        ("most_likely", "engaged", (), ""),
        ("pipeline", "scheduled", ("Silence",), ""),
    ],
)
def test_what_a_call_lacks_is_said_and_not_refused(call: str, stage: str, caps: tuple, says: str) -> None:
    said = still_open(call, stage=stage, caps=caps)
    assert says in said if says else said == ""
