"""Reports: made once when due, approved, sent once to who may be written to, and never changed after."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Account
from contacts.models import Contact, NextStep, Objection
from contacts.participants import NotTheirContact
from plans.actions.goodwill import give_goodwill
from plans.actions.kpi_readings import correct_reading
from plans.models import GoodwillEntry, Kpi, KpiReading
from retention.reports.actions.issues import NotWaiting, approve_issue, prepare, send_issue, skip_issue
from retention.reports.actions.subscriptions import StaysInside, SubscribedAlready, add_reader, subscribe
from retention.reports.building import build_again
from retention.reports.content import fingerprint, kept, read_back
from retention.reports.models import ReportIssue, ReportMail, ReportReader, Subscription
from retention.reports.region import region_of_report
from retention.reports.rhythm import period_of
from retention.reports.rounds import prepare_due
from retention.reports.sending import address_of, send_due_reports
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .conftest import OCTOBER, prepared, subscribed

pytestmark = pytest.mark.django_db


def test_a_report_is_made_once_sent_once_and_tells_the_readings(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    row = subscribed(vela, lena, ana)
    assert (row.next_on, row.due_on) == (OCTOBER, date(2026, 11, 5))
    assert prepare_due(NOON.replace(day=4), 10) == 0
    assert prepare_due(NOON, 10) == 1 and prepare_due(NOON, 10) == 0
    assert send_due_reports(NOON) == 1 and send_due_reports(NOON) == 0
    sent = mail.outbox[0]
    assert sent.to == ["ana@vela.test"] and sent.subject == "KPIs for Vela Hotels, October 2026"
    assert "97.5 percent" in sent.body and "Missed" in sent.body and "98.2" not in sent.body
    issue, line = ReportIssue.objects.get(), ReportMail.objects.get()
    assert (issue.state, line.state, line.address) == ("sent", "sent", "ana@vela.test")
    assert sent.extra_headers["Message-ID"] == line.message_id
    told = KpiReading.objects.get(kpi=kpi, period_on=OCTOBER)
    assert (told.communicated_on, told.closed_on) == (TODAY, TODAY)
    row.refresh_from_db()
    assert row.due_on == date(2026, 12, 4)  # the fifth is a Saturday


def test_what_was_sent_never_changes_and_is_made_anew_byte_for_byte(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    issue = prepared(subscribed(vela, lena, ana))
    send_due_reports(NOON)
    issue.refresh_from_db()
    reading = KpiReading.objects.get(kpi=kpi, period_on=OCTOBER)
    said = {"actual": Decimal(99)}
    correct_reading(reading=reading, changes=said, reason="Their audit", by=lena, at=NOON)
    period = period_of("month", issue.period_on)
    assert issue.as_of is not None
    again = build_again(issue.subscription, period, issue.sources, at=issue.as_of)
    assert fingerprint(kept(again.content)) == issue.sha256 == fingerprint(issue.content)
    for change in ({"content": {}}, {"state": "skipped"}, {"sha256": "0" * 64}):
        with pytest.raises(DatabaseError, match="what was sent stays"), transaction.atomic():
            ReportIssue.objects.filter(pk=issue.pk).update(**change)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        ReportMail.objects.update(address="x@y.test")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        ReportMail.objects.all()._raw_delete("default")


def test_nothing_internal_stands_in_a_clients_report(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    Kpi.objects.filter(pk=kpi.pk).update(
        deliverable="CANARY",
    )
    secret = Kpi.objects.create(
        account=vela, name="CANARY inside", unit="x", target=1, starts_on=OCTOBER, owner=lena, by=lena,
        agreed_with=ana, agreed_on=TODAY,
    )  # fmt: skip
    KpiReading.objects.create(kpi=secret, period_on=OCTOBER, actual=1, target=1, evidence="x", by=lena)
    give_goodwill(account=vela, what="A free day", reason="CANARY", given_on=OCTOBER, by=lena, at=NOON)
    Account.objects.filter(pk=vela.pk).update(definition_of_win="CANARY")
    for kind in ("kpis", "value", "service"):
        issue = prepared(subscribed(vela, lena, ana, kind=kind))
        assert "CANARY" not in str(issue.content), kind
        assert lena.name not in str(issue.content) and ana.name not in str(issue.content)


def test_given_on_top_is_told_by_the_report_that_reached_them(
    vela: Account, lena: User, ana: Contact
) -> None:
    give_goodwill(account=vela, what="A free day", reason="x", given_on=OCTOBER, by=lena, at=NOON)
    prepared(subscribed(vela, lena, ana, kind="value"))
    send_due_reports(NOON)
    entry = GoodwillEntry.objects.get()
    assert (entry.told_on, entry.told_to) == (TODAY, ana)


def test_after_a_long_sleep_one_report_is_sent_and_the_others_are_skipped(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    row = subscribed(vela, lena, ana)
    Subscription.objects.filter(pk=row.pk).update(next_on=date(2026, 6, 1), prepare_on=date(2026, 7, 3))
    assert prepare_due(NOON, 10) == 1
    states = ReportIssue.objects.order_by("period_on").values_list("state", flat=True)
    assert list(states) == ["skipped"] * 4 + ["approved"]
    assert send_due_reports(NOON) == 1 and len(mail.outbox) == 1


def test_approval_waits_for_who_was_named_and_freezes_the_content(
    vela: Account, lena: User, nadia: User, ada: User, ana: Contact, kpi: Kpi
) -> None:
    issue = prepared(subscribed(vela, lena, ana, approver=nadia))
    step = NextStep.objects.get(origin="report")
    assert (step.owner, issue.state) == (nadia, "prepared") and send_due_reports(NOON) == 0
    with pytest.raises(PermissionDenied):
        approve_issue(issue=issue, by=lena, at=NOON)
    approve_issue(issue=issue, by=nadia, at=NOON)
    step.refresh_from_db()
    assert step.state == "done"
    with pytest.raises(NotWaiting):
        approve_issue(issue=issue, by=ada, at=NOON)
    with pytest.raises(DatabaseError, match="sent as it is"), transaction.atomic():
        ReportIssue.objects.filter(pk=issue.pk).update(content={})
    assert send_due_reports(NOON) == 1


def test_a_report_approved_early_leaves_on_its_day_unless_sent_at_once(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    early = NOON.replace(day=3)
    issue = prepared(subscribed(vela, lena, ana, approver=lena), early)
    approve_issue(issue=issue, by=lena, at=early)
    assert send_due_reports(early) == 0
    send_issue(issue=issue, by=lena, at=early)
    assert send_due_reports(early) == 1
    with pytest.raises(NotWaiting):
        skip_issue(issue=issue, reason="Too late", by=lena, at=early)


def test_who_objected_to_being_written_to_is_not(vela: Account, lena: User, ana: Contact, kpi: Kpi) -> None:
    prepared(subscribed(vela, lena, ana))
    campaigns = Objection.objects.create(
        contact=ana, purpose="marketing", since=TODAY, came_by="talk", recorded_by=lena
    )
    assert address_of(ana, None, at=NOON) == ("ana@vela.test", ""), campaigns
    Objection.objects.create(contact=ana, since=TODAY, came_by="letter", recorded_by=lena)
    assert send_due_reports(NOON) == 0 and mail.outbox == []
    assert ReportMail.objects.get().reason == "They objected to being written to."


@pytest.mark.parametrize(
    "why", ["They asked us not to send mail.", "They asked for silence.", "They left.", "No e-mail"]
)
def test_who_must_not_be_written_to_is_not_and_the_log_says_why(
    vela: Account, lena: User, ana: Contact, kpi: Kpi, why: str
) -> None:
    issue = prepared(subscribed(vela, lena, ana))
    changes = {
        "They asked us not to send mail.": {"channels_forbidden": ["email"]},
        "They asked for silence.": {"paused_until": TODAY + timedelta(days=30)},
        "They left.": {"status": "departed", "departed_on": TODAY},
    }
    if why in changes:
        Contact.objects.filter(pk=ana.pk).update(**changes[why])
    else:
        type(ana.person).objects.filter(pk=ana.person_id).update(email="")
    assert send_due_reports(NOON) == 0 and mail.outbox == []
    line = ReportMail.objects.get()
    assert line.state == "suppressed" and line.reason.startswith(why)
    issue.refresh_from_db()
    assert issue.state == "skipped"
    assert not KpiReading.objects.filter(communicated_on__isnull=False).exists()


def test_a_summary_stays_inside_whatever_writes(vela: Account, lena: User, ana: Contact) -> None:
    row = subscribed(vela, lena, None, kind="summary")
    with pytest.raises(StaysInside):
        add_reader(subscription=row, contact=ana, by=lena, at=NOON)
    with pytest.raises(DatabaseError, match="stays inside"), transaction.atomic():
        ReportReader.objects.create(subscription=row, contact=ana)
    add_reader(subscription=row, user=lena, by=lena, at=NOON)
    assert "Yearly revenue" in str(prepared(row).content)
    send_due_reports(NOON)
    assert mail.outbox[0].to == [lena.email]


def test_a_subscription_is_refused_twice_and_to_strangers(
    vela: Account, lena: User, nico: User, north: Team
) -> None:
    subscribed(vela, lena, None)
    with pytest.raises(SubscribedAlready):
        subscribe(account=vela, kind="kpis", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        subscribe(account=vela, kind="value", by=nico, at=NOON)
    other = Account.objects.create(name="Fjord", owner=lena, team=north, tier="B", currency="EUR")
    with pytest.raises(NotTheirContact):
        add_reader(subscription=Subscription.objects.get(), contact=make_contact(other), by=lena, at=NOON)


def test_a_report_nobody_reads_is_skipped_and_says_so(vela: Account, lena: User) -> None:
    issue = prepared(subscribed(vela, lena, None))
    assert (issue.state, issue.skipped_reason) == ("skipped", "Nobody gets this report.")
    assert prepare(subscription_id=issue.subscription_id, at=NOON) is None


def test_the_pdf_of_a_report_is_the_same_file_each_time(
    vela: Account, lena: User, ana: Contact, kpi: Kpi
) -> None:
    prepared(subscribed(vela, lena, ana, form="pdf"))
    send_due_reports(NOON)
    from retention.reports.documents import pdf_of

    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("report-2026-10-01.pdf", "application/pdf")
    assert content == pdf_of(ReportIssue.objects.get())


def test_a_report_is_written_as_its_readers_write(vela: Account, lena: User, ana: Contact, kpi: Kpi) -> None:
    Account.objects.filter(pk=vela.pk).update(country="DE")
    vela.refresh_from_db()
    issue = prepared(subscribed(vela, lena, ana))
    content = read_back(issue.content)
    assert (content.region, content.state_of) == ("DE", "23 November 2026")
    assert content.parts[0].rows[0][2:4] == ("at least 98 percent", "97,5 percent")
    assert issue.as_of is not None
    period = period_of("month", issue.period_on)
    again = build_again(issue.subscription, period, issue.sources, at=issue.as_of, region=content.region)
    assert fingerprint(kept(again.content)) == issue.sha256
    Contact.objects.filter(pk=ana.pk).update(country="US")
    assert region_of_report(issue.subscription) == "US", "she is the only one of theirs who reads it"
    issue.subscription.kind = "summary"
    assert region_of_report(issue.subscription) == "GB", "we read it ourselves"
