"""What we know: learning something, correcting it, taking it back, and doing something about it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import KnowledgeChanged
from ..knowledge.words import RATED, FactOutcome, FactSource, Topic
from ..learned import FACT_CHECKS, refuse_contradictions
from ..models import Contact, KnownFact, NextStep, Touchpoint
from .steps import add_step

NO_LONGER = "This was changed or taken back meanwhile. Look at the newest one."


class FactNoLongerStands(DomainError):
    """It was superseded or taken back meanwhile."""


class NothingToActOn(DomainError):
    """Only why they stay and what they judge us by have steps of their own."""


@transaction.atomic
def learn(
    *,
    account: Account,
    topic: str,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    touchpoint: Touchpoint | None = None,
    outcome: str = FactOutcome.ANSWERED,
    source: str = FactSource.STATED,
    said_on: date | None = None,
    **said: Any,
) -> KnownFact:
    """Write down what a customer told us or we observed; whoever sees the account may.

    *said* are text, value, importance, performance, operation, fresh_until, is_personal. Without ``said_on``
    it is today. What winning means to somebody takes the place of what it meant to them before; the account
    team alone reads it when it is personal.
    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, NotTheirContact.
    """
    account = visible_account(account.pk, by)
    today = local_day(at, by.time_zone)
    given = {
        "topic": topic, "outcome": outcome, "source": source, "said_on": said_on or today, "contact": contact,
    }  # fmt: skip
    old = _what_winning_meant(account, contact, by) if topic == Topic.WIN else None
    return _write(account, given | said, by=by, at=at, touchpoint=touchpoint, old=old)


@transaction.atomic
def correct_fact(*, fact: KnownFact, changes: Mapping[str, Any], by: User, at: datetime) -> KnownFact:
    """Supersede what stands by a row with these changes; the topic stays. Itself when nothing differs.

    Its author and whoever may edit the account may. Raises like learn, and FactNoLongerStands.
    """
    account, old = _standing(fact, by)
    kept = accepts.accepted(changes, {n: check for n, check in FACT_CHECKS.items() if n != "topic"})
    if "said_on" in kept and "fresh_until" not in kept and kept["said_on"] != old.said_on:
        kept["fresh_until"] = None
    if all(getattr(old, name) == value for name, value in kept.items()):
        return old
    if old.topic == Topic.WIN and kept.get("contact", old.contact) != old.contact:
        raise accepts.InputRefused("Write down anew what winning means to somebody else.", field="contact")
    said = {name: getattr(old, name) for name in FACT_CHECKS} | kept
    KnownFact.objects.filter(pk=old.pk).update(is_current=False)
    return _write(account, said, by=by, at=at, touchpoint=old.touchpoint, old=old)


@transaction.atomic
def forget_fact(*, fact: KnownFact, by: User, at: datetime) -> KnownFact:
    """Take back what was written down by mistake. Raises PermissionDenied, FactNoLongerStands."""
    account, old = _standing(fact, by)
    old.is_current = False
    old.save(update_fields=["is_current"])
    _tell(account, old, "knowledge_taken_back", "Taken back", by=by, at=at)
    return old


@transaction.atomic
def act_on_fact(
    *, fact: KnownFact, text: str, due_on: date, owner: User, by: User, at: datetime
) -> KnownFact:
    """Plan a next step about a reason to stay. Raises NothingToActOn, and what add_step raises."""
    account, row = _standing(fact, by)
    if row.topic not in RATED:
        raise NothingToActOn("Only why they stay and what they judge us by have steps of their own.")
    row.step = add_step(
        account=account, owner=owner, text=text, due_on=due_on, contact=row.contact, origin="driver", by=by,
        at=at,
    )  # fmt: skip
    row.save(update_fields=["step"])
    return row


def take_back_what_was_learned(touchpoint: Touchpoint, *, by: User, at: datetime) -> None:
    """A touchpoint was taken back: so is what it taught us."""
    rows = KnownFact.objects.current().filter(touchpoint=touchpoint).select_related("account")
    for row in rows.order_by("id"):
        row.is_current = False
        row.save(update_fields=["is_current"])
        _tell(row.account, row, "knowledge_taken_back", "Taken back", by=by, at=at)


def _write(
    account: Account,
    given: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    touchpoint: Touchpoint | None,
    old: KnownFact | None = None,
) -> KnownFact:
    kept = accepts.accepted(given, FACT_CHECKS)
    refuse_contradictions(account, kept, today=local_day(at, by.time_zone))
    step: NextStep | None = old.step if old else None
    fact = KnownFact.objects.create(
        account=account, by=by, touchpoint=touchpoint, supersedes=old, step=step, **kept
    )
    _tell(account, fact, "knowledge_learned", "Corrected" if old else "Learned", by=by, at=at)
    return fact


def _what_winning_meant(account: Account, contact: Contact | None, by: User) -> KnownFact | None:
    """What stood of this person, standing no more: one counts at a time. Raises PermissionDenied."""
    rows = KnownFact.objects.current().filter(account=account, contact=contact, topic=Topic.WIN)
    old = rows.order_by("-said_on", "-id").first() if contact is not None else None
    if old is not None:
        if not (old.by_id == by.pk or may_edit(account.pk, by)):
            raise PermissionDenied
        rows.update(is_current=False)
    return old


def _standing(fact: KnownFact, by: User) -> tuple[Account, KnownFact]:
    """The account (locked) and the fact as it stands, when *by* may change it."""
    account = visible_account(fact.account_id, by)
    row = KnownFact.objects.visible_to(by).select_related("contact__person").filter(pk=fact.pk).first()
    if row is None or not (row.by_id == by.pk or may_edit(account.pk, by)):
        raise PermissionDenied
    if not row.is_current:
        raise FactNoLongerStands(NO_LONGER)
    return account, row


def _tell(account: Account, fact: KnownFact, kind: str, what: str, *, by: User, at: datetime) -> None:
    who = f" ({fact.contact.name})" if fact.contact else ""
    text = f"{what}: {fact.get_topic_display()}{who}: {fact.said}"
    record(account, kind, text, by=by, at=at, subject=("fact", fact.pk), is_private=fact.is_personal)
    announce(KnowledgeChanged(fact_id=fact.pk, account_id=account.pk, topic=fact.topic, by_id=by.pk, at=at))
