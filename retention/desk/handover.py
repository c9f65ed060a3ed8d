"""Handing accounts over for good: owner, open steps and promises move together, the engines follow.

It stands above the engines, because their check-ins, renewals and reminders must be right in the same
transaction: they listen to what the actions called here announce.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.accounts import edit_account
from accounts.actions.ownership import change_owner
from accounts.models import Account
from contacts.actions.steps import edit_step
from contacts.models import NextStep, Promise
from retention.lib.errors import DomainError
from retention.renewals.models import Renewal
from retention.team.models import Team, User
from retention.team.visibility import leads_people, may_look_after_accounts

MOST_AT_ONCE = 50


class CannotTakeOver(DomainError):
    """The person chosen cannot look after accounts."""


class NothingChosen(DomainError):
    """No account was chosen, or too many for one go."""


@dataclass(frozen=True)
class HandedOver:
    """What moved; ``renewals`` are open ones, whose call stays until the new owner says theirs."""

    accounts: int
    steps: int
    promises: int
    renewals: int


@transaction.atomic
def hand_over_accounts(
    *, accounts: Collection[Account], to: User, by: User, at: datetime, team: Team | None = None
) -> HandedOver:
    """Make *to* the owner of these accounts, with the former owners' open steps and promises on them.

    Accounts keep their team unless *team* is given. For leads and admins: whoever is only the owner would
    lose the right to finish. Raises PermissionDenied, NothingChosen, CannotTakeOver.
    """
    ids = {account.pk for account in accounts}
    rows = list(Account.objects.editable_by(by).filter(pk__in=ids).select_related("owner").order_by("id"))
    if not leads_people(by) or len(rows) != len(ids):
        raise PermissionDenied("Only a lead of the team or an admin may hand accounts over.")
    if not 0 < len(rows) <= MOST_AT_ONCE:
        raise NothingChosen(f"Choose between 1 and {MOST_AT_ONCE} accounts.", field="accounts")
    if not may_look_after_accounts(to):
        raise CannotTakeOver(f"{to.name} cannot look after accounts.", field="to")
    moved = [_hand_over(account, to, team, by=by, at=at) for account in rows if account.owner_id != to.pk]
    return HandedOver(
        accounts=len(moved),
        steps=sum(steps for steps, _ in moved),
        promises=sum(promises for _, promises in moved),
        renewals=Renewal.objects.visible_to(by).open().filter(account__in=ids).count(),
    )


def _hand_over(account: Account, to: User, team: Team | None, *, by: User, at: datetime) -> tuple[int, int]:
    """Owner first, so that *to* sees the account (promises go along); team last, so that *by* still may."""
    before = account.owner
    promises = Promise.objects.visible_to(by).open().filter(account=account, user=before).count()
    change_owner(account=account, owner=to, by=by, at=at)
    steps = list(NextStep.objects.visible_to(by).open().filter(account=account, owner=before).order_by("id"))
    for step in steps:
        edit_step(step=step, changes={"owner": to}, by=by, at=at)
    if team is not None:
        edit_account(account=account, changes={"team": team}, by=by, at=at, expected_version=None)
    return len(steps), promises
