"""The table of renewals as a file: the rows of its filters, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from retention.integrations.imports.exports import harmless
from retention.renewals.models import Renewal

from .disputes import disagree, shown_estimate

HEAD = (
    "Renewal", "Account", "Contract", "Owner", "Team", "Tier", "Stage", "To be decided",
    "Last day for notice", "Renews", "Value a year", "Currency", "Owner's call", "Why", "System",
    "They disagree", "Health", "Score", "Closed on", "Renewed a year",
)  # fmt: skip


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def table_lines(rows: QuerySet[Renewal]) -> Iterator[str]:
    """The file line by line, read from the database in pieces."""
    write = csv.writer(_Echo()).writerow
    yield "\ufeff"
    yield write(HEAD)
    found = rows.select_related("account__owner", "account__team", "contract")
    for row in found.order_by("decision_on", "id").iterator(chunk_size=1000):
        yield write([_cell(value) for value in _values(row)])


def _values(row: Renewal) -> tuple[object, ...]:
    account, call = row.account, row.get_call_display() if row.call else ""
    return (
        row.pk, account.name, row.contract.reference, account.owner.name if account.owner else "",
        account.team.name if account.team else "", account.tier, row.get_stage_display(), row.decision_on,
        row.notice_deadline, row.renewal_due_on, row.atr, row.currency, call, row.call_note,
        shown_estimate(row), "yes" if disagree(row) else "", account.get_health_band_display(),
        account.health_score, row.closed_on, row.renewed_arr,
    )  # fmt: skip


def _cell(value: object) -> str:
    """Numbers and days as they are; words so that no spreadsheet takes them for a formula."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | Decimal | date) else harmless(str(value))
