"""The daily loop: a call logged in the browser, reminders told once, the lead's page, and the API."""

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from accounts.models import Account
from contacts.models import Contact
from retention.cadence.models import CheckIn
from retention.integrations.tokens.actions import make_token
from retention.integrations.tokens.scopes import SCOPES
from retention.lib.clock import database_now
from retention.reminders.digests import write_digests
from retention.reminders.models import Delivery, DeliveryState, Notification
from retention.reminders.sending import send_due
from retention.renewals.models import Renewal
from retention.team.actions.invitations import invite_again
from retention.team.models import User
from retention.team.roles import Role

from .report import Report
from .visitor import Visitor

PASSWORD = "a-password-of-the-run-4711"  # noqa: S105 - of a thrown-away installation


def busiest_owner() -> User:
    """The account manager with most accounts."""
    rows = User.objects.active().exclude(role__in=(Role.ADMIN, Role.SYSTEM))
    return rows.annotate(number=Count("owned_accounts")).order_by("-number", "id")[0]


def come_in(visitor: Visitor, person: User, admin: User) -> Visitor:
    """Follow a fresh invitation, choose a password, sign in."""
    invitation = invite_again(person=person, by=admin, at=database_now())
    visitor.choose_password(invitation.link, PASSWORD)
    return signed_in(visitor, person.email)


def signed_in(visitor: Visitor, email: str) -> Visitor:
    """Sign in where choosing the password has not done it already."""
    visitor.go("/day/")
    return visitor.sign_in(email, PASSWORD) if "/sign-in" in visitor.page.url else visitor


def log_a_call(visitor: Visitor, owner: User, report: Report) -> None:
    """My day, then a call by the key L; the next check-in must move."""
    visitor.go("/day/")
    report.figure("answer line of My day", visitor.page.locator(".answer").first.inner_text())
    visitor.picture("my-day")
    contact = (
        Contact.objects.in_seat().filter(account__owner=owner, check_in__isnull=False).order_by("id").first()
    )
    account = contact.account if contact else Account.objects.filter(owner=owner).order_by("id")[0]
    subject = {"contact": contact} if contact else {"account": account, "contact": None}
    before = CheckIn.objects.filter(**subject).values_list("due_on", flat=True).first()
    visitor.go(f"/accounts/{account.pk}/")
    started = time.monotonic()
    visitor.page.keyboard.press("l")
    visitor.page.wait_for_selector("dialog[open] textarea[name=text]")
    if contact:
        visitor.page.check(f"dialog input[name=contacts][value='{contact.pk}']", force=True)
    visitor.page.fill("dialog textarea[name=text]", "All is well; they want figures by Friday.")
    visitor.page.click("dialog button[type=submit]:has-text('Save')")
    visitor.page.wait_for_selector("#status .banner")
    report.figure("seconds from L to logged", f"{time.monotonic() - started:.1f}")
    after = CheckIn.objects.filter(**subject).values_list("due_on", flat=True).first()
    report.expect(f"the next check-in moved ({before} to {after})", before != after)
    visitor.go(f"/accounts/{account.pk}/")
    visitor.picture("account")


def next_morning(at: datetime) -> datetime:
    """Half past eight of the next working day, in UTC."""
    day = at.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 16, 30, tzinfo=UTC)


