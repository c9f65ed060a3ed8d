"""A report as its readers get it: mail text, mail HTML, PDF. The same content gives the same bytes."""

from dataclasses import asdict

from django.template.loader import render_to_string

from retention.lib.typeset import typeset

from .content import ReportContent, read_back
from .models import ReportIssue
from .words import ReportFormat

TEMPLATE = "report.typ"


def subject_of(content: ReportContent) -> str:
    """“KPIs for Vela Hotels, October 2026”."""
    return " ".join(f"{content.title} for {content.customer}, {content.period}".split())[:200]


def mail_text(content: ReportContent) -> str:
    """The report as plain text."""
    return render_to_string("reports/mail.txt", {"report": content})


def mail_html(content: ReportContent) -> str:
    """The report as the HTML of a mail."""
    return render_to_string("reports/mail.html", {"report": content})


def pdf_of(issue: ReportIssue) -> bytes:
    """The report as a tagged PDF, dated by the moment whose knowledge it holds. Raises NotTypeset."""
    content = read_back(issue.content)
    return typeset(
        TEMPLATE, asdict(content), title=subject_of(content), region=content.region, at=issue.as_of
    )


def has_pdf(issue: ReportIssue) -> bool:
    """Its readers get a file."""
    return issue.subscription.form == ReportFormat.PDF
