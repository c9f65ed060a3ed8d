"""Who is told a reminder when it is released: whoever the kind names, may see the account, and is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Account
from retention.team.models import User
from retention.team.visibility import admins_at_work

from .kinds import ReminderKind
from .models import Reminder, Urgency
from .work_weeks import Presence, presences

LONGEST_CHAIN = 3
"""Stand-ins of stand-ins are followed this far."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to tell; ``standing_in_for`` names who is away until ``away_until``."""

    user: User
    presence: Presence
    standing_in_for: str = ""
    away_until: date | None = None
    is_admin_instead: bool = False
    """Nobody of the audience can be told, so an admin is."""


def recipients_of(reminder: Reminder, kind: ReminderKind, at: datetime) -> list[Recipient]:
    """In id order. Hard ones (tasks and immediate) also go to the stand-in of whoever is away.

    The one who is away keeps theirs for the day they return. When nobody can be told, active admins are.
    """
    people = _who_may_see(reminder.account_id, kind.people_of(reminder))
    there = presences(people, at)
    found = {user.pk: Recipient(user, there[user.pk]) for user in people}
    if reminder.urgency != Urgency.DIGEST:
        for user in people:
            stand_in = _stand_in(user, there[user.pk], reminder.account_id, at)
            if stand_in is not None:
                found.setdefault(stand_in.user.pk, stand_in)
    if not found:
        admins = list(admins_at_work())
        there = presences(admins, at)
        found = {user.pk: Recipient(user, there[user.pk], is_admin_instead=True) for user in admins}
    return [found[user_id] for user_id in sorted(found)]


def _who_may_see(account_id: int, users: Iterable[User]) -> list[User]:
    """Of these, once each, who can sign in and see the account now."""
    once = {user.pk: user for user in users if user.is_active and not user.is_machine}
    return [user for user in once.values() if Account.objects.visible_to(user).filter(pk=account_id).exists()]


def _stand_in(user: User, presence: Presence, account_id: int, at: datetime) -> Recipient | None:
    """Who acts for somebody away: their delegate, or while that one is away too, the delegate's."""
    missing, until = user.name, presence.away_until
    seen = {user.pk}
    for _ in range(LONGEST_CHAIN):
        if not presence.is_away or presence.delegate_id is None or presence.delegate_id in seen:
            return None
        seen.add(presence.delegate_id)
        delegate = User.objects.active().filter(pk=presence.delegate_id).first()
        if delegate is None:
            return None
        presence = presences([delegate], at)[delegate.pk]
        if not presence.is_away:
            may_see = bool(_who_may_see(account_id, [delegate]))
            return Recipient(delegate, presence, missing, until) if may_see else None
    return None
