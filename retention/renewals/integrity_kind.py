"""The nightly check: leads are told once of each thing that is not as it must be."""

from datetime import datetime

from django.db import transaction

from accounts.models import Contract
from retention.reminders.actions import Plan, PlannedRow, plan_many
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.team.machine import the_machine
from retention.team.models import User

from .integrity import FAULTS, Finding, find_broken, find_overlaps
from .kind import leads_of
from .sync import engine_day

KIND = "renewal_fault"
PAGE = "/renewals/findings/"


def is_open(contract_id: int) -> bool:
    """Something about this contract is still not as it must be."""
    ids = [contract_id]
    return bool(find_broken(most=1, contracts=ids) or find_overlaps(most=1, contracts=ids))


def people_of(reminder: Reminder) -> list[User]:
    """The leads of the account's team."""
    return leads_of(reminder.account)


def render(reminder: Reminder, user: User) -> Rendered:
    """What was found, why it matters, and where to see to it."""
    fault = FAULTS[reminder.content]
    contract = Contract.objects.select_related("account").get(pk=reminder.subject_id)
    title = f"{contract.account.name}: {fault.what}"
    return Rendered(title[:200], f"{contract.reference}: {fault.why} {fault.to_do}"[:500], PAGE)


FAULT = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)


def check_nightly(at: datetime, limit: int = 500) -> int:
    """Plan a word to the leads about each finding, withdraw those that were mended; return how many are new.

    Safe to run twice or late: what was told of a contract's term is not told again.
    """
    found = [*find_broken(most=limit), *find_overlaps(most=limit)]
    by_contract: dict[int, list[Finding]] = {}
    for one in found:
        by_contract.setdefault(one.contract_id, []).append(one)
    waiting = Reminder.objects.planned().filter(kind=KIND).values_list("subject_id", flat=True)
    contracts = Contract.objects.filter(id__in={*by_contract, *waiting}).order_by("account_id", "id")
    plans = [
        Plan(row.pk, row.account_id, tuple(_rows(row, by_contract.get(row.pk, []), at))) for row in contracts
    ]
    if not plans:
        return 0
    with transaction.atomic():
        return plan_many(kind=KIND, plans=plans, at=at, by=the_machine()).added


def _rows(contract: Contract, findings: list[Finding], at: datetime) -> list[PlannedRow]:
    """One per kind of finding; the contract's term is its anchor, so that it is told once."""
    codes = sorted({one.code for one in findings})
    anchor, today = contract.term_end or contract.term_start, engine_day(at)
    lead = (Audience.LEAD.value,)
    return [PlannedRow(code, anchor, 0, code, lead, Urgency.DIGEST.value, today) for code in codes]
