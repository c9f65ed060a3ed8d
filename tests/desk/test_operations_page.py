"""The operational scorecard where people meet it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.actions.knowledge import learn
from plans.actions.operations import add_metric, explain_driver
from plans.actions.readings import enter_reading
from plans.models import DriverLink, OperationMetric, OperationReading
from retention.team.models import User

from .book import FRAGMENT, Book


@pytest.fixture
def measured(book: Book, lena: User) -> Book:
    """Answers are quicker than they were, not as quick as they should be; nothing tells about the price."""
    said: dict[str, Any] = {"account": book.account, "by": lena, "at": book.now}
    quick = learn(topic="driver", text="Quick answers", importance=5, **said)
    learn(topic="driver", text="Fair price", importance=2, **said)
    metric = add_metric(name="Hours to an answer", unit="hours", direction="lower", target=Decimal(4), **said)
    explain_driver(metric=metric, driver=quick, by=lena, at=book.now)
    for days, value in ((31, 6), (0, 5)):
        day = book.today - timedelta(days=days)
        enter_reading(metric=metric, measured_on=day, value=Decimal(value), by=lena, at=book.now)
    return book


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_how_our_work_goes_and_what_no_figure_explains(measured: Book, hers: Client) -> None:
    page = words(hers.get(f"/accounts/{measured.account.pk}/operations/"))
    assert "<b>One</b> of one figure misses its target." in page
    assert '<a href="#unmapped">One reason</a> to stay without a figure.' in page
    assert "better by 1" in page and "4 hours" in page and "Fair price" in page and "Unmapped" in page
    assert "Stale" not in page


def test_a_late_feed_carries_a_badge_and_is_not_judged(measured: Book, hers: Client) -> None:
    OperationReading.objects.filter(measured_on=measured.today).update(is_current=False, is_void=True)
    OperationReading.objects.filter(measured_on__lt=measured.today).update(
        measured_on=measured.today - timedelta(days=50)
    )
    page = words(hers.get(f"/accounts/{measured.account.pk}/operations/"))
    assert "Stale" in page and "not judged" in page and "<b>One feed</b> is late." in page


def test_a_figure_is_named_tied_and_read_by_forms(measured: Book, hers: Client) -> None:
    account = measured.account.pk
    said = {"name": "Errors", "unit": "errors", "direction": "lower", "every_days": "31", "target": "a few"}
    refused = hers.post(f"/accounts/{account}/operations/new/", said, **FRAGMENT)
    assert refused.status_code == 422 and 'value="Errors"' in refused.content.decode()
    assert hers.post(f"/accounts/{account}/operations/new/", said | {"target": ""}).status_code == 302
    made = OperationMetric.objects.get(name="Errors")
    assert made.target is None
    twice = hers.post(f"/accounts/{account}/operations/new/", said | {"target": "2"}, **FRAGMENT)
    assert twice.status_code == 422 and "already" in twice.content.decode()
    reason = DriverLink.objects.get().driver
    tied = {"driver": reason.pk, "strength": "shown", "evidence": ""}
    refused = hers.post(f"/operations/{made.pk}/explain/", tied, **FRAGMENT)
    assert refused.status_code == 422 and "How we know is missing" in refused.content.decode()
    hers.post(f"/operations/{made.pk}/explain/", tied | {"evidence": "A year of figures"})
    assert DriverLink.objects.filter(metric=made, strength="shown").exists()
    day = measured.today.isoformat()
    hers.post(f"/operations/{made.pk}/read/", {"value": "3", "measured_on": day, "source": "ours"})
    assert OperationReading.objects.current().get(metric=made).value == 3


def test_a_figure_put_aside_comes_back_by_undo(measured: Book, hers: Client) -> None:
    metric = OperationMetric.objects.get()
    page = f"/accounts/{measured.account.pk}/operations/"
    hers.post(f"/operations/{metric.pk}/aside/")
    assert "No figure of our work yet" in words(hers.get(page))
    hers.post(f"/operations/{metric.pk}/up/")
    assert "better by 1" in words(hers.get(page))


def test_the_page_stays_in_its_budget(measured: Book, hers: Client) -> None:
    address = f"/accounts/{measured.account.pk}/operations/"
    hers.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert hers.get(address).status_code == 200
    assert len(asked) <= 20
