"""A portfolio of the week: made with the eyes of its owner, read by nobody else, kept as it was sent."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Account
from contacts.models import Promise
from retention.health.band_changes import WEEK_DAYS
from retention.health.models import HealthSnapshot
from retention.health.moments import live
from retention.health.partitions import ensure_partitions
from retention.reports.actions.portfolios import end_portfolio, subscribe_portfolio
from retention.reports.actions.subscriptions import (
    StaysOnesOwn,
    SubscribedAlready,
    add_reader,
    edit_subscription,
    subscribe,
)
from retention.reports.models import ReportIssue, ReportMail, ReportReader, Subscription
from retention.reports.rounds import prepare_due
from retention.reports.sending import send_due_reports
from retention.team.actions.leaving import hand_over_work
from retention.team.models import User
from retention.team.open_work import open_work_of
from tests.api.conftest import Scripts, script
from tests.cast import NOON
from tests.desk.book import signed_in

__all__ = ["script"]
pytestmark = pytest.mark.django_db
BEGUN = NOON.replace(day=10)
MONDAY = NOON.replace(day=16)


def promised(account: Account, text: str, by: User, **days: date) -> None:
    said: dict[str, Any] = {"promised_on": date(2026, 11, 11), "due_on": date(2026, 12, 1), **days}
    Promise.objects.create(account=account, side="ours", user=by, text=text, **said)


@pytest.fixture
def week(vela: Account, orchard: Account, lena: User, nico: User) -> None:
    """At Vela something promised in the week, something late and something old; at Orchard another."""
    promised(vela, "A price by Friday", lena)
    promised(vela, "The late list", lena, promised_on=date(2026, 9, 1), due_on=date(2026, 11, 2))
    promised(vela, "Long ago, not due", lena, promised_on=date(2026, 9, 1))
    promised(orchard, "Of another team", nico)


def told(user: User) -> str:
    """What the week's portfolio says, once it was sent."""
    subscribe_portfolio(by=user, at=BEGUN)
    assert prepare_due(MONDAY, 10) == 1 and send_due_reports(MONDAY) == 1
    return str(mail.outbox[-1].body)


def test_a_lead_is_told_what_they_may_see_and_no_more(week: None, nadia: User, vela: Account) -> None:
    body = told(nadia)
    assert mail.outbox[-1].to == [nadia.email]
    assert mail.outbox[-1].subject == f"Portfolio for {nadia.name}, Week of 9 November 2026"
    for words in ("A price by Friday", "The late list", "Late", "Vela Hotels", "Nobody got worse"):
        assert words in body, words
    for words in ("Long ago", "Of another team"):
        assert words not in body, words


def test_what_was_sent_stays_as_it_was(week: None, nadia: User, vela: Account) -> None:
    told(nadia)
    issue, before = ReportIssue.objects.get(), ReportIssue.objects.get().content
    Promise.objects.all().delete()
    assert ReportIssue.objects.get().content == before and ReportMail.objects.get().state == "sent"
    for rows in (ReportIssue.objects.all(), ReportMail.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    page = signed_in(nadia).get(f"/report-issues/{issue.pk}/").content.decode()
    assert "A price by Friday" in page and "Account pages" not in page
    assert signed_in(nadia).get(f"/report-issues/{issue.pk}/document/").content.startswith(b"%PDF")


def test_nobody_else_reads_it_not_even_who_sees_every_account(
    week: None, nadia: User, lena: User, ada: User, sol: User, script: Scripts
) -> None:
    told(nadia)
    row, issue = Subscription.objects.get(), ReportIssue.objects.get()
    for other in (lena, ada, sol):
        for model in (Subscription, ReportReader, ReportIssue, ReportMail):
            assert not model.objects.visible_to(other).exists(), (other, model)
            assert not model.objects.editable_by(other).exists(), (other, model)
        assert signed_in(other).get(f"/report-issues/{issue.pk}/").status_code == 404
    assert script(ada, "reports:read").get(f"report-issues/{issue.pk}/").status_code == 404
    with pytest.raises(StaysOnesOwn):
        add_reader(subscription=row, user=ada, by=nadia, at=MONDAY)
    with pytest.raises(StaysOnesOwn):
        edit_subscription(subscription=row, changes={"owner": ada}, by=nadia, at=MONDAY)
    with pytest.raises(PermissionDenied):
        end_portfolio(subscription=row, by=lena, at=MONDAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportReader.objects.create(subscription=row, user=ada)
    with pytest.raises(DatabaseError), transaction.atomic():
        Subscription.objects.filter(pk=row.pk).update(kind="summary")


def test_who_got_worse_stands_in_it(vela: Account, orchard: Account, nadia: User) -> None:
    """Healthy when the week began, at risk now: at Vela, and at one she does not see."""
    began = live(MONDAY).on - timedelta(days=WEEK_DAYS)
    ensure_partitions(began)
    for account in (vela, orchard):
        HealthSnapshot.objects.create(
            account=account, on=began, computed_at=MONDAY, card_version=1, coverage=1, band="healthy",
            score=80, capped_score=80, measures={},
        )  # fmt: skip
        Account.objects.filter(pk=account.pk).update(
            health_band="at_risk", health_score=30, health_since=began + timedelta(days=5)
        )
    body = told(nadia)
    assert "Vela Hotels · Healthy · At risk · 30" in body and orchard.name not in body


def test_it_is_begun_once_from_the_page_and_the_api_and_ended(
    nadia: User, sol: User, script: Scripts, vela: Account, lena: User
) -> None:
    hers = signed_in(nadia)
    assert "Send me my portfolio every week" in hers.get("/reports/").content.decode()
    assert hers.post("/reports/portfolio/").status_code == 302
    row = Subscription.objects.get()
    shown = hers.get("/reports/").content.decode()
    assert "Send me my portfolio" not in shown and f"/reports/{row.pk}/end/" in shown
    assert hers.get(f"/reports/{row.pk}/edit/").status_code == 404
    with pytest.raises(SubscribedAlready):
        subscribe_portfolio(by=nadia, at=NOON)
    assert hers.post(f"/reports/{row.pk}/end/").status_code == 302
    assert not Subscription.objects.current().exists()
    with pytest.raises(PermissionDenied):
        subscribe_portfolio(by=sol, at=NOON)
    running = script(lena, "reports:read", "reports:write")
    made = running.post("report-subscriptions/", {"kind": "portfolio"})
    assert (made.status_code, made.json()["account_id"]) == (201, None)
    assert running.post("report-subscriptions/", {"kind": "kpis"}).status_code == 400
    whole = {"kind": "portfolio", "account_id": vela.pk}
    assert running.post("report-subscriptions/", whole).status_code in (400, 409, 422)
    assert running.post(f"report-subscriptions/{made.json()['id']}/end/").status_code == 200
    with pytest.raises(Exception, match="portfolio is of a person"):
        subscribe(account=vela, kind="portfolio", by=lena, at=NOON)


def test_it_ends_when_its_owner_leaves(nadia: User, lena: User, ada: User) -> None:
    subscribe_portfolio(by=lena, at=BEGUN)
    assert open_work_of(lena)["reports_read"] == 1 and "reports" not in open_work_of(lena)
    hand_over_work(person=lena, receivers={"reports_read": nadia}, by=ada, at=NOON)
    assert not Subscription.objects.current().exists() and "reports_read" not in open_work_of(nadia)
