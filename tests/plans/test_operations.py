"""Figures of our work: tied to why they stay, read, corrected; the scorecard of a day."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.actions.knowledge import correct_fact, forget_fact, learn
from contacts.models import KnownFact
from plans.actions.operations import (
    LinkedAlready,
    MetricPutAside,
    NamedAlready,
    NotADriver,
    add_metric,
    edit_metric,
    explain_driver,
    judge_link,
    part_link,
    put_metric_aside,
    take_metric_up,
)
from plans.actions.readings import ReadAlready, ReadingVoid, correct_reading, enter_reading, void_reading
from plans.models import DriverLink, OperationMetric, OperationReading
from plans.scorecard import scorecard_of
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import Team, User
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def answers(vela: Account, lena: User) -> OperationMetric:
    return add_metric(
        account=vela, name="Hours to the first answer", unit="hours", direction="lower", target=Decimal(4),
        feed="Desk", by=lena, at=NOON,
    )  # fmt: skip


@pytest.fixture
def quick(vela: Account, lena: User) -> KnownFact:
    return learn(
        account=vela, topic="driver", text="Quick answers", importance=5, performance=3, by=lena, at=NOON
    )


def read(metric: OperationMetric, by: User, value: str, on: date = TODAY, at: datetime = NOON) -> Any:
    return enter_reading(metric=metric, measured_on=on, value=Decimal(value), by=by, at=at)


def known_since(reading: OperationReading, at: datetime) -> None:
    """As if it had been written at that moment: the database's clock says when we knew."""
    OperationReading.objects.filter(pk=reading.pk).update(recorded_at=at)


def test_the_scorecard_says_target_actual_trend_and_what_it_explains(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User
) -> None:
    explain_driver(
        metric=answers, driver=quick, strength="stated", evidence="Nadia, in May", by=lena, at=NOON
    )
    read(answers, lena, "6", TODAY - timedelta(days=31))
    read(answers, lena, "4.2")
    (row,) = scorecard_of(vela, TODAY).rows
    assert (row.actual, row.target, row.change, row.trend) == (
        Decimal("4.2"), Decimal(4), Decimal("-1.8"), "better",
    )  # fmt: skip
    assert (row.state, row.is_late, row.feed) == ("watch", False, "Desk")
    assert [(each.driver.text, str(each.strength)) for each in row.explains] == [("Quick answers", "stated")]
    assert [point.value for point in row.points] == [6, Decimal("4.2")]


def test_a_reason_without_a_figure_is_shown_as_unmapped(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User
) -> None:
    light = learn(account=vela, topic="driver", text="Fair price", importance=2, by=lena, at=NOON)
    assert [driver.text for driver in scorecard_of(vela, TODAY).unmapped] == ["Quick answers", "Fair price"]
    link = explain_driver(metric=answers, driver=quick, by=lena, at=NOON)
    assert [driver.fact_id for driver in scorecard_of(vela, TODAY).unmapped] == [light.pk]
    part_link(link=link, by=lena, at=NOON)
    assert len(scorecard_of(vela, TODAY).unmapped) == 2


def test_a_late_feed_is_stale_and_its_figure_unknown(
    vela: Account, answers: OperationMetric, lena: User
) -> None:
    read(answers, lena, "3", TODAY - timedelta(days=39))
    (row,) = scorecard_of(vela, TODAY).rows
    assert (row.is_late, row.state, row.actual) == (True, "unknown", Decimal(3))
    (row,) = scorecard_of(vela, TODAY - timedelta(days=1)).rows
    assert (row.is_late, row.state) == (False, "healthy")


def test_a_pack_of_a_past_day_is_drawn_again_as_it_was_known(
    vela: Account, answers: OperationMetric, lena: User
) -> None:
    first = read(answers, lena, "5")
    known_since(first, NOON)
    new = correct_reading(reading=first, changes={"value": Decimal(9)}, by=lena, at=LATER, expected_version=1)
    known_since(new, LATER)
    then = scorecard_of(vela, TODAY, known_at=NOON + timedelta(minutes=1)).rows[0]
    now = scorecard_of(vela, TODAY).rows[0]
    assert (then.actual, now.actual) == (5, 9)
    assert then.reading_id == now.reading_id == first.thread
    assert scorecard_of(vela, TODAY, known_at=NOON - timedelta(days=1)).rows[0].actual is None


def test_a_feed_may_send_a_day_again_and_newest_counts(answers: OperationMetric, lena: User) -> None:
    first = read(answers, lena, "5")
    assert read(answers, lena, "5").pk == first.pk
    second = read(answers, lena, "4")
    assert (second.version, second.thread, OperationReading.objects.current().get().value) == (
        2, first.thread, 4,
    )  # fmt: skip


