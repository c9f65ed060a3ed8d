"""Executive pairs: brought together, changed, handed over, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account, sees
from accounts.timeline import record
from contacts.choices import BuyingRole, ContactStatus
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.cadence.facts import Rules
from retention.health.actions import refresh_account
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..derived import pairs_of, refresh_pairs
from ..loads import limit_of, pairs_kept
from ..models import ExecutivePairing
from ..rhythm import LONGEST, SHORTEST

_interval = accepts.number("Days between talks", least=SHORTEST, most=LONGEST, required=True)
_topics = accepts.text("The topics", 500, many_lines=True)
_reason = accepts.text("Why", 300, required=True)
PAIR_CHECKS: Mapping[str, accepts.Check] = {"interval_days": _interval, "topics": _topics}


class CannotSponsor(DomainError):
    """Somebody cannot be the executive of this pair."""


class SponsorIsFull(DomainError):
    """Our executive keeps as many pairs as they may."""


class PairedAlready(DomainError):
    """Their executive has one of ours."""


class PairEnded(DomainError):
    """The two are no pair any more."""


@transaction.atomic
def pair_executives(
    *,
    account: Account,
    user: User,
    contact: Contact,
    by: User,
    at: datetime,
    interval_days: int | None = None,
    topics: str = "",
    planned_on: date | None = None,
    starts_on: date | None = None,
) -> ExecutivePairing:
    """Bring one of ours and one of theirs together; without an interval the tier's rule counts.

    Raises PermissionDenied, InputRefused, TextRefused, NotTheirContact, CannotSponsor, SponsorIsFull,
    PairedAlready.
    """
    account = editable_account(account.pk, by)
    _refuse_theirs(account, contact)
    if ExecutivePairing.objects.current().filter(contact=contact).exists():
        raise PairedAlready(f"{contact.name} has one of ours already; hand that pair over.", field="contact")
    _refuse_ours(account, user)
    today = local_day(at, by.time_zone)
    begins = _between(starts_on or today, contact, today)
    pair = ExecutivePairing.objects.create(
        account=account, user=user, contact=contact, starts_on=begins, due_on=begins, talk_on=begins,
        interval_days=_interval(interval_days or _rule(account), "interval_days"),
        topics=_topics(topics, "topics"), planned_on=ahead(planned_on, today, "planned_on"),
    )  # fmt: skip
    return _settle(pair, "sponsor_paired", f"{user.name} and {contact.name} are a pair", by, at)


@transaction.atomic
def edit_pair(
    *, pair: ExecutivePairing, changes: Mapping[str, Any], by: User, at: datetime,
    expected_version: int | None = None,
) -> ExecutivePairing:  # fmt: skip
    """Change how often they talk, or about what. Raises PermissionDenied, PairEnded, StaleVersion, and what
    the values are refused with.
    """
    row = _current(pair, by)
    save_edit(row, accepts.accepted(changes, PAIR_CHECKS), expected_version=expected_version)
    return _settle(row, "sponsor_changed", f"Changed how {_both(row)} talk", by, at)


@transaction.atomic
def hand_over_pair(
    *, pair: ExecutivePairing, to: User, by: User, at: datetime, reason: str = ""
) -> ExecutivePairing:
    """Let another of ours take the pair over from today; what was agreed goes along, talks stay with the
    former. Raises PermissionDenied, PairEnded, CannotSponsor, SponsorIsFull.
    """
    row = _current(pair, by)
    if to.pk == row.user_id:
        raise CannotSponsor(f"{to.name} has this pair already.", field="to")
    _refuse_ours(row.account, to, field="to")
    why = _reason(reason or f"Handed over to {to.name}", "reason")
    kept = {"planned_on": row.planned_on, "interval_days": row.interval_days, "topics": row.topics}
    former = _end(row, why, by, at)
    today = former.ends_on or local_day(at, by.time_zone)
    made = ExecutivePairing.objects.create(
        account=row.account, user=to, contact=row.contact, starts_on=today, due_on=today, talk_on=today,
        former=former, **kept,
    )  # fmt: skip
    text = f"{former.user.name} handed {row.contact.name} over to {to.name}"
    return _settle(made, "sponsor_handed_over", text, by, at)


@transaction.atomic
def end_pair(*, pair: ExecutivePairing, reason: str, by: User, at: datetime) -> ExecutivePairing:
    """The two are no pair any more. Raises PermissionDenied, PairEnded, InputRefused, TextRefused."""
    row = _current(pair, by)
    ended = _end(row, _reason(reason, "reason"), by, at)
    text = f"{_both(row)} are no pair any more: {ended.end_reason}"
    record(row.account, "sponsor_ended", text, by=by, at=at, subject=("executive_pair", row.pk))
    return ended


def _end(row: ExecutivePairing, reason: str, by: User, at: datetime) -> ExecutivePairing:
    ends_on = max(row.starts_on, local_day(at, by.time_zone))
    save_edit(row, {"ends_on": ends_on, "end_reason": reason, "planned_on": None}, expected_version=None)
    refresh_pairs([row], by=by, at=at)
    refresh_account(account_id=row.account_id, at=at)
    return row


def _settle(pair: ExecutivePairing, kind: str, text: str, by: User, at: datetime) -> ExecutivePairing:
    record(pair.account, kind, text, by=by, at=at, subject=("executive_pair", pair.pk))
    fresh = pairs_of(pk=pair.pk)
    refresh_pairs(fresh, by=by, at=at)
    refresh_account(account_id=pair.account_id, at=at)
    return fresh[0]


def _current(pair: ExecutivePairing, by: User) -> ExecutivePairing:
    """The pair read again, its account locked. Raises PermissionDenied, PairEnded."""
    editable_account(pair.account_id, by)
    row = ExecutivePairing.objects.select_related("account__owner", "user", "contact__person").get(pk=pair.pk)
    if row.ends_on is not None:
        raise PairEnded("The two are no pair any more.")
    return row


def _both(pair: ExecutivePairing) -> str:
    return f"{pair.user.name} and {pair.contact.name}"


def _rule(account: Account) -> int | None:
    """The check-in rule of the tier for executive sponsors. Raises InputRefused where it has none."""
    days = Rules.now().days.get((account.tier, BuyingRole.EXECUTIVE_SPONSOR.value))
    if days is None:
        words = f"Say how often they talk: tier {account.tier} has no rule for it."
        raise accepts.InputRefused(words, field="interval_days")
    return days


def _refuse_theirs(account: Account, contact: Contact) -> None:
    if contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="contact")
    if contact.is_placeholder or contact.status == ContactStatus.DEPARTED:
        raise NotTheirContact("Choose somebody who is there.", field="contact")


def _refuse_ours(account: Account, user: User, field: str = "user") -> None:
    """The person's row is locked, so that two pairs at once cannot pass the limit together."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not locked.is_active or locked.is_machine or not sees(account.pk, locked):
        words = f"{user.name} does not see {account.name}; put them on the account team first."
        raise CannotSponsor(words, field=field)
    limit, kept = limit_of(user), pairs_kept(user)
    if kept >= limit:
        words = f"{user.name} keeps {kept} pairs and may keep {limit}. Choose somebody else."
        raise SponsorIsFull(words, field=field)


def _between(day: date, contact: Contact, today: date) -> date:
    kept: date = accepts.day("The first day", required=True)(day, "starts_on")
    if not contact.since <= kept <= today:
        words = f"Choose a day from {contact.since:%-d %B %Y}, when we first knew {contact.name}, to today."
        raise accepts.InputRefused(words, field="starts_on")
    return kept


def ahead(day: date | None, today: date, field: str) -> date | None:
    """The day agreed for a talk, today or later. Raises InputRefused."""
    kept: date | None = accepts.day("The day of the next talk")(day, field)
    if kept is not None and kept < today:
        raise accepts.InputRefused("The next talk cannot lie in the past.", field=field)
    return kept
