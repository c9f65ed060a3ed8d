"""Why renewals are lost or become less: compulsory words, judged causes, the way back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.accepts import InputRefused
from retention.renewals.actions import (
    approve_unknown,
    close_renewal,
    give_reason,
    judge_cause,
    may_judge,
    plan_return,
    reopen_renewal,
)
from retention.renewals.choices import RootCause
from retention.renewals.models import LossReason, Renewal
from retention.renewals.reasons import CAUSES, GROUPS, ReasonRefused, check_cause, group_of
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

SAID = {"stated_reason": "Too expensive"}
JUDGED = {
    "root_cause": "competitor", "sub_code": "displaced", "evidence": "Named in the exit talk",
    "competitor": "Harbour", "controllable": "shared", "is_regrettable": True,
}  # fmt: skip


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """Tier A, 12,000 a year until 30 June 2027."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def close(renewal: Renewal, stage: str, by: User, **more) -> Renewal:
    given = {"on": TODAY, "note": "", **more}
    return close_renewal(renewal=renewal, stage=stage, by=by, at=NOON, **given)


def tier(renewal: Renewal, value: str) -> Renewal:
    Account.objects.filter(pk=renewal.account_id).update(tier=value)
    return Renewal.objects.select_related("account").get(pk=renewal.pk)


def test_fourteen_causes_roll_up_into_ten_groups() -> None:
    assert set(CAUSES) == set(RootCause.values)
    assert len(CAUSES) == 14
    assert {cause.group for cause in CAUSES.values()} == set(GROUPS)
    assert len(GROUPS) == 10
    assert {code for code in CAUSES if group_of(code) == "value"} == {
        "value_not_realised", "adoption_or_delivery", "expectations_or_contract",
    }  # fmt: skip
    assert group_of("insourced") == group_of("competitor") == "competition"
    assert group_of("") == "unknown"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("root_cause", ""), ("sub_code", "uplift"), ("secondary", ["competitor"]), ("evidence", ""),
     ("competitor", ""), ("controllable", ""), ("is_regrettable", None)],
)  # fmt: skip
def test_a_cause_is_whole_or_refused_by_name(field: str, wrong: object) -> None:
    check_cause(JUDGED)
    with pytest.raises(ReasonRefused) as refusal:
        check_cause({**JUDGED, field: wrong})
    assert refusal.value.field == field


@pytest.mark.django_db
def test_nothing_is_lost_without_the_customers_words(renewal: Renewal, lena: User) -> None:
    for reason in (None, {}, {"stated_reason": " "}):
        with pytest.raises((ReasonRefused, InputRefused)) as refusal:
            close(renewal, "lost", lena, note="Gone", reason=reason)
        assert refusal.value.field == "stated_reason"
    assert not Renewal.objects.get().is_closed


@pytest.mark.django_db
def test_in_tier_a_the_owner_gives_the_words_and_another_judges_the_cause(
    renewal: Renewal, lena: User, nadia: User
) -> None:
    assert not may_judge(renewal, lena)
    with pytest.raises(ReasonRefused, match="does not look after") as refusal:
        close(renewal, "lost", lena, reason={**SAID, **JUDGED})
    assert refusal.value.field == "root_cause"
    row = close(renewal, "lost", lena, reason=SAID)
    reason = LossReason.objects.get()
    assert (row.stage, row.close_note, row.renewed_arr) == ("lost", "Too expensive", Decimal(0))
    assert list(LossReason.objects.awaiting_root_cause()) == [reason]
    with pytest.raises(ReasonRefused, match="does not look after"):
        judge_cause(reason=reason, changes=JUDGED, by=lena, at=NOON)
    judged = judge_cause(reason=reason, changes=JUDGED, by=nadia, at=NOON, expected_version=reason.version)
    assert (judged.root_cause, judged.root_set_by, judged.root_set_at) == ("competitor", nadia, NOON)
    assert not LossReason.objects.awaiting_root_cause().exists()


@pytest.mark.django_db
def test_in_tier_c_the_owner_judges_at_once_and_must(renewal: Renewal, lena: User) -> None:
    small = tier(renewal, "C")
    with pytest.raises(ReasonRefused) as refusal:
        close(small, "lost", lena, reason=SAID)
    assert refusal.value.field == "root_cause"
    close(small, "lost", lena, reason={**SAID, **JUDGED})
    assert LossReason.objects.get().root_set_by == lena


