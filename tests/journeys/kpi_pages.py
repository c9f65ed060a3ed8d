"""A KPI with a reading at the account of a journey, and its pages."""

from datetime import date
from decimal import Decimal

from plans.actions.kpi_readings import read_kpi
from plans.actions.kpis import add_kpi
from retention.lib.clock import database_now
from retention.reports.actions.subscriptions import add_reader, subscribe
from retention.team.models import User
from tests.desk.book import Book
from tests.security.makers_reports import make_issue


def kpi_pages(book: Book) -> list[str]:
    """Lists, one of each, and the forms."""
    account, at = book.account, database_now()
    lena: User = account.owner  # type: ignore[assignment] # the journey's account has one
    kpi = add_kpi(
        account=account, name="Orders on time", unit="percent", target=Decimal(98), by=lena, at=at,
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
    reading = read_kpi(
        kpi=kpi, period_on=date(2026, 1, 1), actual=Decimal(99), evidence="Their report", by=lena, at=at
    )
    row = subscribe(account=account, kind="kpis", by=lena, at=at)
    add_reader(subscription=row, user=lena, by=lena, at=at)
    issue = make_issue(row)
    own = f"/accounts/{account.pk}/kpis/"
    sent = f"/accounts/{account.pk}/reports/"
    return [
        "/kpis/",
        own,
        f"{own}new/",
        f"/kpis/{kpi.pk}/read/",
        f"/kpi-readings/{reading.pk}/",
        "/reports/",
        "/reports/issues/",
        sent,
        f"{sent}new/",
        f"/reports/{row.pk}/readers/new/",
        f"/report-issues/{issue.pk}/",
    ]
