"""An account on whose pages no card is empty: the one whose statements are counted."""

from datetime import timedelta
from decimal import Decimal

from accounts.actions.contracts import enter_contract
from accounts.actions.external_ids import attach_external_id
from accounts.actions.invoices import enter_invoice
from accounts.lines import LineInput
from accounts.models import Account
from contacts.actions.touchpoints import log_touchpoint
from contacts.actions.voice import write_feedback
from retention.health.actions import backfill_demo
from retention.team.models import User

from .book import Book, more_at

KEPT_DAYS = 30
"""Two points of the health line, and the day four weeks ago against which changes are told."""


def fill(book: Book, owner: User, backup: User) -> None:
    """Give the account three of everything that its pages show."""
    account, now, today = book.account, book.now, book.today
    Account.objects.filter(pk=account.pk).update(
        backup_owner=backup, sector="Hotels", city="Lisbon", country="PT", time_zone="Europe/Lisbon",
        customer_since=today - timedelta(days=900), definition_of_win="Twelve houses, one team.",
    )  # fmt: skip
    account.refresh_from_db()
    more_at(book, owner, 3)
    for number in range(3):
        write_feedback(
            account=account, kind="complaint", text=f"Support {number} answers late", by=owner, at=now,
            contact=book.contact, touchpoint=book.touchpoint, owner=owner, about_user=owner,
        )  # fmt: skip
        enter_invoice(
            account=account, by=owner, at=now, number=f"I-{number}", issued_on=today - timedelta(days=80),
            due_on=today - timedelta(days=34), amount=Decimal(100), currency=("EUR", "USD", "EUR")[number],
        )  # fmt: skip
        enter_contract(
            account=account, by=owner, at=now, activate=True, reference=f"D-{number}", notice_value=30,
            lines=[LineInput(recurring_amount=Decimal(1200))], currency=account.currency,
            term_start=today - timedelta(days=300), term_end=today + timedelta(days=70 + number),
        )  # fmt: skip
        attach_external_id(
            record_type="account", record=account, source=f"ledger {number}", value="77", by=owner, at=now
        )
    backfill_demo(account_ids=[account.pk], days=KEPT_DAYS, at=now)
    for number in range(3):  # the newest of the timeline, so that it reads what was said
        log_touchpoint(
            account=account, contacts=[book.contact], channel="call", happened_at=now, by=owner, at=now,
            mood=1, text=f"The {number}. house opens in spring.",
        )  # fmt: skip
    account.refresh_from_db()