@pytest.mark.django_db
def test_what_is_not_known_needs_a_lead_who_agrees(renewal: Renewal, lena: User, nadia: User) -> None:
    small = tier(renewal, "C")
    unknown = {**JUDGED, "root_cause": "unknown", "sub_code": "", "evidence": "Three calls, no answer"}
    close(small, "lost", lena, reason={**SAID, **unknown})
    reason = LossReason.objects.get()
    assert list(LossReason.objects.awaiting_approval()) == [reason]
    with pytest.raises(PermissionDenied):
        approve_unknown(reason=reason, by=lena, at=NOON)
    assert approve_unknown(reason=reason, by=nadia, at=NOON).approved_by == nadia
    assert not LossReason.objects.awaiting_approval().exists()
    with pytest.raises(ReasonRefused, match="nothing to agree"):
        approve_unknown(reason=reason, by=nadia, at=NOON)


@pytest.mark.django_db
def test_on_the_day_agreed_somebody_asks_again(renewal: Renewal, lena: User) -> None:
    day = TODAY + timedelta(days=200)
    with pytest.raises(InputRefused, match="future"):
        close(renewal, "lost", lena, reason={**SAID, "win_back_on": TODAY})
    row = close(renewal, "lost", lena, reason={**SAID, "win_back_on": day, "would_return": "yes"})
    step = NextStep.objects.get(origin="win_back")
    assert (step.owner, step.due_on, step.origin, step.state) == (lena, day, "win_back", "open")
    assert "Too expensive" in step.text
    reason = LossReason.objects.get()
    later = day + timedelta(days=30)
    plan_return(reason=reason, win_back_on=later, would_return="yes", by=lena, at=NOON)
    asked = NextStep.objects.filter(origin="win_back").order_by("id")
    assert list(asked.values_list("due_on", "state")) == [
        (day, "dropped"), (later, "open"),
    ]  # fmt: skip
    reopen_renewal(renewal=row, reason="They stay", by=lena, at=NOON)
    assert not NextStep.objects.open().exists()
    assert not LossReason.objects.exists()
    row = close(row, "lost", lena, reason={**SAID, "win_back_on": later})
    assert NextStep.objects.open().get(origin="win_back").due_on == later


@pytest.mark.django_db
def test_strangers_and_viewers_give_no_reasons(renewal: Renewal, lena: User, nico: User, sol: User) -> None:
    row = close(renewal, "lost", lena, reason=SAID)
    reason = LossReason.objects.get()
    for stranger in (nico, sol):
        for act in (
            lambda by=stranger: give_reason(renewal=row, reason=SAID, by=by, at=NOON),
            lambda by=stranger: judge_cause(reason=reason, changes=JUDGED, by=by, at=NOON),
            lambda by=stranger: approve_unknown(reason=reason, by=by, at=NOON),
            lambda by=stranger: plan_return(
                reason=reason, win_back_on=None, would_return="no", by=by, at=NOON
            ),
        ):
            with pytest.raises(PermissionDenied):
                act()


@pytest.mark.django_db
def test_the_database_refuses_half_a_reason(renewal: Renewal, lena: User) -> None:
    close(renewal, "lost", lena, reason=SAID)
    refused = [
        {"root_cause": "boredom"}, {"stated_reason": ""}, {"root_cause": "competitor"},
        {"secondary": ["unknown", "insourced", "competitor"]},
    ]  # fmt: skip
    for wrong in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            LossReason.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        LossReason.objects.create(renewal=renewal, stated_reason="Twice")


@pytest.mark.django_db
def test_after_a_loss_in_the_upper_tiers_the_lead_asks_why(renewal: Renewal, lena: User, nadia: User) -> None:
    row = close(renewal, "lost", lena, reason=SAID)
    step = NextStep.objects.get(origin="exit_interview")
    assert (step.owner, step.due_on) == (nadia, TODAY + timedelta(days=30))
    row = reopen_renewal(renewal=row, reason="They stay", by=lena, at=NOON)
    assert not NextStep.objects.open().exists()
    close(tier(row, "C"), "lost", lena, reason={**SAID, **JUDGED})
    assert not NextStep.objects.open().exists()
