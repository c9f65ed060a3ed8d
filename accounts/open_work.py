"""What somebody looks after in this layer, for handing over: accounts, backups, places on account teams."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from retention.team.announced import PersonMoved
from retention.team.models import Team, User
from retention.team.open_work import OpenItem, OpenWork
from retention.team.visibility import may_look_after_accounts

from .actions.accounts import edit_account
from .actions.ownership import change_owner
from .actions.team import add_team_member, remove_team_member
from .models import Account, AccountTeamMember


def _owned(person: User) -> QuerySet[Account]:
    return Account.objects.filter(owner=person).order_by("name_key", "id")


def _backed(person: User) -> QuerySet[Account]:
    return Account.objects.filter(backup_owner=person).order_by("name_key", "id")


def _places(person: User) -> QuerySet[AccountTeamMember]:
    rows = AccountTeamMember.objects.current().filter(user=person).select_related("account")
    return rows.order_by("account__name_key", "id")


def _account_item(account: Account) -> OpenItem:
    return OpenItem(account.name, f"Tier {account.tier}", f"/accounts/{account.pk}/")


def _place_item(place: AccountTeamMember) -> OpenItem:
    account = place.account
    return OpenItem(account.name, place.get_function_display(), f"/accounts/{account.pk}/")


def hand_over_accounts(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Make *to* the owner of everything *person* owns; teams stay."""
    accounts = list(_owned(person).order_by("id"))
    for account in accounts:
        change_owner(account=account, owner=to, by=by, at=at)
    return len(accounts)


def hand_over_backups(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Make *to* the backup owner, except where they are the owner themselves: there nobody is."""
    accounts = list(_backed(person).order_by("id"))
    for account in accounts:
        backup = None if to is None or account.owner_id == to.pk else to
        edit_account(account=account, changes={"backup_owner": backup}, by=by, at=at, expected_version=None)
    return len(accounts)


def hand_over_places(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Give *to* the same function with the same right to edit, unless they have it already."""
    places = list(_places(person).order_by("account_id", "id"))
    for place in places:
        remove_team_member(member=place, by=by, at=at)
        held = AccountTeamMember.objects.current().filter(account=place.account, function=place.function)
        theirs = held.filter(user=to)
        if to is not None and not theirs.exists():
            add_team_member(
                account=place.account, user=to, function=place.function, may_edit=place.may_edit,
                is_backup=place.is_backup, by=by, at=at,
            )  # fmt: skip
    return len(places)


ACCOUNTS = OpenWork(
    order=10,
    name="owned_accounts",
    label="Accounts they own",
    rows=_owned,
    item=_account_item,
    hand_over=hand_over_accounts,
    only_for=may_look_after_accounts,
)
BACKUPS = OpenWork(
    order=20,
    name="backed_accounts",
    label="Accounts they back up",
    rows=_backed,
    item=_account_item,
    hand_over=hand_over_backups,
    may_be_left=True,
    only_for=may_look_after_accounts,
)
PLACES = OpenWork(
    order=30,
    name="account_team_places",
    label="Places on account teams",
    rows=_places,
    item=_place_item,
    hand_over=hand_over_places,
    may_be_left=True,
)


def accounts_follow_their_owner(fact: PersonMoved) -> None:
    """When asked to, accounts of the teams somebody left go with them into the new one."""
    if fact.accounts_to is None:
        return
    by, team = User.objects.get(pk=fact.by_id), Team.objects.get(pk=fact.accounts_to)
    rows = Account.objects.filter(owner_id=fact.user_id, team_id__in=fact.left_team_ids)
    for account in rows.order_by("id"):
        edit_account(account=account, changes={"team": team}, by=by, at=fact.at, expected_version=None)


def countries_of_accounts() -> Iterable[tuple[str, str]]:
    """Where customers are: their holidays matter too."""
    rows = Account.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return [(country, "") for country in rows]
