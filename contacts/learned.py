"""What may be said of something we know, and what contradicts itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import Account
from retention.lib import accepts

from .knowledge.completeness import default_expiry
from .knowledge.words import (
    ALWAYS_PERSONAL,
    MAY_BE_PERSONAL,
    NAMES_WHO,
    OF_ONE_PERSON,
    RANKED,
    RATED,
    VALUES,
    FactOutcome,
    FactSource,
    Threat,
    Topic,
)
from .models import Contact
from .participants import NotTheirContact

FACT_CHECKS: Mapping[str, accepts.Check] = {
    "topic": accepts.one_of("The question", Topic),
    "outcome": accepts.one_of("What came of asking", FactOutcome),
    "value": accepts.text("The answer", 8),
    "text": accepts.text("The answer", 1000, many_lines=True),
    "named": accepts.text("The competitor", 120),
    "importance": accepts.number("The importance", least=1, most=5),
    "performance": accepts.number("The performance", least=1, most=5),
    "operation": accepts.text("Our work behind it", 200),
    "source": accepts.one_of("How we know", FactSource),
    "said_on": accepts.day("The day", required=True),
    "fresh_until": accepts.day("Good until"),
    "contact": accepts.as_it_is,
    "is_personal": accepts.flag,
}


def refuse_contradictions(account: Account, kept: dict[str, Any], *, today: date) -> None:
    """Raise InputRefused or NotTheirContact when this cannot be known so; fill in until when it is fresh."""
    topic, contact = kept["topic"], kept.get("contact")
    _refuse_who(account, topic, contact)
    _name_the_competitor(topic, kept)
    _refuse_words(topic, kept)
    rated = ("importance", "performance", "operation")
    for name in rated if topic not in RANKED else rated[1:] if topic not in RATED else ():
        if kept.get(name):
            text = "Rated are why they stay and what they judge us by; what sets us apart has an importance."
            raise accepts.InputRefused(text, field=name)
    _keep_to_the_team(topic, kept)
    if kept["said_on"] > today:
        raise accepts.InputRefused("That day lies in the future.", field="said_on")
    if kept.get("fresh_until") is None:
        kept["fresh_until"] = default_expiry(topic, kept["said_on"])
    if kept["fresh_until"] < kept["said_on"]:
        raise accepts.InputRefused("It cannot expire before it was said.", field="fresh_until")


def _keep_to_the_team(topic: str, kept: dict[str, Any]) -> None:
    """Staying or leaving always is for the account team alone; what winning means, when that was said."""
    if kept.get("is_personal") and topic not in MAY_BE_PERSONAL:
        text = "Only what winning means to somebody can be kept to the account team."
        raise accepts.InputRefused(text, field="is_personal")
    kept["is_personal"] = topic in ALWAYS_PERSONAL or kept.get("is_personal", False)


def _refuse_who(account: Account, topic: str, contact: Contact | None) -> None:
    if contact is not None and contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="contact")
    if topic in NAMES_WHO and contact is None:
        raise accepts.InputRefused("Say whose answer it is.", field="contact")


def _refuse_words(topic: str, kept: dict[str, Any]) -> None:
    words, value = VALUES.get(topic), kept.get("value", "")
    if value and (words is None or value not in words.values):
        offered = ", ".join(str(label) for label in words.labels) if words else "text alone"
        raise accepts.InputRefused(f"Choose one of: {offered}.", field="value")
    if kept["outcome"] != FactOutcome.ANSWERED:
        if value or kept.get("text"):
            raise accepts.InputRefused("An answer was given, so it was answered.", field="outcome")
    elif topic in OF_ONE_PERSON and not value:
        raise accepts.InputRefused("The answer is missing.", field="value")
    elif words is None and not kept.get("text"):
        raise accepts.InputRefused("The answer is missing.", field="text")
    elif topic == Topic.COMPETITOR and not kept.get("named") and value != Threat.NOBODY:
        raise accepts.InputRefused("Name the competitor, or say that there is nobody else.", field="named")


def _name_the_competitor(topic: str, kept: dict[str, Any]) -> None:
    """Who says only a text has named the competitor in its first line."""
    if topic != Topic.COMPETITOR:
        if kept.get("named"):
            raise accepts.InputRefused("Only a competitor is named.", field="named")
    elif kept.get("value") == Threat.NOBODY:
        if kept.get("named"):
            raise accepts.InputRefused("There is somebody else, or nobody: not both.", field="named")
    elif kept.get("text") and not kept.get("named"):
        kept["named"] = kept["text"].splitlines()[0][:120].strip()
