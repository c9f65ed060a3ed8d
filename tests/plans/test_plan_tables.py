"""What the database refuses of targets, measurements, value and changes, whatever writes it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from plans.models import ChangeRecord, GoodwillEntry, RoiTarget, ValueEntry
from retention.team.models import User
from tests.cast import TODAY
from tests.security.makers_plans import agreed_target, measurement, target

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"target": Decimal(14)}, "roi_target_beyond_baseline"),
        ({"direction": "higher"}, "roi_target_beyond_baseline"),
        ({"due_on": TODAY - timedelta(days=300)}, "roi_due_after_baseline"),
        ({"state": "agreed"}, "roi_agreed_with_whom_and_when"),
        ({"state": "withdrawn"}, "roi_withdrawn_says_why"),
        ({"weight": 0}, "roi_weight_range"),
        ({"unit": ""}, "roi_target_says_what"),
        ({"confirmed_on": TODAY}, "roi_agreed_with_whom_and_when|roi_confirmed_by_whom"),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    vela: Account, lena: User, fields: dict[str, Any], constraint: str
) -> None:
    with refused(constraint):
        target(vela, lena, **fields)


def test_what_we_only_think_cannot_be_agreed(vela: Account, lena: User) -> None:
    with refused("roi_agreed_with_whom_and_when"):
        agreed_target(vela, lena, source="inferred")


def test_an_agreed_target_does_not_move_without_a_change_record(vela: Account, lena: User) -> None:
    row = agreed_target(vela, lena)
    moves: list[dict[str, Any]] = [
        {"target": Decimal(7)}, {"due_on": row.due_on + DAY}, {"scope": "All desks"},
        {"metric": "Minutes"}, {"unit": "hours"}, {"baseline": Decimal(13)}, {"agreed_on": TODAY},
        {"state": "proposed", "agreed_on": None, "agreed_with": None},
    ]  # fmt: skip
    for move in moves:
        with refused("agreed target"), transaction.atomic():
            RoiTarget.objects.filter(pk=row.pk).update(**move)
    RoiTarget.objects.filter(pk=row.pk).update(weight=3, reason="They want shorter queues")


def test_a_change_record_moves_exactly_what_it_says_and_once(vela: Account, lena: User) -> None:
    row = agreed_target(vela, lena)
    change = ChangeRecord.objects.create(
        account=vela, target=row, what=row.metric, target_before=row.target, target_after=Decimal(7),
        due_before=row.due_on, due_after=row.due_on, side="ours", asked_on=TODAY, effect="Less saved",
        decision="accepted", decided_on=TODAY, by=lena,
    )  # fmt: skip
    rows = RoiTarget.objects.filter(pk=row.pk)
    with refused("moves by a change record"), transaction.atomic():
        rows.update(target=Decimal(8), changed_by=change)
    rows.update(target=Decimal(7), changed_by=change)
    with refused("moves by a change record"), transaction.atomic():
        rows.update(target=Decimal(6))


def test_a_measurement_has_evidence_and_stands_once_a_day(vela: Account, lena: User) -> None:
    row = target(vela, lena)
    measurement(vela, lena, target=row)
    with refused("measured_once_a_day"), transaction.atomic():
        measurement(vela, lena, target=row)
    with refused("measurement_says_how_we_know"), transaction.atomic():
        measurement(vela, lena, target=row, measured_on=TODAY - DAY, evidence="")
    with refused("before the baseline"), transaction.atomic():
        measurement(vela, lena, target=row, measured_on=row.baseline_on - DAY)
    with refused("measurements before that baseline"), transaction.atomic():
        RoiTarget.objects.filter(pk=row.pk).update(baseline_on=TODAY + DAY)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": Decimal(10), "currency": "EUR"}, "value_amount_says_how"),
        ({"currency": "EUR"}, "value_amount_says_how"),
        ({"state": "evidenced"}, "value_evidence_before_answer"),
        ({"state": "confirmed"}, "value_evidence_before_answer|value_answered_by_whom"),
        ({"state": "disputed"}, "value_answered_by_whom|value_disputed_says_why"),
        ({"state": "withdrawn"}, "value_withdrawn_says_why"),
    ],
)
def test_value_without_its_proof_is_refused(
    vela: Account, lena: User, fields: dict[str, Any], constraint: str
) -> None:
    with refused(constraint):
        ValueEntry.objects.create(account=vela, what="x", happened_on=TODAY, by=lena, **fields)


def test_what_was_told_was_told_to_somebody(vela: Account, lena: User) -> None:
    with refused("goodwill_told_to_whom"):
        GoodwillEntry.objects.create(
            account=vela, what="x", reason="x", given_on=TODAY, told_on=TODAY, by=lena
        )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"scope_after": "a"}, "change_moves_something"),
        ({"side": "theirs"}, "change_they_asked_by_whom"),
        ({"decision": "accepted"}, "change_decided_has_a_day"),
        ({"cost": Decimal(1)}, "change_cost_has_a_currency"),
        ({"acknowledged_on": TODAY}, "change_acknowledged_by_whom"),
    ],
)
def test_a_change_without_its_sides_is_refused(
    vela: Account, lena: User, fields: dict[str, Any], constraint: str
) -> None:
    said = {"scope_before": "a", "scope_after": "b", "side": "ours", "effect": "x", "what": "x", **fields}
    with refused(constraint):
        ChangeRecord.objects.create(account=vela, asked_on=TODAY, by=lena, **said)
