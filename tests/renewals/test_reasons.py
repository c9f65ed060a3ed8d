"""Why renewals are lost or become less: compulsory words, judged causes, the way back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.lines import LineInput
from accounts.models import Account, Contract, ContractLine
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
from retention.renewals.models import LineOutcome, LossReason, Renewal
from retention.renewals.reasons import CAUSES, GROUPS, ReasonRefused, check_cause, group_of
from retention.renewals.stages import MoveRefused
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


@pytest.fixture
def two_lines(vela: Account, signed: Signed) -> Renewal:
    """10,000 for the suite and 2,000 for the add-on."""
    signed(vela, lines=[LineInput(recurring_amount=Decimal(10000), description="Suite"),
                        LineInput(recurring_amount=Decimal(2000), description="Add-on")])  # fmt: skip
    return Renewal.objects.get()


def close(renewal: Renewal, stage: str, by: User, **more) -> Renewal:
    given = {"on": TODAY, "note": "", **more}
    return close_renewal(renewal=renewal, stage=stage, by=by, at=NOON, **given)


def tier(renewal: Renewal, value: str) -> Renewal:
    Account.objects.filter(pk=renewal.account_id).update(tier=value)
    return Renewal.objects.select_related("account").get(pk=renewal.pk)


def line(renewal: Renewal, description: str) -> ContractLine:
    return renewal.contract.lines.get(description=description)


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
def test_a_part_says_what_became_of_each_line(two_lines: Renewal, lena: User) -> None:
    suite, extra = line(two_lines, "Suite"), line(two_lines, "Add-on")
    with pytest.raises(MoveRefused) as refusal:
        close(two_lines, "renewed_partial", lena, reason=SAID)
    assert refusal.value.field == "lines"
    with pytest.raises(ReasonRefused) as refusal:
        close(two_lines, "renewed_partial", lena, lines={suite.pk: Decimal(8000), extra.pk: Decimal(0)},
              line_reasons={suite.pk: SAID})  # fmt: skip
    assert refusal.value.field == "stated_reason"
    row = close(two_lines, "renewed_partial", lena, lines={suite.pk: Decimal(8000), extra.pk: Decimal(0)},
                line_reasons={suite.pk: SAID, extra.pk: {"stated_reason": "Never used"}})  # fmt: skip
    assert row.renewed_arr == Decimal(8000)
    assert set(LineOutcome.objects.values_list("line", "result", "arr_before", "arr_after")) == {
        (suite.pk, "contracted", Decimal(10000), Decimal(8000)),
        (extra.pk, "dropped", Decimal(2000), Decimal(0)),
    }  # fmt: skip
    assert set(LossReason.objects.values_list("line", "stated_reason")) == {
        (suite.pk, "Too expensive"), (extra.pk, "Never used"),
    }  # fmt: skip


@pytest.mark.django_db
def test_a_line_that_shrinks_needs_a_reason_even_when_the_whole_grows(
    two_lines: Renewal, lena: User
) -> None:
    suite, extra = line(two_lines, "Suite"), line(two_lines, "Add-on")
    larger = {suite.pk: Decimal(15000), extra.pk: Decimal(0)}
    with pytest.raises(ReasonRefused):
        close(two_lines, "renewed_expanded", lena, note="More", lines=larger)
    row = close(two_lines, "renewed_expanded", lena, lines=larger, line_reasons={extra.pk: SAID},
                win_reasons=["value_proven", "inertia", "value_proven"])  # fmt: skip
    assert (row.renewed_arr, row.win_reasons) == (Decimal(15000), ["value_proven", "inertia"])
    assert LossReason.objects.get().line == extra


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "suite", "extra"),
    [("renewed", 9000, 2000), ("renewed_partial", 10000, 2000), ("renewed_partial", 0, 0),
     ("renewed_expanded", 10000, 2000), ("renewed", -1, 2000)],
)  # fmt: skip
def test_amounts_that_contradict_the_outcome_are_refused(
    two_lines: Renewal, lena: User, stage: str, suite: int, extra: int
) -> None:
    given = {line(two_lines, "Suite").pk: Decimal(suite), line(two_lines, "Add-on").pk: Decimal(extra)}
    with pytest.raises((MoveRefused, InputRefused)) as refusal:
        close(two_lines, stage, lena, lines=given, reason=SAID)
    assert refusal.value.field == "lines"
    assert not LineOutcome.objects.exists()


@pytest.mark.django_db
def test_lines_of_others_are_not_decided_on(two_lines: Renewal, lena: User, orchard: Account) -> None:
    with pytest.raises(InputRefused, match="does not end here"):
        close(two_lines, "renewed", lena, lines={999_999: Decimal(1)})


@pytest.mark.django_db
def test_a_contract_that_follows_says_it_line_by_line_and_waits_for_the_reason(
    two_lines: Renewal, lena: User, vela: Account, signed: Signed
) -> None:
    signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1), predecessor=two_lines.contract,
           lines=[LineInput(recurring_amount=Decimal(9000), description="suite")])  # fmt: skip
    row = Renewal.objects.get(pk=two_lines.pk)
    assert (row.stage, row.renewed_arr) == ("renewed_partial", Decimal(9000))
    assert set(LineOutcome.objects.values_list("result", "arr_after")) == {
        ("contracted", Decimal(9000)), ("dropped", Decimal(0)),
    }  # fmt: skip
    assert list(Renewal.objects.wanting_a_reason()) == [row]
    give_reason(renewal=row, reason=SAID, by=lena, at=NOON)
    assert not Renewal.objects.wanting_a_reason().exists()
    with pytest.raises(ReasonRefused, match="does not wait"):
        give_reason(renewal=row, reason=SAID, by=lena, at=NOON)


@pytest.mark.django_db
def test_ninety_one_days_after_the_term_it_is_a_new_start(
    vela: Account, lena: User, signed: Signed
) -> None:
    signed(vela, TODAY - timedelta(days=91), term_start=date(2025, 7, 1), at=NOON - timedelta(days=200))
    renewal = Renewal.objects.get()
    assert not renewal.is_closed
    with pytest.raises(MoveRefused, match="new start"):
        close(renewal, "renewed", lena)
    old = renewal.contract
    signed(vela, TODAY + timedelta(days=365), term_start=TODAY, predecessor=old, signed_on=TODAY)
    row = Renewal.objects.get(pk=renewal.pk)
    assert (row.stage, row.successor, row.renewed_arr) == ("lost", None, Decimal(0))
    assert "new start" in row.close_note


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
def test_a_bridge_is_at_most_six_months(renewal: Renewal, lena: User, vela: Account, signed: Signed) -> None:
    long = signed(vela, date(2027, 12, 31), term_start=date(2027, 6, 30))
    short = signed(vela, date(2027, 12, 29), term_start=date(2027, 6, 30))
    with pytest.raises(MoveRefused, match="at most 6 months"):
        close(renewal, "extended_short", lena, successor=long)
    row = close(renewal, "extended_short", lena, successor=short)
    assert (row.stage, row.renewal_due_on) == ("extended_short", date(2027, 7, 1))
    assert Contract.objects.get(pk=row.successor_id) == short


@pytest.mark.django_db
def test_after_a_loss_in_the_upper_tiers_the_lead_asks_why(
    renewal: Renewal, lena: User, nadia: User
) -> None:
    row = close(renewal, "lost", lena, reason=SAID)
    step = NextStep.objects.get(origin="exit_interview")
    assert (step.owner, step.due_on) == (nadia, TODAY + timedelta(days=30))
    row = reopen_renewal(renewal=row, reason="They stay", by=lena, at=NOON)
    assert not NextStep.objects.open().exists()
    close(tier(row, "C"), "lost", lena, reason={**SAID, **JUDGED})
    assert not NextStep.objects.open().exists()


@pytest.mark.django_db
def test_a_bridged_renewal_is_late_until_the_bridge_is_decided(
    renewal: Renewal, lena: User, vela: Account, signed: Signed
) -> None:
    short = signed(vela, date(2027, 12, 29), term_start=date(2027, 6, 30))
    after = date(2027, 7, 1)
    assert list(Renewal.objects.late(on=after)) == [renewal]
    assert not Renewal.objects.late(on=date(2027, 6, 30)).exists()
    close(renewal, "extended_short", lena, successor=short)
    assert list(Renewal.objects.late(on=after)) == [renewal]
    Renewal.objects.filter(contract=short).update(stage="renewed", closed_on=TODAY)
    assert not Renewal.objects.late(on=after).exists()


@pytest.mark.django_db
def test_a_short_contract_that_follows_bridges_and_waits_for_no_reason(
    renewal: Renewal, vela: Account, signed: Signed
) -> None:
    signed(vela, date(2027, 9, 30), term_start=date(2027, 7, 1), predecessor=renewal.contract,
           arr=Decimal(6000))  # fmt: skip
    row = Renewal.objects.get(pk=renewal.pk)
    assert (row.stage, row.renewed_arr) == ("extended_short", Decimal(6000))
    assert not LineOutcome.objects.exists()
    assert not Renewal.objects.wanting_a_reason().exists()
    assert Renewal.objects.open().get().term_end == date(2027, 9, 30)
