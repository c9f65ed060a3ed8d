"""The demo company's KPIs: a year of readings of one customer, its report sent twice, and one that waits."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Account
from contacts.models import Contact
from plans.actions.kpi_readings import readings_told
from plans.kpi_results import ended_spans
from plans.models import Kpi, KpiReading
from retention.lib.months import add_months
from retention.reports.actions.issues import prepare
from retention.reports.actions.portfolios import subscribe_portfolio
from retention.reports.actions.subscriptions import add_reader, subscribe
from retention.reports.models import ReportIssue, ReportMail, Subscription
from retention.reports.words import IssueState, MailState
from retention.team.models import User

MEASURED, SERVED = "Tidewater Ports", "Halden and Son"
KPIS = (
    # name, how it is measured, unit, direction, target, frequency; readings from the latest back
    (
        ("Quay slots met", "Ships served in the hour they were given", "percent", "higher", "97", "month"),
        ("97.8", "96.4", "98.1", "97.2", "97.5", "95.9", "96.8", "97.9", "98.0", "97.1", "96.2", "97.4"),
    ),
    (
        (
            "Answer to a blocked gate",
            "Until one of us is on it",
            "minutes",
            "lower",
            "15",
            "quarter",
        ),
        ("12", "14", "17", "15"),
    ),
)
EVIDENCE = "Their terminal report"


def make_reports(users: Mapping[str, User], *, at: datetime) -> None:
    """Two KPIs, two reports that were sent, one that waits for approval, and a lead's portfolio."""
    account = Account.objects.select_related("owner").filter(name=MEASURED).first()
    theirs = Contact.objects.filter(account=account, is_placeholder=False, status="active")
    reader = theirs.filter(person__email__gt="").order_by("id").first()
    if account is None or reader is None:
        return
    by = account.owner or users["Ada"]
    for said, figures in KPIS:
        _measure(account, reader, said, figures, by=by, at=at)
    _report(account, reader, by=by, at=at)
    _portfolio(users["Nadia"], at=at)
    served = Account.objects.select_related("owner").filter(name=SERVED).first()
    if served is not None:
        _waiting(served, by=served.owner or by, at=at)


def _measure(
    account: Account, who: Contact, said: tuple[str, ...], figures: tuple[str, ...], *, by: User, at: datetime
) -> None:
    name, measure, unit, direction, target, frequency = said
    today = at.date()
    spans = ended_spans(frequency, date.min, on=today, most=len(figures))
    kpi = Kpi.objects.create(
        account=account, name=name, measure=measure, unit=unit, direction=direction,
        target=Decimal(target), frequency=frequency, starts_on=spans[-1].first, is_shared=True,
        agreed_with=who, agreed_on=today - timedelta(days=380), owner=by, by=by,
        deliverable="Depot board updates",
    )  # fmt: skip
    KpiReading.objects.bulk_create(
        KpiReading(
            kpi=kpi, period_on=span.first, actual=Decimal(figure), target=kpi.target, evidence=EVIDENCE, by=by
        )
        for span, figure in zip(spans, figures, strict=True)
    )


def _report(account: Account, reader: Contact, *, by: User, at: datetime) -> None:
    """Subscribed three months ago; the reports of the last two months were sent on their days."""
    begun = at - timedelta(days=1)
    row = subscribe(account=account, kind="kpis", by=by, at=begun, day=5)
    add_reader(subscription=row, contact=reader, by=by, at=begun)
    this = at.date().replace(day=1)
    for months in (2, 1):
        first = add_months(this, -months)
        Subscription.objects.filter(pk=row.pk).update(next_on=first, due_on=first, prepare_on=first)
        then = at.replace(year=this.year, month=this.month, day=1)
        sent_at = min(at, (then if months == 1 else _months_on(then, -1)) + timedelta(days=4, hours=2))
        made = prepare(subscription_id=row.pk, at=sent_at)
        if made is not None:
            _sent(made, by=by, at=sent_at)


def _portfolio(lead: User, *, at: datetime) -> None:
    """What a lead was told of last week."""
    row = subscribe_portfolio(by=lead, at=at)
    first = row.next_on - timedelta(days=7)
    Subscription.objects.filter(pk=row.pk).update(next_on=first, due_on=first, prepare_on=first)
    made = prepare(subscription_id=row.pk, at=at)
    if made is not None:
        _sent(made, by=lead, at=at)


def _months_on(moment: datetime, months: int) -> datetime:
    """The same hour, months away."""
    day = add_months(moment.date(), months)
    return moment.replace(year=day.year, month=day.month, day=day.day)


def _sent(issue: ReportIssue, *, by: User, at: datetime) -> None:
    ReportMail.objects.filter(issue=issue).update(state=MailState.SENT, attempts=1, sent_at=at)
    rows = ReportIssue.objects.filter(pk=issue.pk)
    rows.update(state=IssueState.SENT, approved_by=by, approved_at=at, sent_at=at)
    readings_told(issue.sources.get("readings", []), on=at.date())


def _waiting(account: Account, *, by: User, at: datetime) -> None:
    """The hours of last month, for whoever owns the account to approve."""
    row = subscribe(account=account, kind="service", by=by, at=at, day=1, approver=by)
    theirs = Contact.objects.filter(account=account, is_placeholder=False, status="active").first()
    if theirs is not None:
        add_reader(subscription=row, contact=theirs, by=by, at=at)
    first = add_months(at.date().replace(day=1), -1)
    Subscription.objects.filter(pk=row.pk).update(next_on=first, prepare_on=first)
    prepare(subscription_id=row.pk, at=at)
