"""Asking somebody for a referral, when the gate is open."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Account
from accounts.rights import editable_account
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..choices import ContactStatus
from ..knowledge.words import FactOutcome, Topic
from ..models import Contact, FeedbackItem, FeedbackKind, KnownFact
from ..referral import ReferralGate, referral_gate
from .knowledge import learn


class NotToBeAskedNow(DomainError):
    """The gate is shut; the message says why, and from when it opens."""


def gate_of(contact: Contact, account: Account, *, by: User, at: datetime) -> ReferralGate:
    """Whether this contact may be asked today, in two queries."""
    today = local_day(at, by.time_zone)
    rows = KnownFact.objects.filter(contact=contact, topic=Topic.REFERRAL)
    stood = rows.filter(Q(is_current=True) | Q(superseded_by__isnull=False))
    word, said_on, asked_on = "", None, None
    columns = ("value", "said_on", "outcome", "is_current")
    for value, day, outcome, is_current in stood.order_by("said_on", "id").values_list(*columns):
        if outcome == FactOutcome.WAITING:
            asked_on = day
        elif is_current and value:
            word, said_on = value, day
    complaints = FeedbackItem.objects.open().filter(account=account, kind=FeedbackKind.COMPLAINT).count()
    paused = contact.paused_until is not None and contact.paused_until > today
    return referral_gate(
        word=word, said_on=said_on, asked_on=asked_on, band=account.health_band, complaints=complaints,
        is_quiet=paused or contact.is_placeholder or contact.status == ContactStatus.DEPARTED, on=today,
    )  # fmt: skip


@transaction.atomic
def ask_for_referral(*, contact: Contact, by: User, at: datetime) -> KnownFact:
    """Write down that somebody was asked; their answer is learned later.

    Raises PermissionDenied, NotToBeAskedNow.
    """
    account = editable_account(contact.account_id, by)
    gate = gate_of(contact, account, by=by, at=at)
    if not gate.may_ask:
        raise NotToBeAskedNow(gate.why)
    return learn(
        account=account, topic=Topic.REFERRAL, contact=contact, outcome=FactOutcome.WAITING, by=by, at=at
    )