def test_a_reading_taken_back_counts_for_nothing(vela: Account, answers: OperationMetric, lena: User) -> None:
    first = read(answers, lena, "5")
    void_reading(reading=first, reason="Wrong customer", by=lena, at=NOON)
    assert scorecard_of(vela, TODAY).rows[0].actual is None
    with pytest.raises(ReadingVoid):
        correct_reading(reading=first, changes={"value": Decimal(1)}, by=lena, at=NOON, expected_version=None)


def test_readings_that_cannot_be_are_refused(answers: OperationMetric, lena: User, sol: User) -> None:
    first = read(answers, lena, "5")
    other = read(answers, lena, "6", TODAY - timedelta(days=1))
    with pytest.raises(InputRefused, match="future"):
        read(answers, lena, "5", TODAY + timedelta(days=1))
    with pytest.raises(ReadAlready):
        correct_reading(
            reading=other, changes={"measured_on": TODAY}, by=lena, at=NOON, expected_version=None
        )
    with pytest.raises(StaleVersion):
        correct_reading(reading=first, changes={"value": Decimal(1)}, by=lena, at=NOON, expected_version=7)
    with pytest.raises(PermissionDenied):
        read(answers, sol, "5")
    assert OperationReading.objects.count() == 2


def test_figures_are_named_once_and_put_aside(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User
) -> None:
    with pytest.raises(NamedAlready):
        add_metric(account=vela, name="hours to the FIRST answer", unit="h", by=lena, at=NOON)
    read(answers, lena, "5")
    with pytest.raises(InputRefused, match="present unit"):
        edit_metric(metric=answers, changes={"unit": "minutes"}, by=lena, at=NOON, expected_version=None)
    put_metric_aside(metric=answers, by=lena, at=NOON)
    assert scorecard_of(vela, TODAY).rows == ()
    with pytest.raises(MetricPutAside):
        explain_driver(metric=answers, driver=quick, by=lena, at=NOON)
    take_metric_up(metric=answers, by=lena, at=NOON)
    assert len(scorecard_of(vela, TODAY).rows) == 1


def test_only_reasons_of_the_account_are_explained_once_and_with_evidence(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User, north: Team
) -> None:
    other = Account.objects.create(name="Other", owner=lena, team=north)
    theirs = learn(account=other, topic="driver", text="x", by=lena, at=NOON)
    bought = learn(account=vela, topic="bought", text="x", by=lena, at=NOON)
    for wrong in (theirs, bought):
        with pytest.raises(NotADriver):
            explain_driver(metric=answers, driver=wrong, by=lena, at=NOON)
    with pytest.raises(InputRefused, match="How we know"):
        explain_driver(metric=answers, driver=quick, strength="shown", by=lena, at=NOON)
    link = explain_driver(metric=answers, driver=quick, by=lena, at=NOON)
    with pytest.raises(LinkedAlready):
        explain_driver(metric=answers, driver=quick, by=lena, at=NOON)
    judged = judge_link(link=link, strength="shown", evidence="Twelve months", by=lena, at=NOON)
    assert judged.strength == "shown"
    with pytest.raises(IntegrityError), transaction.atomic():
        DriverLink.objects.update(evidence="")


def test_what_explains_a_reason_explains_it_as_it_was_corrected(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User
) -> None:
    explain_driver(metric=answers, driver=quick, by=lena, at=NOON)
    new = correct_fact(fact=quick, changes={"importance": 4}, by=lena, at=NOON)
    card = scorecard_of(vela, TODAY)
    assert card.unmapped == () and card.rows[0].explains[0].driver.importance == 4
    forget_fact(fact=new, by=lena, at=NOON)
    card = scorecard_of(vela, TODAY)
    assert card.unmapped == () and card.rows[0].explains == ()


def test_of_two_figures_called_alike_the_survivors_goes_on(
    vela: Account, answers: OperationMetric, lena: User, north: Team
) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    kept = add_metric(account=group, name=answers.name.upper(), unit="hours", by=lena, at=NOON)
    read(answers, lena, "5")
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=3), by=lena, at=NOON)
    answers.refresh_from_db()
    assert answers.account == group and answers.retired_on is not None
    assert [row.metric_id for row in scorecard_of(group, TODAY).rows] == [kept.pk]


def test_a_scorecard_is_four_queries_however_long_it_is(
    vela: Account, answers: OperationMetric, quick: KnownFact, lena: User
) -> None:
    for number in range(5):
        metric = add_metric(account=vela, name=f"Errors {number}", unit="errors", by=lena, at=NOON)
        explain_driver(metric=metric, driver=quick, by=lena, at=NOON)
        read(metric, lena, "1")
    with CaptureQueriesContext(connection) as asked:
        assert len(scorecard_of(vela, TODAY).rows) == 6
    assert len(asked) == 4
