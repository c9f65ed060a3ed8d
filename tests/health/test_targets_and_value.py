"""V1 and V2: agreed targets and confirmed value, in SQL as in the calculation, as of any day."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts.models import Account
from plans import actions, attainment
from plans.attainment import Goal, Reading
from plans.models import Measurement
from retention.health.facts import explain_account
from retention.health.inputs import inputs_of
from retention.health.moments import AsOf, closed_day, reconstructed
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact
from tests.health.history import known_since
from tests.security.makers_plans import agreed_target, measurement, target

pytestmark = pytest.mark.django_db
ON = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """A customer for years."""
    Account.objects.filter(pk=vela.pk).update(customer_since=days_ago(ON, 900))
    return known_since(vela)


def since(account: Account, days: int | None) -> None:
    first = None if days is None else days_ago(ON, days)
    Account.objects.filter(pk=account.pk).update(customer_since=first)


def read(account: Account, code: str, as_of: AsOf | None = None) -> tuple[str, Any, int]:
    row = inputs_of([account.pk], as_of or reconstructed(ON))[account.pk]
    return row[f"{code}_state"], row[f"{code}_value"], row[f"{code}_age"]


def v1(account: Account, as_of: AsOf | None = None) -> tuple[str, Any, int]:
    return read(account, "v1", as_of)


def v2(account: Account, as_of: AsOf | None = None) -> tuple[str, Any, int]:
    return read(account, "v2", as_of)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (None, ("not_applicable", None, 0)),
        (89, ("not_applicable", None, 0)),
        (90, ("known", Decimal("0.4"), 0)),
    ],
)
def test_no_agreed_target_after_ninety_days_is_a_finding(
    vela: Account, lena: User, days: int | None, found: tuple[str, Any, int]
) -> None:
    target(vela, lena)
    since(vela, days)
    assert v1(vela) == found


def test_who_was_entered_lately_is_not_blamed_for_what_nobody_could_write_down(vela: Account) -> None:
    known_since(vela, datetime.combine(days_ago(ON, 89), time(12), UTC))
    assert (v1(vela)[0], v2(vela)[0]) == ("not_applicable", "not_applicable")
    known_since(vela, datetime.combine(days_ago(ON, 90), time(12), UTC))
    assert (v1(vela)[0], v2(vela)[0]) == ("known", "not_applicable")
    known_since(vela, datetime.combine(days_ago(ON, 180), time(12), UTC))
    assert v2(vela)[0] == "missing"


def test_an_agreed_target_that_nobody_measured_is_missing_until_it_is_due(vela: Account, lena: User) -> None:
    row = agreed_target(vela, lena)
    assert v1(vela) == ("missing", None, 0)
    late = agreed_target(vela, lena, due_on=ON)
    assert v1(vela) == ("known", 0, 0)
    actions.withdraw_target(target=late, reason="Gone", on=TODAY, by=lena, at=NOON)
    assert v1(vela)[0] == "missing"
    assert row.is_agreed


@pytest.mark.parametrize(
    ("value", "direction", "baseline", "wanted"),
    [("9", "lower", 12, 6), ("7", "lower", 12, 6), ("13", "lower", 12, 6), ("48.5", "higher", 40, 60),
     ("20", "higher", -10, 30), ("10", "higher", 40, 60)],
)  # fmt: skip
def test_the_statement_says_what_the_calculation_says(
    vela: Account, lena: User, value: str, direction: str, baseline: int, wanted: int
) -> None:
    row = agreed_target(vela, lena, direction=direction, baseline=Decimal(baseline), target=Decimal(wanted))
    measurement(vela, lena, target=row, value=Decimal(value), measured_on=days_ago(ON, 20))
    goal = Goal(row.baseline, row.baseline_on, row.target, row.due_on)
    said = attainment.ratio(goal, Reading(days_ago(ON, 20), Decimal(value)), ON)
    assert said is not None
    assert v1(vela) == ("known", round(Decimal(said.numerator) / said.denominator, 4), 20)


@pytest.mark.parametrize(
    ("day", "flat"),
    [(140, False), (100, False), (100, True), (99, True), (60, False), (1, False), (0, True), (-40, False)],
)
def test_the_statement_goes_by_milestones_as_the_calculation_does(
    vela: Account, lena: User, day: int, flat: bool
) -> None:
    """Points 100 and 60 days before the target is due; *day* is how long before it the score is read."""
    due = ON + timedelta(days=day)
    points = [(100, 40 if flat else 38), (60, 30)]
    said = [{"on": days_ago(due, before).isoformat(), "value": str(value)} for before, value in points]
    row = agreed_target(
        vela, lena, baseline=Decimal(40), baseline_on=days_ago(due, 200), target=Decimal(20), due_on=due,
        direction="lower", milestones=said,
    )  # fmt: skip
    read_on = max(days_ago(ON, 20), row.baseline_on)
    measurement(vela, lena, target=row, value=Decimal(31), measured_on=read_on)
    found = attainment.ratio(row.goal, Reading(read_on, Decimal(31)), ON)
    value = None if found is None else round(Decimal(found.numerator) / found.denominator, 4)
    assert v1(vela)[1] == value
    assert (value is None) == (flat and day >= 100)


def test_targets_are_weighted_and_only_agreed_ones_count(vela: Account, lena: User) -> None:
    line = {"baseline": Decimal(0), "direction": "higher", "target": Decimal(100), "due_on": days_ago(ON, 5)}
    for value, weight in (("80", 3), ("120", 1)):
        row = agreed_target(vela, lena, weight=weight, **line)
        measurement(vela, lena, target=row, value=Decimal(value), measured_on=days_ago(ON, 7))
    measurement(vela, lena, target=target(vela, lena, **line), value=Decimal(0))
    assert v1(vela) == ("known", Decimal("0.9"), 7)


def test_the_newest_row_of_the_last_day_counts_and_void_ones_do_not(vela: Account, lena: User) -> None:
    row = agreed_target(vela, lena)
    measurement(vela, lena, target=row, value=Decimal(12), measured_on=days_ago(ON, 50))
    later = measurement(vela, lena, target=row, value=Decimal(7), measured_on=days_ago(ON, 10))
    later.refresh_from_db()
    assert v1(vela)[1] > 1
    corrected = actions.correct_measurement(
        measurement=later, changes={"value": Decimal(12)}, by=lena, at=NOON, expected_version=None
    )
    assert v1(vela) == ("known", 0, 10)
    actions.void_measurement(measurement=corrected, reason="Another site", by=lena, at=NOON)
    assert v1(vela) == ("known", 0, 50)


def test_a_closed_day_knows_what_was_known_by_then(vela: Account, lena: User) -> None:
    day = days_ago(ON, 5)
    row = agreed_target(vela, lena)
    figure = measurement(vela, lena, target=row, value=Decimal(9), measured_on=days_ago(day, 10))
    assert v1(vela, closed_day(day)) == ("known", Decimal("0.4"), 0), "agreed in Keel later"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plans_roitargetevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE plans_roitargetevent SET pgh_created_at = %s", [days_ago(day, 20)])
        cursor.execute("ALTER TABLE plans_roitargetevent ENABLE TRIGGER USER")
    assert v1(vela, closed_day(day)) == ("missing", None, 0), "the figure was not entered then"
    then = datetime.combine(days_ago(day, 9), time(9), UTC)
    Measurement.objects.filter(pk=figure.pk).update(recorded_at=then)
    before = v1(vela, closed_day(day))
    assert before[0] == "known"
    change = actions.ask_change(
        account=vela, target=row, after={"target": Decimal(3)}, side="ours", asked_on=TODAY, effect="Harder",
        by=lena, at=NOON,
    )  # fmt: skip
    now = v1(vela)
    actions.decide_change(change=change, decision="accepted", on=TODAY, by=lena, at=NOON)
    assert v1(vela, closed_day(day)) == before, "what moved later moves no closed day"
    assert v1(vela)[1] < now[1]


def test_value_counts_from_the_day_somebody_confirmed_it(vela: Account, lena: User) -> None:
    assert v2(vela) == ("missing", None, 0)
    entry = actions.claim_value(
        account=vela,
        what="Shorter queues",
        happened_on=days_ago(ON, 200),
        evidence="Counts",
        by=lena,
        at=NOON,
    )
    assert v2(vela)[0] == "missing"
    entry = actions.confirm_value(
        entry=entry, contact=make_contact(vela), on=days_ago(ON, 150), by=lena, at=NOON
    )
    assert v2(vela) == ("known", 150, 0)
    actions.take_back_answer(entry=entry, by=lena, at=NOON)
    assert v2(vela)[0] == "missing"


@pytest.mark.parametrize(
    ("days", "state"), [(None, "not_applicable"), (179, "not_applicable"), (180, "missing")]
)
def test_of_a_new_customer_no_value_is_asked_yet(vela: Account, days: int | None, state: str) -> None:
    since(vela, days)
    assert v2(vela)[0] == state


def test_a_former_customer_is_not_asked(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(stage="former")
    assert (v1(vela)[0], v2(vela)[0]) == ("not_applicable", "not_applicable")


def test_what_they_agree_and_confirm_moves_the_score_at_once(vela: Account, lena: User) -> None:
    row = agreed_target(vela, lena)
    actions.measure(
        target=row, measured_on=days_ago(ON, 1), value=Decimal(6), evidence="Log", by=lena, at=NOON
    )
    entry = actions.claim_value(
        account=vela, what="Queues", happened_on=days_ago(ON, 9), evidence="Counts", by=lena, at=NOON
    )
    actions.confirm_value(entry=entry, contact=make_contact(vela), on=ON, by=lena, at=NOON)
    vela.refresh_from_db()
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    assert {item.score for item in fact.measures if item.code in ("V1", "V2")} == {Decimal(100)}
    said = {item.code: (item.words, item.evidence) for item in fact.measures}
    assert said["V1"] == ("122% of what was to be expected by now, by 1 of 1 agreed targets", None)
    assert said["V2"] == ("Confirmed today", ("value", entry.pk))
