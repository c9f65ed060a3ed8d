"""Reports at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account
from retention.reports.models import ReportReader
from retention.team.models import User

from .makers_reports import make_issue, make_line, make_subscription


def reports_of(account: Account, owner: User, says: Any) -> dict[str, Any]:
    """A subscription with readers and reports that wait, and one that ends; texts carry the mark."""
    row = make_subscription(account, owner)
    gone = ReportReader.objects.create(subscription=make_subscription(account, owner, "value"), user=owner)
    ReportReader.objects.create(subscription=row, user=owner)
    issue = make_issue(row, says("report"))
    approved, sent = (make_issue(row, says(f"report-{month}"), date(2026, month, 1)) for month in (8, 9))
    ending = make_subscription(account, owner, "service")
    return {
        "report_subscription": row, "ending_report": ending, "report_reader": gone, "report_issue": issue,
        "approved_issue": approved, "sent_issue": sent, "report_mail": make_line(issue, owner),
    }  # fmt: skip
