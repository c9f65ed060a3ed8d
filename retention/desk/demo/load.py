"""Putting the demo company together."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from accounts.actions.rates import add_rate
from accounts.ledger import ledger_day, rebuild_ledger
from accounts.models import Account
from contacts.derived import rebuild as rebuild_last_contacts
from retention.cadence.rebuild import rebuild as rebuild_check_ins
from retention.health.actions import backfill_demo, refresh_accounts
from retention.lib.errors import DomainError
from retention.lib.facts import left_to_a_rebuild
from retention.renewals.rebuild import rebuild as rebuild_renewals
from retention.team.audit import acting
from retention.team.models import User

from . import billing, maps, records
from .advocates import make_advocates, make_voices
from .book import CUSTOMERS
from .departed import make_departed
from .goals import make_goals
from .hours import make_hours
from .known import make_known
from .lessons import make_lessons
from .operations import make_operations
from .people import make_people
from .pipeline import make_pipeline
from .plans import make_plans
from .plays import make_plays
from .reports import make_reports
from .reviews import hold_review_of_old, prepare_review_ahead
from .shared import share_a_plan
from .teamwork import make_teamwork
from .twins import make_twins
from .walks import make_walks
from .white_space import make_white_space
from .worth import make_worth

HISTORY_DAYS = 60
RATES = (("GBP", Decimal("1.17")), ("USD", Decimal("0.92")))


class NotEmpty(DomainError):
    """There are people or accounts already; the demo company would mix with them."""


def rederive(account_ids: list[int], *, at: datetime) -> None:
    """What follows from the year of history. Nothing is spread: some check-ins are late, as anywhere."""
    rebuild_ledger(account_ids, on=ledger_day(at))
    rebuild_last_contacts(account_ids)
    rebuild_check_ins(account_ids, at=at)
    rebuild_renewals(account_ids, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing yet of rows made in this transaction
    backfill_demo(account_ids=account_ids, days=HISTORY_DAYS, at=at)
    refresh_accounts(account_ids=account_ids, at=at)


def _make_customers(users: dict[str, User], *, at: datetime, say: Callable[[str], None]) -> list[int]:
    """The records that people would have entered; return the accounts' ids."""
    admin = users["Ada"]
    products = records.make_products(admin, at)
    made = make_departed(users, products, at=at)
    for number, customer in enumerate(CUSTOMERS, start=1):
        account = records.make_account(customer, users, by=admin, at=at)
        owner = users[customer.owner]
        contacts = records.make_contacts(customer, account, by=admin, at=at)
        records.make_contracts(customer, account, products, by=admin, at=at)
        billing.make_bills(customer, account, today=at.date())
        talkers = maps.who_talks(customer, contacts)
        records.make_history(customer, account, talkers, owner=owner, today=at.date())
        maps.make_map(customer, account, contacts, users, today=at.date())
        records.make_work(customer, account, contacts, owner=owner, at=at)
        make_worth(customer, account, contacts, owner, today=at.date())
        made.append(account.pk)
        if number % 8 == 0:
            say(f"{number} of {len(CUSTOMERS)} customers with a year of history")
    return made


def load_demo(*, password: str, at: datetime, say: Callable[[str], None]) -> list[User]:
    """Make the demo company in an empty installation. Raises NotEmpty otherwise."""
    if User.objects.people().exists() or Account.objects.exists():
        raise NotEmpty("There are people or accounts here already; the demo needs an empty installation.")
    with transaction.atomic(), acting(user_id=None, via="demo"):
        users = make_people(password, at=at)
        admin = users["Ada"]
        for currency, rate in RATES:
            add_rate(currency=currency, on=at.date(), rate=rate, source="demo", by=admin, at=at)
        with left_to_a_rebuild("retention.cadence", "retention.health", "retention.renewals.estimates"):
            made = _make_customers(users, at=at, say=say)
            make_teamwork(users, at=at)
            make_voices(at=at)
        rederive(made, at=at)
        make_pipeline(made, users, at=at)
        make_plays(made, users, at=at)
        make_goals(users, at=at)
        hold_review_of_old(users, at=at)
        make_plans(users, at=at)
        make_advocates(at=at)
        make_known(users, at=at)
        make_twins(users, at=at)
        make_hours(users, at=at)
        make_white_space(users, at=at)
        make_operations(users, at=at)
        make_lessons(users, at=at)
        make_walks(users, at=at)
        share_a_plan(at=at, say=say)
        prepare_review_ahead(users, at=at)
        make_reports(users, at=at)
    return list(users.values())
