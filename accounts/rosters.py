"""The account team as it stands: by function, with what is missing against the template of the tier."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from retention.team.models import User
from retention.team.visibility import Reader

from .choices import TeamFunction
from .models import Account, AccountTeamMember, TeamTemplate
from .roster import STARTER, Gap, Needs, gaps


@dataclass(frozen=True)
class Template:
    """Which functions each tier needs; version 0 is what Keel comes with."""

    version: int
    needs: Needs


@dataclass(frozen=True)
class Place:
    """One function: who is in charge, who backs them up, and what is missing."""

    function: str
    is_needed: bool
    in_charge: User | None = None
    members: tuple[AccountTeamMember, ...] = ()
    backups: tuple[User, ...] = ()
    gap: Gap | None = None

    @property
    def label(self) -> str:
        """The function in words."""
        return str(TeamFunction(self.function).label)


@dataclass(frozen=True)
class Roster:
    """The account team. ``former`` are those who left it, the latest first."""

    places: list[Place]
    gaps: list[Gap]
    former: list[AccountTeamMember] = field(default_factory=list)

    def in_charge_of(self, function: str) -> User | None:
        """Who has a function at this account; None when nobody has."""
        return next((place.in_charge for place in self.places if place.function == function), None)


def every_template() -> QuerySet[TeamTemplate]:
    """Every published version."""
    return TeamTemplate.objects.all()


def template_now() -> Template:
    """The newest template."""
    row = TeamTemplate.objects.order_by("-version").first()
    return Template(row.version, row.needs) if row else Template(0, STARTER)


def with_team(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts that know which functions somebody has, and what their tier needs: no further question."""
    members = AccountTeamMember.objects.current().filter(account=OuterRef("pk")).values("function")
    newest = TeamTemplate.objects.order_by("-version").values("needs")
    return rows.annotate(
        team_needs=Subquery(newest[:1]),
        team_in_charge=ArraySubquery(members.filter(is_backup=False)),
        team_backups=ArraySubquery(members.filter(is_backup=True)),
    )


def gaps_told(account: Account) -> list[Gap]:
    """What an account of ``with_team`` lacks; its owner is the account manager."""
    told: Any = account
    needs = STARTER if told.team_needs is None else told.team_needs
    in_charge, backed = {*told.team_in_charge}, {*told.team_backups}
    if account.owner_id is not None:
        if TeamFunction.ACCOUNT_MANAGER in in_charge:
            backed.add(TeamFunction.ACCOUNT_MANAGER)
        in_charge.add(TeamFunction.ACCOUNT_MANAGER)
    if account.backup_owner_id is not None:
        backed.add(TeamFunction.ACCOUNT_MANAGER)
    return gaps(needs.get(account.tier, {}), in_charge, backed)


def roster_of(account: Account, user: Reader, *, with_former: bool = False) -> Roster:
    """The team of an account that the reader sees. Its owner is the account manager."""
    rows = AccountTeamMember.objects.visible_to(user).filter(account=account).select_related("user")
    members = list((rows if with_former else rows.current()).order_by("is_backup", "id"))
    current = [row for row in members if row.ends_on is None]
    former = [row for row in members if row.ends_on is not None]
    needs = template_now().needs.get(account.tier, {})
    charge, backups = _in_charge(account, current), _backups(account, current)
    missing = gaps(needs, [name for name, who in charge.items() if who], [*filter(backups.get, backups)])
    by_function = {gap.function: gap for gap in missing}
    places = [
        Place(
            function=function, is_needed=function in needs, in_charge=charge[function],
            members=tuple(row for row in current if row.function == function),
            backups=tuple(backups[function]), gap=by_function.get(function),
        )
        for function in TeamFunction.values
        if function in needs or charge[function] or backups[function]
    ]  # fmt: skip
    return Roster(places, missing, sorted(former, key=lambda row: (row.ends_on, row.pk), reverse=True))


def _in_charge(account: Account, members: list[AccountTeamMember]) -> dict[str, User | None]:
    found: dict[str, User | None] = dict.fromkeys(TeamFunction.values)
    found |= {row.function: row.user for row in members if not row.is_backup}
    if account.owner is not None:
        found[TeamFunction.ACCOUNT_MANAGER] = account.owner
    return found


def _backups(account: Account, members: list[AccountTeamMember]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {function: [] for function in TeamFunction.values}
    if account.backup_owner is not None:
        found[TeamFunction.ACCOUNT_MANAGER].append(account.backup_owner)
    for row in members:
        is_owner_too = row.function == TeamFunction.ACCOUNT_MANAGER and row.user_id != account.owner_id
        if row.is_backup or (is_owner_too and account.owner is not None):
            found[row.function].append(row.user)
    return found
