"""What somebody of theirs says on the shared plan.

Whoever holds the link may comment, accept the plan and mark steps of theirs as done; confirming value and
agreeing to targets needs a link made for a contact, in whose name the plan takes it. Keel itself writes,
and the word keeps who gave which name, through which link, of which version.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.rights import visible_account
from accounts.timeline import record
from contacts.models import Contact
from plans import actions as goals
from plans.actions.doing import set_action_state
from plans.choices import ProofState, TargetState
from plans.models import PlanAction, PlanEdition, RoiTarget, ValueEntry
from plans.planning.words import ActionState
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.audit import acting
from retention.team.machine import the_machine

from ..choices import NAMED, WordKind
from ..models import ClientWord, ShareLink
from ..models.words import LONGEST_WORD
from ..reminding import tell_word

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns a line around: a name could be made to read as another one, in a message as on a page."""


def _straight(check: accepts.Check) -> accepts.Check:
    return lambda value, field: check(TURNS.sub("", str(value or "")), field)


NAME = _straight(accepts.text("Your name", 120, required=True))
TEXT = _straight(accepts.text("What you want to say", LONGEST_WORD, many_lines=True))


class LinkEnded(DomainError):
    """The link was revoked or has expired meanwhile."""


class NotOffered(DomainError):
    """The page offers no such thing to whoever holds this link."""


class SaidAlready(DomainError):
    """The same was said before, through the same link."""


def comment(*, link: ShareLink, name: str, text: str, at: datetime) -> ClientWord:
    """Write to us. Raises LinkEnded, InputRefused, TextRefused."""
    return _say(link, WordKind.COMMENT, name, text, at)


def accept_plan(*, link: ShareLink, name: str, at: datetime, text: str = "") -> ClientWord:
    """Accept the plan as its last version says. Raises LinkEnded, SaidAlready, InputRefused."""
    return _say(link, WordKind.ACCEPTED, name, text, at)


def mark_done(*, link: ShareLink, action: PlanAction, name: str, at: datetime, text: str = "") -> ClientWord:
    """Say that a step of theirs is done. Raises LinkEnded, NotOffered, SaidAlready, InputRefused."""

    def does(row: ShareLink) -> None:
        shown = PlanAction.objects.shared().filter(objective__plan=row.plan, their_owner__isnull=False)
        found = shown.select_related("objective__plan").filter(pk=action.pk).first()
        if found is None or not row.shows_actions:
            raise NotOffered("This step is not on the plan any more.")
        if not found.is_open:
            raise SaidAlready("This step was marked as done before.")
        set_action_state(action=found, state=ActionState.DONE, by=the_machine(), at=at)

    return _say(link, WordKind.DONE, name, text, at, does=does, action=action)


def answer_value(
    *, link: ShareLink, entry: ValueEntry, agrees: bool, name: str, at: datetime, text: str = ""
) -> ClientWord:
    """Confirm a benefit, or dispute it and say why.

    Raises LinkEnded, NotOffered, SaidAlready, InputRefused, TextRefused.
    """
    kind = WordKind.CONFIRMED if agrees else WordKind.DISPUTED
    words = TEXT(text, "text")

    def does(row: ShareLink) -> None:
        found = ValueEntry.objects.shared().filter(account=row.plan.account_id, pk=entry.pk).first()
        if found is None or not row.shows_value:
            raise NotOffered("This benefit is not on the plan any more.")
        if found.state != ProofState.EVIDENCED:
            raise SaidAlready("This benefit was answered before.")
        if not agrees and not words:
            raise accepts.InputRefused("Say why you do not agree.", field="text")
        said: dict[str, Any] = {
            "entry": found, "contact": row.contact, "on": local_day(at, "UTC"), "answer": words[:1000],
            "channel": "", "by": the_machine(), "at": at,
        }  # fmt: skip
        (goals.confirm_value if agrees else goals.dispute_value)(**said)

    return _say(link, kind, name, words, at, does=does, value=entry)


