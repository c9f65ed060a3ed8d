"""KPIs on the pages: added, agreed, read, corrected, listed where a reading lacks."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from plans.actions.kpis import add_kpi
from plans.kpi_results import last_spans
from plans.models import Kpi, KpiReading
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
FROM = date(2026, 1, 1)


@pytest.fixture
def hers(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_kpi_is_added_agreed_read_and_corrected(vela: Account, lena: User, hers: Client) -> None:
    own = f"/accounts/{vela.pk}/kpis/"
    assert "No KPI is agreed yet" in text_of(hers, own)
    said = {
        "name": "Orders on time", "unit": "percent", "direction": "higher", "target": "98",
        "frequency": "month", "starts_on": "2026-01-01", "owner": lena.pk,
    }  # fmt: skip
    refused = hers.post(f"{own}new/", {**said, "target": "many"})
    assert refused.status_code == 422 and "Orders on time" in refused.content.decode()
    assert hers.post(f"{own}new/", said).status_code == 302
    kpi = Kpi.objects.get()
    assert "Nobody has agreed to it yet" in text_of(hers, own)
    agreed = {"contact": make_contact(vela, "Ana Ruiz").pk, "on": "2026-11-01"}
    assert hers.post(f"/kpis/{kpi.pk}/agree/", agreed).status_code == 302
    assert "Agreed with Ana Ruiz" in text_of(hers, own)
    assert "Orders on time" in text_of(hers, "/kpis/?lacking=1")
    span = last_spans(database_now().date())["month"]
    body = {"period_on": span.first.isoformat(), "actual": "97.5", "evidence": "Their report"}
    assert hers.post(f"/kpis/{kpi.pk}/read/", {**body, "period_on": "2026-13-77"}).status_code == 422
    assert hers.post(f"/kpis/{kpi.pk}/read/", body).status_code == 302
    page = text_of(hers, own)
    assert "97.5" in page and "Missed" in page
    assert "Orders on time" not in text_of(hers, "/kpis/?lacking=1")
    row = KpiReading.objects.get()
    correct = {"actual": "98.5", "evidence": "Their report", "version": "1"}
    assert hers.post(f"/kpi-readings/{row.pk}/correct/", correct).status_code == 302
    assert hers.post(f"/kpi-readings/{row.pk}/correct/", correct).status_code == 409
    assert "98.5" in text_of(hers, f"/kpi-readings/{row.pk}/")
    assert hers.post(f"/kpi-readings/{row.pk}/close/").status_code == 302
    stale = hers.post(f"/kpi-readings/{row.pk}/correct/", {**correct, "actual": "9", "version": "2"})
    assert stale.status_code == 422 and "say why" in stale.content.decode()
    assert hers.post(f"/kpi-readings/{row.pk}/void/", {"reason": "Wrong month"}).status_code == 302
    assert hers.post(f"/kpis/{kpi.pk}/end/").status_code == 302
    assert "Measured no more" in text_of(hers, own)


def test_thirty_kpis_cost_as_many_queries_as_three(
    vela: Account, lena: User, nico: User, hers: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    at = database_now()
    for number in range(30):
        row = Kpi.objects.create(
            account=vela, name=f"KPI {number}", unit="x", target=1, starts_on=FROM, owner=lena, by=lena
        )
        KpiReading.objects.create(kpi=row, period_on=FROM, actual=Decimal(1), target=1, evidence="x", by=lena)
    add_kpi(account=vela, name="Secret", unit="x", target=Decimal(1), by=lena, at=at)
    text_of(hers, "/kpis/")
    for path in ("/kpis/", f"/accounts/{vela.pk}/kpis/"):
        with django_assert_max_num_queries(25):
            text_of(hers, path)
    other = Client()
    other.force_login(nico)
    assert "Secret" not in text_of(other, "/kpis/")
    assert other.get(f"/accounts/{vela.pk}/kpis/").status_code == 404
