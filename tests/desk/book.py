"""An account with one of everything that its pages show, made by the actions that people use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import Client

from accounts.actions.contracts import enter_contract
from accounts.lines import LineInput
from accounts.models import Account
from contacts.actions.people import add_contact
from contacts.actions.promises import make_promise
from contacts.actions.steps import add_step
from contacts.actions.touchpoints import log_touchpoint
from contacts.models import Contact, NextStep, Promise, Touchpoint
from retention.cadence.models import CheckIn
from retention.lib.clock import database_now
from retention.reminders.models import Notification, Reminder
from retention.renewals.models import Renewal
from retention.team.models import Team, User

FRAGMENT = {"headers": {"HX-Request": "true"}}
BUDGET = 25


@dataclass
class Book:
    """What stands at one account."""

    account: Account
    contact: Contact
    touchpoint: Touchpoint
    renewal: Renewal
    step: NextStep
    promise: Promise
    notification: Notification
    now: datetime

    @property
    def today(self) -> date:
        """The day of the book: the server's, in UTC like its people."""
        return self.now.date()

    @property
    def check_in(self) -> CheckIn:
        """The check-in with the contact, as it stands now."""
        return CheckIn.objects.get(contact=self.contact)


def make_book(account: Account, owner: User) -> Book:
    """Spoken with 40 days ago, a check-in late since, a step and a promise for today, a renewal to decide."""
    now = database_now()
    today, then = now.date(), now - timedelta(days=40)
    contact = add_contact(
        account=account, by=owner, at=then, name="Jonas Weller", title="Head of supply", is_key=True,
        buying_role="champion", since=then.date() - timedelta(days=300),
    )  # fmt: skip
    touchpoint = log_touchpoint(
        account=account, contacts=[contact], channel="call", happened_at=then, by=owner, at=now, mood=1,
        text="Trainers confirmed for the spring.",
    )  # fmt: skip
    contract = enter_contract(
        account=account, by=owner, at=now, activate=True, reference=f"C-{account.pk}",
        lines=[LineInput(recurring_amount=Decimal(41200))], currency=account.currency, notice_value=30,
        term_start=today - timedelta(days=300), term_end=today + timedelta(days=60),
    )  # fmt: skip
    renewal = Renewal.objects.get(contract=contract)
    step = add_step(account=account, owner=owner, text="Send the spring plan", due_on=today, by=owner, at=now)
    promise = make_promise(
        account=account, side="ours", user=owner, contact=contact, text="A second trainer",
        promised_on=today, due_on=today, by=owner, at=now,
    )  # fmt: skip
    account.refresh_from_db()
    return Book(account, contact, touchpoint, renewal, step, promise, notify(renewal, owner), now)


def notify(renewal: Renewal, user: User, number: int = 0) -> Notification:
    """Tell somebody in the app about a renewal, as the release of a reminder does."""
    now, account = database_now(), renewal.account
    reminder = Reminder.objects.create(
        kind="renewal_rung", account=account, subject_id=renewal.pk, anchor_kind="act_by",
        anchor_on=renewal.decision_on, rung=-200 - number, content=f"told {number}", audience=["owner"],
        urgency="digest", fire_on=now.date(), fire_at=now, state="released", released_at=now,
        dedupe_key=f"told:{renewal.pk}:{user.pk}:{number}",
    )  # fmt: skip
    return Notification.objects.create(
        reminder=reminder, user=user, account=account, title=f"{account.name}: nobody has said yes",
        text="To be decided soon.", url=f"/renewals/{renewal.pk}/", urgency="digest", created_at=now,
    )  # fmt: skip


def more_books(number: int, owner: User, team: Team, *, first: int = 0) -> list[Book]:
    """That many further accounts of the owner, each with one of everything."""
    made = []
    for each in range(first, first + number):
        account = Account.objects.create(
            name=f"Customer {each:02d}", owner=owner, team=team, tier="A", currency="EUR"
        )
        made.append(make_book(account, owner))
    return made


def more_at(book: Book, owner: User, number: int, *, first: int = 0) -> None:
    """That many further people, talks, steps, promises and messages at the same account."""
    for each in range(first, first + number):
        person = add_contact(
            account=book.account, by=owner, at=book.now, name=f"Colleague {each:02d}", is_key=each % 2 == 0,
            since=book.today - timedelta(days=90),
        )  # fmt: skip
        log_touchpoint(
            account=book.account, contacts=[person, book.contact], channel="email", outcome="replied",
            happened_at=book.now - timedelta(days=50 + each), by=owner, at=book.now, text=f"Mail {each:02d}",
        )  # fmt: skip
        add_step(
            account=book.account, owner=owner, text=f"Step {each:02d}", due_on=book.today, by=owner,
            at=book.now,
        )  # fmt: skip
        make_promise(
            account=book.account, side="ours", user=owner, contact=person, text=f"Promise {each:02d}",
            promised_on=book.today, due_on=book.today, by=owner, at=book.now,
        )  # fmt: skip
        notify(book.renewal, owner, each + 1)


def signed_in(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user)
    return client
