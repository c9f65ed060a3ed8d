"""What the gate before an ask looks at, read for one person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Q
from django.db.models.functions import JSONObject

from accounts.models import Account
from contacts.choices import ContactStatus
from contacts.knowledge.words import FactOutcome, ReferralWord, Topic
from contacts.models import Contact, FeedbackItem, FeedbackKind, KnownFact
from contacts.referral import ReferralGate

from .ask_gate import Behind, PastAsk, ask_gate
from .models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind


def asks_of(contact: Contact) -> list[AdvocacyAsk]:
    """What a person was asked for in any seat, the oldest first."""
    rows = AdvocacyAsk.objects.of_person(contact).select_related("deal", "asked_by")
    return list(rows.order_by("asked_on", "id"))


def gates_of(
    contact: Contact, account: Account, *, on: date, asks: list[AdvocacyAsk] | None = None
) -> dict[str, ReferralGate]:
    """Whether this person may be asked on a day, by kind; in two queries, or one with their *asks*."""
    behind = behind_of(contact, account, on=on, asks=asks)
    return {str(kind): ask_gate(kind, behind, on=on) for kind in AdvocacyKind}


def behind_of(
    contact: Contact, account: Account, *, on: date, asks: list[AdvocacyAsk] | None = None
) -> Behind:
    """What stands behind the gate: asks of the person in any seat, their words, and how the account is."""
    said = _said(contact, account)
    word, said_on, told = _about_referrals(said["facts"])
    past = [
        PastAsk(ask.kind, ask.asked_on, ask.outcome) for ask in (asks_of(contact) if asks is None else asks)
    ]
    if told is not None:
        past.append(PastAsk(AdvocacyKind.REFERRAL, told, ""))
    paused = contact.paused_until is not None and contact.paused_until > on
    return Behind(
        asks=tuple(past),
        taken_back={row["kind"]: date.fromisoformat(row["day"]) for row in said["taken_back"]},
        word=word,
        said_on=said_on,
        band=account.health_band,
        complaints=int(said["complains"]),
        is_quiet=paused or contact.is_placeholder or contact.status == ContactStatus.DEPARTED,
    )


def _said(contact: Contact, account: Account) -> dict[str, Any]:
    """Their words about referrals, the consents they took back, and whether a complaint is open, at once."""
    facts = KnownFact.objects.filter(contact=contact, topic=Topic.REFERRAL)
    stood = facts.filter(Q(is_current=True) | Q(superseded_by__isnull=False)).order_by("said_on", "id")
    ended = AdvocacyConsent.objects.filter(contact=contact, was_withdrawn=True).order_by("ended_on", "id")
    complaints = FeedbackItem.objects.open().filter(account=account, kind=FeedbackKind.COMPLAINT)
    word = JSONObject(value="value", day="said_on", outcome="outcome", stands="is_current")
    row = Contact.objects.filter(pk=contact.pk).annotate(
        facts=ArraySubquery(stood.values(row=word)),
        taken_back=ArraySubquery(ended.values(row=JSONObject(kind="kind", day="ended_on"))),
        complains=Exists(complaints),
    )
    return dict(row.values("facts", "taken_back", "complains").get())


def allowed_kinds(contact: Contact, behind: Behind, *, on: date) -> set[str]:
    """What they let us ask for: a consent that is valid on the day, or yes to referrals."""
    kinds = set(AdvocacyConsent.objects.valid(on=on).filter(contact=contact).values_list("kind", flat=True))
    return kinds | ({str(AdvocacyKind.REFERRAL)} if behind.word == ReferralWord.YES else set())


def _about_referrals(facts: Iterable[Mapping[str, Any]]) -> tuple[str, date | None, date | None]:
    """Their last word about referrals, its day, and when we last put the question."""
    word, said_on, told = "", None, None
    for fact in facts:
        day = date.fromisoformat(fact["day"])
        if fact["outcome"] == FactOutcome.WAITING:
            told = day
        elif fact["stands"] and fact["value"]:
            word, said_on = fact["value"], day
    return word, said_on, told
