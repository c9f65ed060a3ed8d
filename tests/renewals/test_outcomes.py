"""What became of a renewal: line by line, signed late, bridged, followed by a contract."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.lines import LineInput
from accounts.models import Account, Contract, ContractLine
from retention.lib.accepts import InputRefused
from retention.renewals.actions import close_renewal, give_reason
from retention.renewals.models import LineOutcome, LossReason, Renewal
from retention.renewals.reasons import ReasonRefused
from retention.renewals.stages import MoveRefused
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

SAID = {"stated_reason": "Too expensive"}


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """Tier A, 12,000 a year until 30 June 2027."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def close(renewal: Renewal, stage: str, by: User, **more) -> Renewal:
    given = {"on": TODAY, "note": "", **more}
    return close_renewal(renewal=renewal, stage=stage, by=by, at=NOON, **given)


@pytest.fixture
def two_lines(vela: Account, signed: Signed) -> Renewal:
    """10,000 for the suite and 2,000 for the add-on."""
    signed(vela, lines=[LineInput(recurring_amount=Decimal(10000), description="Suite"),
                        LineInput(recurring_amount=Decimal(2000), description="Add-on")])  # fmt: skip
    return Renewal.objects.get()


def line(renewal: Renewal, description: str) -> ContractLine:
    return renewal.contract.lines.get(description=description)


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
def test_a_line_that_shrinks_needs_a_reason_even_when_the_whole_grows(two_lines: Renewal, lena: User) -> None:
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
def test_ninety_one_days_after_the_term_it_is_a_new_start(vela: Account, lena: User, signed: Signed) -> None:
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
def test_a_bridge_is_at_most_six_months(renewal: Renewal, lena: User, vela: Account, signed: Signed) -> None:
    long = signed(vela, date(2027, 12, 31), term_start=date(2027, 6, 30))
    short = signed(vela, date(2027, 12, 29), term_start=date(2027, 6, 30))
    with pytest.raises(MoveRefused, match="at most 6 months"):
        close(renewal, "extended_short", lena, successor=long)
    row = close(renewal, "extended_short", lena, successor=short)
    assert (row.stage, row.renewal_due_on) == ("extended_short", date(2027, 7, 1))
    assert Contract.objects.get(pk=row.successor_id) == short


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