def mails() -> list[str]:
    """The words of every mail that was sent, in one line each."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    found: list[str] = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            body = message_from_bytes(raw, policy=default).get_body(("plain",))
            found += [" ".join(body.get_content().split())] if body else []
    return found


def in_mails(text: str, sent: list[str]) -> int:
    """In how many mails a text stands."""
    return sum(" ".join(text.split()) in mail for mail in sent)


def _each_in_one_mail(report: Report) -> None:
    """Read every mail: each text stands in one of them for each recipient."""
    sent = mails()
    rows = Notification.objects.filter(delivery__state=DeliveryState.SENT)
    said = Counter(rows.values_list("text", flat=True))
    once = all(in_mails(text, sent) == number for text, number in said.items())
    report.expect(f"each text stands in one mail to each recipient ({len(sent)} mails read)", once)


def told_once(report: Report) -> None:
    """Renewals inside their window: one notification each, and its text in exactly one mail."""
    at = database_now()
    inside = Renewal.objects.open().filter(decision_on__lte=at.date() + timedelta(days=180))
    report.figure("open renewals inside their window", inside.count())
    until = time.monotonic() + 60
    while time.monotonic() < until and not Notification.objects.exists():
        time.sleep(1)
    time.sleep(5)
    rows = list(Notification.objects.values_list("reminder_id", "user_id"))
    report.expect(f"renewals produced notifications ({len(rows)})", bool(rows) or not inside.exists())
    keys = Notification.objects.values_list(
        "reminder__subject_id", "reminder__anchor_on", "reminder__rung", "user_id"
    )
    doubled = [key for key, number in Counter(keys).items() if number > 1]
    report.expect("one notification per renewal, anchor date, rung and recipient", not doubled)
    morning = next_morning(at)
    report.figure("digests written for the next morning", write_digests(morning))
    while send_due(morning):
        pass
    told = Notification.objects.filter(user__is_active=True)
    mailed = told.filter(delivery__state=DeliveryState.SENT).count()
    report.expect(
        f"every notification stands in one mail ({mailed} of {told.count()})", mailed == told.count()
    )
    _each_in_one_mail(report)
    report.figure("mails by state", dict(Counter(Delivery.objects.values_list("state", flat=True))))


def call_api(url: str, token: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """One request as a script makes it."""
    request = urllib.request.Request(  # noqa: S310 - the address of this run
        f"{url}/api/v1/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{path} answered {error.code}: {error.read(500).decode()}") from error


def script_with_a_token(url: str, owner: User, report: Report) -> None:
    """Read accounts, log a call, see the check-in move: through the API."""
    at = database_now()
    _, secret = make_token(owner=owner, name="acceptance", scopes=SCOPES, expires_at=None, by=owner, at=at)
    page = call_api(url, secret, "accounts/?limit=500")
    seen = Account.objects.visible_to(User.objects.get(pk=owner.pk)).count()
    report.expect(
        f"the API lists the accounts its owner sees ({len(page['results'])})", len(page["results"]) == seen
    )
    contacts = call_api(url, secret, "contacts/?limit=500")["results"]
    with_check_in = {
        row["contact_id"]: row for row in call_api(url, secret, "check-ins/?limit=500")["results"]
    }
    contact = next(row for row in contacts if row["id"] in with_check_in and not row["last_two_way_at"])
    said = {
        "account_id": contact["account_id"],
        "contact_ids": [contact["id"]],
        "happened_at": at.isoformat(),
        "channel": "call",
        "text": "Logged by a script.",
    }
    call_api(url, secret, "touchpoints/", said)
    after = call_api(url, secret, f"check-ins/{with_check_in[contact['id']]['id']}/")
    moved = after["due_on"] != with_check_in[contact["id"]]["due_on"]
    report.expect(f"a call logged by API moves the check-in (to {after['due_on']})", moved)
    report.expect("the due day is in the future", date.fromisoformat(after["due_on"]) >= at.date())


def lead_of(owner: User) -> User:
    """Whoever leads the team of most of this person's accounts."""
    rows = User.objects.active().filter(memberships__is_lead=True)
    return rows.exclude(pk=owner.pk).annotate(n=Count("memberships__team__accounts")).order_by("-n", "id")[0]


def lead_looks(visitor: Visitor, report: Report) -> None:
    """Team health with reasons and coverage."""
    visitor.go("/team/health/")
    report.figure("answer line of Team health", visitor.page.locator(".answer").first.inner_text())
    text = visitor.page.inner_text("main")
    report.expect("the page says how many measures are live", "of 17 measures live" in text)
    report.expect("the page says how much is known", "How much is known" in text)
    visitor.picture("team-health")
