"""Reports on the pages: subscribed, read by whom, approved after a look at the content, sent, skipped."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from retention.lib.clock import database_now
from retention.reports.actions.issues import prepare
from retention.reports.models import ReportIssue, ReportReader, Subscription
from retention.team.models import User
from tests.factories import make_contact
from tests.security.makers_reports import make_issue, make_line, make_subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_report_is_subscribed_given_readers_previewed_and_approved(
    vela: Account, lena: User, hers: Client
) -> None:
    own, ana = f"/accounts/{vela.pk}/reports/", make_contact(vela, "Ana Ruiz")
    said = {"kind": "kpis", "frequency": "month", "day": "5", "form": "pdf", "owner": lena.pk}
    assert hers.post(f"{own}new/", {**said, "day": "40"}).status_code == 422
    assert hers.post(f"{own}new/", {**said, "approver": lena.pk}).status_code == 302
    row = Subscription.objects.get()
    assert hers.post(f"/reports/{row.pk}/readers/new/", {"user": "", "contact": ""}).status_code == 422
    assert hers.post(f"/reports/{row.pk}/readers/new/", {"contact": ana.pk}).status_code == 302
    assert "Ana Ruiz" in text_of(hers, own) and "Ana Ruiz" in text_of(hers, "/reports/")
    Subscription.objects.filter(pk=row.pk).update(next_on=date(2026, 9, 1))
    prepare(subscription_id=row.pk, at=database_now())
    issue = ReportIssue.objects.waiting().get()
    page = text_of(hers, f"/report-issues/{issue.pk}/")
    assert "No KPI is agreed to be reported." in page and "Exactly what its readers see" in page
    assert "One report waits" in text_of(hers, "/reports/")
    document = hers.get(f"/report-issues/{issue.pk}/document/")
    assert document.content.startswith(b"%PDF") and document["Content-Type"] == "application/pdf"
    assert hers.post(f"/report-issues/{issue.pk}/again/").status_code == 302
    assert hers.post(f"/report-issues/{issue.pk}/approve/").status_code == 302
    issue.refresh_from_db()
    assert issue.state == "approved"
    assert hers.post(f"/report-issues/{issue.pk}/skip/", {"reason": "Told in person"}).status_code == 302
    assert "Told in person" in text_of(hers, f"/report-issues/{issue.pk}/")
    change = {"day": "7", "form": "mail", "owner": lena.pk, "version": "1"}
    assert hers.post(f"/reports/{row.pk}/edit/", change).status_code == 302
    assert hers.post(f"/reports/{row.pk}/edit/", {**change, "day": "9"}).status_code == 409
    assert hers.post(f"/report-readers/{ReportReader.objects.get().pk}/remove/").status_code == 302
    assert hers.post(f"/reports/{row.pk}/end/").status_code == 302
    assert "Ended" in text_of(hers, "/reports/?ended=1")


def test_many_reports_cost_as_many_queries_as_few(
    vela: Account, lena: User, nico: User, hers: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rows = [make_subscription(vela, lena, kind) for kind in ("kpis", "value", "service", "summary")]
    for row in rows:
        ReportReader.objects.create(subscription=row, user=lena)
        for month in range(1, 9):
            make_line(make_issue(row, "Secret", date(2026, month, 1)), lena)
    text_of(hers, "/reports/")
    issue = ReportIssue.objects.first()
    assert issue is not None
    paths = ("/reports/", "/reports/issues/", f"/accounts/{vela.pk}/reports/", f"/report-issues/{issue.pk}/")
    for path in paths:
        with django_assert_max_num_queries(25):
            text_of(hers, path)
    other = Client()
    other.force_login(nico)
    assert "Vela" not in text_of(other, "/reports/") + text_of(other, "/reports/issues/")
    for path in (f"/report-issues/{issue.pk}/", f"/report-issues/{issue.pk}/document/"):
        assert other.get(path).status_code == 404
