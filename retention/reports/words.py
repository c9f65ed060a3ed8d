"""Words of reports."""

from django.db import models


class ReportKind(models.TextChoices):
    """What a report tells; the summary and a portfolio never leave us, and a portfolio is of a person."""

    KPIS = "kpis", "KPIs"
    VALUE = "value", "Value delivered"
    SERVICE = "service", "Hours of service"
    SUMMARY = "summary", "Summary of the account, internal"
    PORTFOLIO = "portfolio", "Portfolio, internal"


class ReportFrequency(models.TextChoices):
    """How often a report is due."""

    WEEK = "week", "Every week"
    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every quarter"


class ReportFormat(models.TextChoices):
    """How a report reaches its readers."""

    MAIL = "mail", "In the mail"
    PDF = "pdf", "PDF with the mail"


class IssueState(models.TextChoices):
    """How far one report is."""

    PREPARED = "prepared", "Waits for approval"
    APPROVED = "approved", "Approved"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Skipped"


class MailState(models.TextChoices):
    """What became of the mail to one recipient."""

    PENDING = "pending", "On its way"
    SENT = "sent", "Sent"
    SUPPRESSED = "suppressed", "Not sent"
    DEAD = "dead", "Failed"


INTERNAL = frozenset({ReportKind.SUMMARY.value, ReportKind.PORTFOLIO.value})
OPEN = (IssueState.PREPARED.value, IssueState.APPROVED.value)
