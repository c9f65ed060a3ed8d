"""A person with a canary in every place that people and imports can write to, and the search for canaries."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import connection

from accounts.actions import edit_account
from accounts.models import Account
from contacts.actions import (
    add_step,
    correct_touchpoint,
    edit_contact,
    log_touchpoint,
    make_promise,
    pause_contact,
    settle_promise,
    snooze_step,
    withdraw_touchpoint,
)
from contacts.actions.map import assign_role, rate_contact, set_tie
from contacts.actions.map_lines import set_influence_line, set_manager
from contacts.models import Contact
from retention.cadence.actions import snooze_check_in
from retention.cadence.models import CheckIn
from retention.lib.clock import database_now
from retention.reminders.models import Delivery, Notification, Reminder
from retention.team.models import User
from tests.integrations.imports.running import applied

NAME, FORMER_NAME = "Zuzanna Quillfeather", "Zuzanna Oxlade"
MAIL, FORMER_MAIL = "zuzanna@quillfeather.test", "z.oxlade@brightwater.test"
PHONE = "+46 8 5550 98712"
TRACE = r"canary\d+z|zuzanna|quillfeather|oxlade|5550.?98712"
_number = count(1)


def canary() -> str:
    """Words that stand nowhere else."""
    return f"canary{next(_number)}z tells something long enough to know it by"


def imported(ada: User) -> Contact:
    """The person comes by an import, under their former name, with a mail."""
    people = (
        "Email,Company Name,Business Phone,First Name,Job Title,Last Name,Description\n"
        f"{FORMER_MAIL},Brightwater Foods,{PHONE},Zuzanna,Buyer,Oxlade,{canary()}\n"
        f"bo@brightwater.test,Brightwater Foods,555-0112,Bo,Manager,Lind,\n"
    )
    firms = "Account Name,Main Phone,Address 1: City\nBrightwater Foods,555-0101,Lund\n"
    mails = (
        "Subject,From,To,Regarding,Status Reason,Modified On,Description,Direction,Owner,Date Sent,"
        "Actual End,Activity Status\n"
        f"{canary()},Tomas Berg,{FORMER_NAME},Brightwater Foods,Sent,6/10/2025 9:30,{canary()},Outgoing,"
        "Tomas Berg,6/10/2025 9:30,6/10/2025,Completed\n"
    )
    files = [("companies.csv", firms), ("contacts.csv", people), ("mails.csv", mails)]
    applied(ada, [(name, text.encode()) for name, text in files])
    return Contact.objects.select_related("account", "person").get(person__name=FORMER_NAME)


def leave_traces(contact: Contact, other: Account, *, ada: User, lena: User, mails: Path) -> None:
    """Everything that people can write about somebody, corrected, taken back and told on."""
    account, at = contact.account, database_now()
    colleague = account.contacts.get(person__name="Bo Lind")
    _edit(contact, lena, at)
    _talk(contact, colleague, lena, at)
    _work(contact, lena, at)
    _map(contact, colleague, lena, at)
    check_in = CheckIn.objects.get(contact=contact)
    snooze_check_in(
        check_in=check_in,
        until=max(check_in.due_on, at.date()) + timedelta(days=5),
        reason=canary(),
        by=lena,
        at=at,
    )
    edit_contact(
        contact=colleague,
        changes={"personal_note": f"Reports to {NAME}"},
        by=lena,
        at=at,
        expected_version=None,
    )
    edit_account(
        account=account,
        changes={"definition_of_win": f"{NAME} says so"},
        by=lena,
        at=at,
        expected_version=None,
    )
    add_step(account=other, owner=ada, text=f"Ask {NAME}, or {MAIL}", due_on=at.date(), by=ada, at=at)
    _tell(account, lena, mails, at)


def _edit(contact: Contact, lena: User, at: Any) -> None:
    changes = {
        "name": NAME,
        "email": MAIL,
        "title": canary(),
        "personal_note": canary(),
        "interests": canary(),
        "important_dates": [{"label": canary()[:60], "month": 12, "day": 24, "year": None}],
        "hours_days": ["tue"],
        "assistant": contact.account.contacts.get(person__name="Bo Lind"),
        "country": "SE",
        "is_key": True,
        "channels_forbidden": ["letter"],
    }
    edit_contact(contact=contact, changes=changes, by=lena, at=at, expected_version=None)
    edit_contact(contact=contact, changes={"title": canary()}, by=lena, at=at, expected_version=None)
    until = at.date() + timedelta(days=2)
    pause_contact(contact=contact, until=until, reason=canary(), by=lena, at=at)
    changes = {"paused_until": None, "pause_reason": ""}
    edit_contact(contact=contact, changes=changes, by=lena, at=at, expected_version=None)


def _talk(contact: Contact, colleague: Contact, lena: User, at: Any) -> None:
    said: dict[str, Any] = {
        "account": contact.account,
        "contacts": [contact],
        "channel": "call",
        "happened_at": at,
        "by": lena,
        "at": at,
    }
    first = log_touchpoint(**said, subject=canary(), text=canary(), next_step=(canary(), at.date(), None))
    correct_touchpoint(touchpoint=first, changes={"text": f"{canary()}\nand more"}, by=lena, at=at)
    taken_back = log_touchpoint(**said, text=canary())
    withdraw_touchpoint(touchpoint=taken_back, by=lena, at=at)
    log_touchpoint(
        **(said | {"contacts": [contact, colleague]}), text=f"Zuzanna and Bo; write to {MAIL}, {PHONE}"
    )


def _work(contact: Contact, lena: User, at: Any) -> None:
    on = at.date()
    promise = make_promise(
        account=contact.account,
        side="theirs",
        user=lena,
        text=canary(),
        promised_on=on,
        due_on=on,
        contact=contact,
        by=lena,
        at=at,
    )
    settle_promise(promise=promise, state="withdrawn", on=on, note=canary(), by=lena, at=at)
    step = add_step(
        account=contact.account, owner=lena, text=canary(), due_on=on, contact=contact, by=lena, at=at
    )
    snooze_step(step=step, until=on + timedelta(days=3), reason=canary(), by=lena, at=at)


def _map(contact: Contact, colleague: Contact, lena: User, at: Any) -> None:
    sure = {"certainty": "confirmed", "verified_on": at.date()}
    rate_contact(contact=contact, influence=4, attitude=-1, evidence=canary(), **sure, by=lena, at=at)
    assign_role(contact=contact, role="champion", evidence=canary(), **sure, by=lena, at=at)
    set_tie(contact=contact, user=lena, level=2, by=lena, at=at)
    set_manager(contact=contact, manager=colleague, by=lena, at=at)
    set_influence_line(contact=contact, on_contact=colleague, note=canary(), by=lena, at=at)


def _tell(account: Account, lena: User, mails: Path, at: Any) -> None:
    """A notification about a promise of theirs, its mail as a row, and its mail as a file."""
    text = account.promises.get().text
    reminder = Reminder.objects.create(
        kind="trial",
        account=account,
        subject_id=1,
        anchor_kind="day",
        anchor_on=at.date(),
        rung=0,
        content="x",
        audience=["owner"],
        urgency="immediate",
        fire_on=at.date(),
        fire_at=at,
        dedupe_key="trial:1",
    )
    mail = Delivery.objects.create(
        user=lena,
        kind="immediate",
        dedupe_key="x",
        message_id="<x@keel>",
        due_at=at,
        next_try_at=at,
        payload={"subject": f"For {NAME}"},
    )
    Notification.objects.create(
        reminder=reminder,
        user=lena,
        account=account,
        title=f"Promise to {NAME}",
        text=f"Due: {text[:60]}",
        url="/",
        urgency="immediate",
        created_at=at,
        delivery=mail,
    )
    backend = get_connection("retention.lib.mail_folder.EmailBackend")
    for subject in (f"Promise to {NAME}", "Something else"):
        message = EmailMessage(
            subject, "Good morning", to=[lena.email], headers={"Message-ID": f"<{subject[:4]}@k>"}
        )
        backend.send_messages([message])
    assert len(list(mails.glob("*.eml"))) == 2


def tables() -> list[str]:
    """Every table of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return [row[0] for row in cursor.fetchall()]


def found(folder: Path, pattern: str = TRACE) -> dict[str, list[str]]:
    """What the pattern finds in each table of the database (whole rows as text), and in each file."""
    hits = {}
    for table in tables():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT (regexp_matches(t::text, %s, 'gi'))[1] FROM \"{table}\" t ORDER BY 1",  # noqa: S608
                [f"({pattern})"],
            )
            hits[table] = [row[0] for row in cursor.fetchall()]
    hits |= {path.name: re.findall(pattern, path.read_text(), re.IGNORECASE) for path in _files(folder)}
    return {place: known for place, known in hits.items() if known}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
