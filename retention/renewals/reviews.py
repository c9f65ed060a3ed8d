"""Contracts without an end: a review every year takes the renewal's place (docs/methods.md, Renewals)."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models.functions import ExtractDay, ExtractMonth

from accounts.choices import ContractState
from accounts.models import Account, Contract
from contacts.actions import add_step
from contacts.models import NextStep
from retention.lib.business_days import NoBusinessDay
from retention.lib.months import add_months
from retention.team.calendars import Calendars
from retention.team.machine import the_machine
from retention.team.models import User

from .decisions import calendar_for, terms_of
from .notice import earliest_exit, next_review
from .people import person_for
from .rungs import LEAD
from .sync import engine_day

ORIGIN = "yearly_review"
DAYS_AHEAD = 30
logger = logging.getLogger(__name__)


def plan_reviews(at: datetime, limit: int = 500) -> int:
    """Plan the yearly reviews of the next thirty days as next steps of the owners; return how many.

    Each is planned once, also when this runs twice or late. An account nobody looks after waits.
    """
    on, planned = engine_day(at), 0
    for contract_id, day in list(_due(on).items())[:limit]:
        try:
            with transaction.atomic():
                planned += _plan(contract_id, day, on=on, at=at)
        except Exception:
            logger.exception("contract %s: its yearly review could not be planned", contract_id)
    return planned


def _due(on: date) -> dict[int, date]:
    """The review day of every contract without an end that has one in the window and no step for it."""
    days = {on + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)}
    window = {day.month * 100 + day.day for day in days}
    if 228 in window:
        window.add(229)
    running = Contract.objects.filter(state=ContractState.ACTIVE, term_end__isnull=True, is_history=False)
    dated = running.annotate(anniversary=ExtractMonth("term_start") * 100 + ExtractDay("term_start"))
    rows = dated.filter(anniversary__in=window, term_start__lt=add_months(on, -10)).order_by("id")
    reviews = {pk: next_review(start, on=on) for pk, start in rows.values_list("id", "term_start")}
    keys = {_key(pk, day): pk for pk, day in reviews.items() if day in days}
    known = NextStep.objects.filter(origin=ORIGIN, origin_key__in=keys)
    done = {keys[key] for key in known.values_list("origin_key", flat=True)}
    return {pk: reviews[pk] for pk in keys.values() if pk not in done}


def _key(contract_id: int, day: date) -> str:
    return f"{contract_id}:{day:%Y-%m-%d}"


def _plan(contract_id: int, day: date, *, on: date, at: datetime) -> bool:
    """One step, unless somebody else holds the account now or nobody looks after it."""
    contract = Contract.objects.select_related("account__owner", "account__backup_owner").get(pk=contract_id)
    held = Account.objects.filter(pk=contract.account_id).select_for_update(skip_locked=True, no_key=True)
    owner = _owner_of(contract.account)
    if held.first() is None or owner is None:
        return False
    exit_on = _exit_of(contract, on)
    add_step(
        account=contract.account,
        owner=owner,
        text=f"Yearly review of {contract.reference}, which has no end; notice today would end it on "
        f"{exit_on:%-d %B %Y}",
        due_on=day,
        by=the_machine(),
        at=at,
        origin=ORIGIN,
        origin_key=_key(contract_id, day),
    )
    return True


def _owner_of(account: Account) -> User | None:
    """The owner or who stands behind them, else the lead of the account's team."""
    machine = the_machine()
    found = account.owner if account.owner and account.owner.is_active else None
    person = found or person_for(LEAD, account, otherwise=machine)
    return None if person.pk == machine.pk else person


def _exit_of(contract: Contract, on: date) -> date:
    try:
        return earliest_exit(on, terms_of(contract), calendar_for(contract, Calendars()))
    except NoBusinessDay:
        return on
