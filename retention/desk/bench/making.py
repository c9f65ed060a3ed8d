"""The company that is measured, and everything that the product derives from it, each part with its time."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.ledger import ledger_day, rebuild_ledger
from accounts.models import Account
from contacts.derived import rebuild as rebuild_last_contacts
from contacts.models import Contact
from retention.cadence.rebuild import rebuild as rebuild_check_ins
from retention.health.actions import refresh_accounts, run_day
from retention.health.models import ClosedDay
from retention.lib.clock import database_now
from retention.renewals.rebuild import rebuild as rebuild_renewals
from retention.team.models import User

from . import generate

DAY = timedelta(days=1)
Say = Callable[[str], Any]


def make(accounts: int, say: Say) -> User:
    """Generate so many accounts and derive; who is to be measured. Needs an empty installation."""
    manager = generate.make_users()
    yesterday = ledger_day(database_now()) - DAY
    ClosedDay.objects.get_or_create(on=yesterday, defaults={"closed_at": database_now()})  # ours to time
    _clocked("generated", lambda: generate.generate(accounts, lambda text: say(f"  {text}")), say)
    _derive(say)
    return manager


def _clocked(what: str, act: Callable[[], Any], say: Say) -> float:
    started = time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    say(f"{what}: {seconds:.1f} s")
    return seconds


def _derive(say: Say) -> None:
    at = database_now()
    contacts = Contact.objects.count()
    _clocked("ledger of all accounts", lambda: rebuild_ledger(on=ledger_day(at)), say)
    _clocked("last contacts of all", lambda: rebuild_last_contacts(), say)
    _clocked("renewals of all", lambda: rebuild_renewals(at=at), say)
    seconds = _clocked("check-ins of all", lambda: rebuild_check_ins(at=at), say)
    say(f"  {contacts / seconds:,.0f} contacts/s")
    plain = _clocked("plain UPDATE of the health columns", _plain_update, say)
    yesterday = ledger_day(at) - DAY
    everybody = list(Account.objects.order_by("id").values_list("pk", flat=True))
    _clocked("first score of all", lambda: refresh_accounts(account_ids=everybody, at=at), say)
    _clocked("health of a day for all, kept, once", lambda: run_day(on=yesterday - DAY, at=at), say)
    day = _clocked("health of a day for all, kept", lambda: run_day(on=yesterday, at=at), say)
    say(f"  {day / plain:.1f} x the plain update")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plain_update() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET health_coverage = 0.5, health_on = current_date")
