"""Targets through their life: written, agreed, measured, moved only by a change record, confirmed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, TimelineEvent
from contacts.participants import NotTheirContact
from plans import actions
from plans.accepting import (
    AlreadyAgreed,
    BeforeBaseline,
    NotAgreed,
    NotTheirWords,
    OtherUnit,
    TargetWithdrawn,
)
from plans.actions.changes import ChangeDecided, ChangeNotAccepted, MovedMeanwhile, NothingMoves
from plans.actions.gaps import GapSettled
from plans.actions.measurements import MeasuredAlready, MeasurementVoid
from plans.models import ChangeRecord, Measurement, RoiTarget
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START, DUE = TODAY - timedelta(days=180), TODAY + timedelta(days=180)
SAID: dict[str, Any] = {
    "metric": "Orders without a mistake", "unit": "percent", "baseline": Decimal(92), "baseline_on": START,
    "target": Decimal("98.5"), "due_on": DUE,
}  # fmt: skip


def written(account: Account, by: User, **fields: Any) -> RoiTarget:
    return actions.add_target(account=account, by=by, at=NOON, **{**SAID, **fields})


def agreed(account: Account, by: User, **fields: Any) -> RoiTarget:
    row = written(account, by, **fields)
    return actions.agree_target(target=row, contact=make_contact(account), on=TODAY, by=by, at=NOON)


def read(target: RoiTarget, by: User, **fields: Any) -> Measurement:
    said = {"measured_on": TODAY, "value": Decimal(95), "evidence": "Their weekly report", **fields}
    return actions.measure(target=target, by=by, at=NOON, **said)


def told(account: Account) -> list[str]:
    return list(TimelineEvent.objects.filter(account=account).order_by("id").values_list("kind", flat=True))


def test_a_target_is_written_agreed_and_looked_at_again(vela: Account, lena: User) -> None:
    row = written(vela, lena)
    assert (row.state, row.agreed_on, row.next_review_on) == ("proposed", None, None)
    row = actions.agree_target(target=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    assert (row.state, row.agreed_on, row.next_review_on) == ("agreed", TODAY, TODAY + timedelta(days=90))
    row = actions.review_target(target=row, on=TODAY, by=lena, at=NOON)
    assert told(vela)[-3:] == ["target_added", "target_agreed", "target_reviewed"]


@pytest.mark.parametrize(
    ("fields", "at_fault", "words"),
    [
        ({"target": Decimal(90)}, "target", "above the baseline"),
        ({"direction": "lower"}, "target", "below the baseline"),
        ({"due_on": START}, "due_on", "before its baseline"),
        ({"baseline_on": TODAY + DAY}, "baseline_on", "future"),
        ({"baseline": "lots"}, "baseline", "not an amount"),
        ({"baseline": Decimal("NaN")}, "baseline", "cannot be less"),
        ({"unit": " "}, "unit", "The unit is missing"),
        ({"metric": "x" * 201}, "metric", "200"),
        ({"weight": 11}, "weight", "from 1 to 10"),
        ({"source": "rumour"}, "source", "none of"),
    ],
)
def test_a_target_that_cannot_be_is_refused_by_name(
    vela: Account, lena: User, fields: dict[str, Any], at_fault: str, words: str
) -> None:
    with pytest.raises(DomainError, match=words) as refusal:
        written(vela, lena, **fields)
    assert refusal.value.field == at_fault
    assert not RoiTarget.objects.exists()


def test_only_who_may_change_the_account_may_write(vela: Account, sol: User, nico: User) -> None:
    for user in (sol, nico):
        with pytest.raises(PermissionDenied):
            written(vela, user)


def test_what_we_only_think_is_not_agreed(vela: Account, lena: User) -> None:
    row = written(vela, lena, source="inferred")
    with pytest.raises(NotTheirWords):
        actions.agree_target(target=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    row = actions.edit_target(
        target=row, changes={"source": "customer"}, by=lena, at=NOON, expected_version=1
    )
    assert actions.agree_target(target=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON).is_agreed


def test_somebody_of_theirs_agrees(vela: Account, orchard: Account, lena: User) -> None:
    row = written(vela, lena)
    with pytest.raises(InputRefused, match="Who agreed is missing"):
        actions.agree_target(target=row, contact=None, on=TODAY, by=lena, at=NOON)
    with pytest.raises(NotTheirContact):
        actions.agree_target(target=row, contact=make_contact(orchard), on=TODAY, by=lena, at=NOON)
    with pytest.raises(InputRefused, match="future"):
        actions.agree_target(target=row, contact=make_contact(vela), on=TODAY + DAY, by=lena, at=NOON)


@pytest.mark.parametrize(
    "changes", [{"target": Decimal(97)}, {"due_on": DUE + DAY}, {"scope": "Germany"}, {"unit": "per mille"}]
)
def test_an_agreed_target_is_not_edited_away(vela: Account, lena: User, changes: dict[str, Any]) -> None:
    row = agreed(vela, lena)
    with pytest.raises(AlreadyAgreed) as refusal:
        actions.edit_target(target=row, changes=changes, by=lena, at=NOON, expected_version=None)
    assert refusal.value.field in changes
    kept = actions.edit_target(target=row, changes={"weight": 3}, by=lena, at=NOON, expected_version=None)
    assert kept.weight == 3


def test_a_stale_edit_is_refused(vela: Account, lena: User) -> None:
    row = written(vela, lena)
    actions.edit_target(target=row, changes={"weight": 2}, by=lena, at=NOON, expected_version=1)
    with pytest.raises(StaleVersion):
        actions.edit_target(target=row, changes={"weight": 5}, by=lena, at=NOON, expected_version=1)


def test_a_measurement_is_of_its_unit_after_its_baseline_and_says_how_we_know(
    vela: Account, lena: User
) -> None:
    row = agreed(vela, lena)
    refusals: list[tuple[dict[str, Any], type[DomainError], str]] = [
        ({"unit": "pieces"}, OtherUnit, "unit"),
        ({"measured_on": START - DAY}, BeforeBaseline, "measured_on"),
        ({"measured_on": TODAY + DAY}, InputRefused, "measured_on"),
        ({"evidence": ""}, InputRefused, "evidence"),
        ({"link": "javascript:alert(1)"}, InputRefused, "link"),
        ({"value": ""}, InputRefused, "value"),
    ]
    for fields, refusal, at_fault in refusals:
        with pytest.raises(refusal) as said:
            read(row, lena, **fields)
        assert said.value.field == at_fault, fields
    assert not Measurement.objects.exists()
    assert read(row, lena, unit="Percent", evidence="", link="example.com/report").value == 95
    with pytest.raises(MeasuredAlready):
        read(row, lena)


def test_a_measurement_is_corrected_by_a_newer_row_and_can_be_taken_back(vela: Account, lena: User) -> None:
    first = read(agreed(vela, lena), lena)
    second = actions.correct_measurement(
        measurement=first, changes={"value": Decimal(96)}, by=lena, at=NOON, expected_version=1
    )
    assert (second.thread, second.version, second.value) == (first.pk, 2, 96)
    with pytest.raises(StaleVersion):
        actions.correct_measurement(
            measurement=first, changes={"value": Decimal(97)}, by=lena, at=NOON, expected_version=1
        )
    void = actions.void_measurement(measurement=second, reason="Another customer's", by=lena, at=NOON)
    assert void.is_void
    with pytest.raises(MeasurementVoid):
        actions.void_measurement(measurement=first, reason="Again", by=lena, at=NOON)
    assert Measurement.objects.filter(thread=first.pk).count() == 3
    assert read(first.target, lena).value == 95


def test_they_confirm_that_it_is_reached(vela: Account, lena: User) -> None:
    who = make_contact(vela)
    with pytest.raises(NotAgreed):
        actions.confirm_target(target=written(vela, lena), contact=who, on=TODAY, by=lena, at=NOON)
    row = actions.confirm_target(target=agreed(vela, lena), contact=who, on=TODAY, by=lena, at=NOON)
    assert (row.confirmed_by, row.confirmed_on) == (who, TODAY)


def test_a_withdrawn_target_says_why_and_takes_nothing_more(vela: Account, lena: User) -> None:
    row = actions.withdraw_target(
        target=agreed(vela, lena), reason="Plant closed", on=TODAY, by=lena, at=NOON
    )
    assert row.withdrawn_reason == "Plant closed"
    with pytest.raises(TargetWithdrawn):
        read(row, lena)


def ask(goal: RoiTarget, by: User, **fields: Any) -> ChangeRecord:
    said = {
        "account": goal.account, "target": goal, "after": {"target": Decimal(97)}, "asked_on": TODAY,
        "effect": "Half the saving, again two weeks", "contact": make_contact(goal.account), **fields,
    }  # fmt: skip
    return actions.ask_change(by=by, at=NOON, **said)


def test_an_accepted_change_moves_the_target_and_waits_for_their_word(vela: Account, lena: User) -> None:
    row = agreed(vela, lena)
    change = ask(row, lena, cost=Decimal(4000), delay_days=14)
    row.refresh_from_db()
    assert row.target == Decimal("98.5")
    with pytest.raises(ChangeNotAccepted):
        actions.acknowledge_change(change=change, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    change = actions.decide_change(change=change, decision="accepted", on=TODAY, by=lena, at=NOON)
    row.refresh_from_db()
    assert (row.target, row.due_on, change.currency) == (97, DUE, "EUR")
    assert not change.is_absorbed(on=TODAY + 10 * DAY)
    assert change.is_absorbed(on=TODAY + 11 * DAY)
    assert list(ChangeRecord.objects.absorbed(on=TODAY + 11 * DAY)) == [change]
    change = actions.acknowledge_change(change=change, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    assert not change.is_absorbed(on=TODAY + 11 * DAY)
    with pytest.raises(ChangeDecided):
        actions.decide_change(change=change, decision="declined", on=TODAY, by=lena, at=NOON)


def test_a_declined_change_moves_nothing(vela: Account, lena: User) -> None:
    row = agreed(vela, lena)
    actions.decide_change(change=ask(row, lena), decision="declined", on=TODAY, by=lena, at=NOON, note="No")
    row.refresh_from_db()
    assert row.target == Decimal("98.5")


def test_of_two_changes_the_later_is_asked_for_again(vela: Account, lena: User) -> None:
    row = agreed(vela, lena)
    first, second = ask(row, lena), ask(row, lena, after={"due_on": DUE + DAY})
    actions.decide_change(change=first, decision="accepted", on=TODAY, by=lena, at=NOON)
    with pytest.raises(MovedMeanwhile):
        actions.decide_change(change=second, decision="accepted", on=TODAY, by=lena, at=NOON)


def test_a_change_of_nothing_or_by_nobody_is_refused(vela: Account, lena: User) -> None:
    row = agreed(vela, lena)
    with pytest.raises(NothingMoves):
        ask(row, lena, after={})
    with pytest.raises(InputRefused, match="Who asked is missing"):
        ask(row, lena, contact=None)
    with pytest.raises(InputRefused, match="The effect is missing"):
        ask(row, lena, effect="")
    with pytest.raises(InputRefused, match="above the baseline"):
        ask(row, lena, after={"target": Decimal(80)})
    with pytest.raises(NotAgreed):
        ask(written(vela, lena), lena)
    assert ask(row, lena, side="ours", contact=None).asked_by is None


def test_a_goal_without_a_figure_moves_in_words(vela: Account, lena: User) -> None:
    change = ask(
        agreed(vela, lena), lena, target=None, what="Roll-out", scope_before="Two sites",
        after={"scope": "Five sites"},
    )  # fmt: skip
    assert str(change) == "Change of Roll-out"
    assert actions.decide_change(change=change, decision="accepted", on=TODAY, by=lena, at=NOON).decided_on


def test_a_gap_is_talked_over_and_settled_once(vela: Account, lena: User) -> None:
    gap = actions.note_gap(
        account=vela, contact=make_contact(vela), expectation="No mistakes at all", feasible="98 percent",
        noticed_on=TODAY - DAY, by=lena, at=NOON,
    )  # fmt: skip
    with pytest.raises(InputRefused, match="before it was noticed"):
        actions.settle_gap(gap=gap, outcome="98.5", talked_on=date(2020, 1, 1), by=lena, at=NOON)
    gap = actions.settle_gap(gap=gap, outcome="98.5 percent", talked_on=TODAY, by=lena, at=NOON)
    assert gap.settled_on == TODAY
    with pytest.raises(GapSettled):
        actions.settle_gap(gap=gap, outcome="Again", talked_on=TODAY, by=lena, at=NOON)
