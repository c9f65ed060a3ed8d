"""The table of renewals as a file: the rows of its filters, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.fx import base_currency
from retention.integrations.imports.exports import harmless
from retention.metrics.questions import DEFINITION_VERSION
from retention.renewals.models import Renewal
from retention.renewals.out_of_quarter import timing_of_row

from .disputes import disagreements, shown_estimate

HEAD = (
    "Renewal", "Account", "Contract", "Owner", "Team", "Tier", "Stage", "To be decided",
    "Last day for notice", "Renews", "Value a year", "Currency", "Owner's call", "Why", "System",
    "They disagree", "In its stage since", "Too long there from", "Out of its quarter",
    "Health", "Score", "Closed on", "Renewed a year", "As of", "Workspace currency", "Definition",
)  # fmt: skip
AT_ONCE = 1000


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def table_lines(rows: QuerySet[Renewal], *, on: date) -> Iterator[str]:
    """The file line by line, each with the day it is as of; amounts are in the currency of their row."""
    write = csv.writer(_Echo()).writerow
    yield "\ufeff"
    yield write(HEAD)
    made = (on, base_currency(), DEFINITION_VERSION)
    for row in _by_day(rows.select_related("account__owner", "account__team", "contract")):
        yield write([_cell(value) for value in (*_values(row, on), *made)])


def _by_day(rows: QuerySet[Renewal]) -> Iterator[Renewal]:
    """In the order of the days to decide by, read in portions: nothing is held open."""
    found = list(rows.order_by("decision_on", "id")[:AT_ONCE])
    while found:
        yield from found
        day, last = found[-1].decision_on, found[-1].pk
        beyond = Q(decision_on__gt=day) | Q(decision_on=day, id__gt=last)
        further = rows.filter(beyond, decision_on__gte=day).order_by("decision_on", "id")
        found = list(further[:AT_ONCE])


def _values(row: Renewal, on: date) -> tuple[object, ...]:
    account, call = row.account, row.get_call_display() if row.call else ""
    return (
        row.pk, account.name, row.contract.reference, account.owner.name if account.owner else "",
        account.team.name if account.team else "", account.tier, row.get_stage_display(), row.decision_on,
        row.notice_deadline, row.renewal_due_on, row.atr, row.currency, call, row.call_note,
        shown_estimate(row), " ".join(disagreements(row)), row.stage_since, row.stuck_on,
        timing_of_row(row, on=on),
        account.get_health_band_display(), account.health_score, row.closed_on, row.renewed_arr,
    )  # fmt: skip


def _cell(value: object) -> str:
    """Numbers and days as they are; words so that no spreadsheet takes them for a formula."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | Decimal | date) else harmless(str(value))