def agree_target(
    *, link: ShareLink, target: RoiTarget, name: str, at: datetime, text: str = ""
) -> ClientWord:
    """Agree to a proposed target. Raises LinkEnded, NotOffered, SaidAlready, NotTheirWords, InputRefused."""
    return _say_of_target(link, WordKind.AGREED, target, name, text, at)


def reach_target(
    *, link: ShareLink, target: RoiTarget, name: str, at: datetime, text: str = ""
) -> ClientWord:
    """Confirm that an agreed target is reached. Raises LinkEnded, NotOffered, SaidAlready, InputRefused."""
    return _say_of_target(link, WordKind.REACHED, target, name, text, at)


def _say_of_target(
    link: ShareLink, kind: WordKind, target: RoiTarget, name: str, text: str, at: datetime
) -> ClientWord:
    agrees = kind == WordKind.AGREED

    def does(row: ShareLink) -> None:
        found = RoiTarget.objects.shared().filter(account=row.plan.account_id, pk=target.pk).first()
        if found is None or not row.shows_goals:
            raise NotOffered("This target is not on the plan any more.")
        if found.confirmed_on if not agrees else found.state != TargetState.PROPOSED:
            raise SaidAlready("This target was answered before.")
        does_it = goals.agree_target if agrees else goals.confirm_target
        does_it(target=found, contact=row.contact, on=local_day(at, "UTC"), by=the_machine(), at=at)

    return _say(link, kind, name, text, at, does=does, target=target)


def _say(
    link: ShareLink,
    kind: WordKind,
    name: str,
    text: str,
    at: datetime,
    *,
    does: Callable[[ShareLink], None] | None = None,
    **about: Any,
) -> ClientWord:
    """The five beats, once for all: the link stands, the words hold, the plan follows, it is told."""
    machine = the_machine()
    who, words = NAME(name, "name"), TEXT(text, "text")
    if kind == WordKind.COMMENT and not words:
        raise accepts.InputRefused("Write what you want to say.", field="text")
    with transaction.atomic(), acting(user_id=machine.pk, via="shared plan", link=link.pk):
        account = visible_account(link.plan.account_id, machine)
        row = _still_stands(link, at)
        if kind in NAMED and row.contact is None:
            raise NotOffered("This link was made for nobody in particular. Write it as a comment.")
        edition = PlanEdition.objects.filter(plan=row.plan).order_by("-number").first()
        if kind == WordKind.ACCEPTED:
            _refuse_again(row, edition)
        if does is not None:
            does(row)
        word = ClientWord.objects.create(
            link=row, kind=kind, name=who, text=words, contact=row.contact, edition=edition, at=at, **about
        )
        said = f"{sentence(word, row.contact)} through the shared plan"
        told = f"{said}: {words}" if words else said
        record(account, "client_word", told, by=machine, at=at, subject=("plan", row.plan_id))
        tell_word(word, account=account, by=machine, at=at)
    return word


def sentence(word: ClientWord, contact: Contact | None) -> str:
    """“Petra Beck (link for Jonas Weller) confirmed a benefit”."""
    is_theirs = contact is None or contact.name.casefold() == word.name.casefold()
    who = word.name if is_theirs or contact is None else f"{word.name} (link for {contact.name})"
    verb = "commented" if word.kind == WordKind.COMMENT else word.get_kind_display().lower()
    return f"{who} {verb}"


def _still_stands(link: ShareLink, at: datetime) -> ShareLink:
    rows = ShareLink.objects.select_related("plan__account", "contact__person").standing(at)
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=link.pk, digest=link.digest).first()
    if row is None or row.plan.is_over:
        raise LinkEnded("This link does not open the plan any more.")
    return row


def _refuse_again(link: ShareLink, edition: PlanEdition | None) -> None:
    before = ClientWord.objects.filter(link=link, kind=WordKind.ACCEPTED, edition=edition)
    if before.exists():
        raise SaidAlready("The plan was accepted through this link already.")
