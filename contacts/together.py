"""Talks at which more than one function of ours sat (docs/methods.md, Functions together)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from retention.lib.zones import day_bounds
from retention.team.models import User

from .models import Touchpoint

QUARTER_DAYS = 91


@dataclass(frozen=True, slots=True)
class Together:
    """Two-way talks of a quarter, those with two functions or more, and which functions ever sat there."""

    talks: int
    crossing: int
    functions: tuple[str, ...]

    @property
    def words(self) -> str:
        """The functions as people read them, in small letters."""
        return ", ".join(TeamFunction(name).label.lower() for name in self.functions)


def together(account: Account, reader: User, *, on: date) -> Together:
    """Of the last 91 days, in three queries; whoever sat there twice, or in two ways, counts once."""
    since = day_bounds(on - timedelta(days=QUARTER_DAYS - 1), reader.time_zone)[0]
    rows = Touchpoint.objects.visible_to(reader).current().filter(account=account, is_qualifying=True)
    found = rows.filter(happened_at__gte=since).order_by("id")
    there: dict[int, set[int]] = defaultdict(set)
    for talk, logger, colleague in found.values_list("pk", "logged_by", "colleague_links__user"):
        there[talk] |= {user for user in (logger, colleague) if user is not None}
    functions = _functions(account, on)
    seen = [{name for user in users for name in functions[user]} for users in there.values()]
    met = {name for names in seen for name in names}
    ordered = tuple(name for name in TeamFunction.values if name in met)
    return Together(len(seen), sum(len(names) > 1 for names in seen), ordered)


def _functions(account: Account, on: date) -> dict[int, set[str]]:
    """What each of ours is at this account; the owner is its account manager."""
    found: dict[int, set[str]] = defaultdict(set)
    for user in (account.owner_id, account.backup_owner_id):
        if user is not None:
            found[user].add(TeamFunction.ACCOUNT_MANAGER)
    lately = Q(ends_on__isnull=True) | Q(ends_on__gt=on - timedelta(days=QUARTER_DAYS))
    members = AccountTeamMember.objects.filter(lately, account=account)
    for user, name in members.values_list("user", "function"):
        found[user].add(name)
    return found
