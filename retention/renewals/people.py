"""Who does what at an account: owner, lead, our sponsor there, each with who stands in."""

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from accounts.rights import sees
from retention.team.models import User

from .kind import leads_of
from .rungs import LEAD, SPONSOR


def person_for(role: str, account: Account, *, otherwise: User) -> User:
    """Who has this role at the account; the owner, or *otherwise*, when nobody who sees it has."""
    found: list[User | None] = []
    if role == LEAD:
        found += leads_of(account)
    if role == SPONSOR:
        rows = AccountTeamMember.objects.current().filter(account=account, function=TeamFunction.SPONSOR)
        found += [row.user for row in rows.select_related("user").order_by("is_backup", "id")]
    for person in (*found, account.owner, account.backup_owner):
        if person is not None and person.is_active and sees(account.pk, person):
            return person
    return otherwise
