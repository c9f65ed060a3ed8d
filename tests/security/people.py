"""Every kind of actor there is, in one small company; the matrices of this folder ask what each may do."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import Account, AccountTeamMember
from retention.lib.clock import database_now
from retention.team.machine import the_machine
from retention.team.models import Absence, Team, TeamMembership, User
from retention.team.roles import Role
from tests.cast import join, person

VELA, FJORD, ORCHARD, STRAY = "Vela Hotels", "Fjord Ferries", "Orchard & Vine", "Stray Goods"
ALL = frozenset({VELA, FJORD, ORCHARD, STRAY})
NORTH_OWN, NORTH, SOUTH, NONE = frozenset({VELA}), frozenset({VELA, FJORD}), frozenset({ORCHARD}), frozenset()

SEES: dict[str, frozenset[str]] = {
    "ada": ALL,
    "machine": ALL,
    "sol": ALL,
    "lena": NORTH,
    "nadia": NORTH,
    "lead of the parent team": NORTH,
    "viewer of North": NORTH,
    "delegate of Lena": NORTH_OWN,
    "delegate of Lena next week": NONE,
    "account team": NORTH_OWN,
    "account team, may edit": NORTH_OWN,
    "viewer on the account team": NORTH_OWN,
    "backup owner": NORTH_OWN,
    "nico": SOUTH,
    "inactive": NONE,
    "anonymous": NONE,
}
EDITS: dict[str, frozenset[str]] = {
    **SEES,
    "sol": NONE,
    "lena": NORTH_OWN,
    "viewer of North": NONE,
    "account team": NONE,
    "viewer on the account team": NONE,
}
CIRCLE: dict[str, frozenset[str]] = {
    "ada": NONE,
    "machine": ALL,
    "sol": NONE,
    "lena": NORTH_OWN,
    "nadia": frozenset({FJORD}),
    "lead of the parent team": NONE,
    "viewer of North": NONE,
    "delegate of Lena": NORTH_OWN,
    "delegate of Lena next week": NONE,
    "account team": NORTH_OWN,
    "account team, may edit": NORTH_OWN,
    "viewer on the account team": NONE,
    "backup owner": NORTH_OWN,
    "nico": SOUTH,
    "inactive": NONE,
    "anonymous": NONE,
}
"""Whose private touchpoints and personal notes each actor reads: nobody's because of a role alone."""


@dataclass
class Company:
    """The actors by name, the accounts by name, and the teams."""

    actors: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.actors[name]


def make_company() -> Company:
    """Sixteen actors, four accounts, four teams."""
    company = Company()
    europe = Team.objects.create(name="Europe")
    company.teams = {
        "Europe": europe,
        "North": Team.objects.create(name="North", parent=europe),
        "South": Team.objects.create(name="South"),
        "East": Team.objects.create(name="East", parent=europe),
    }
    _hire(company)
    _take_accounts(company)
    _cover(company)
    return company


def _hire(company: Company) -> None:
    north, south, east = (company.teams[name] for name in ("North", "South", "East"))
    am, lead, viewer = Role.ACCOUNT_MANAGER, Role.TEAM_LEAD, Role.VIEWER
    company.actors = {
        "ada": person("ada@keel.test", "Ada Lovell", Role.ADMIN),
        "machine": the_machine(),
        "sol": person("sol@keel.test", "Sol Iwu", viewer, sees_everything=True),
        "lena": join(person("lena@keel.test", "Lena Voss", am), north),
        "nadia": join(person("nadia@keel.test", "Nadia Reyes", lead), north, is_lead=True),
        "lead of the parent team": join(
            person("erik@keel.test", "Erik Holm", lead), company.teams["Europe"], is_lead=True
        ),
        "viewer of North": join(person("tam@keel.test", "Tam Lindqvist", viewer), north),
        "delegate of Lena": join(person("dee@keel.test", "Dee Farrow", am), east),
        "delegate of Lena next week": join(person("dov@keel.test", "Dov Stern", am), east),
        "account team": join(person("mo@keel.test", "Mo Haddad", am), east),
        "account team, may edit": join(person("edie@keel.test", "Edie Park", am), east),
        "viewer on the account team": join(person("vic@keel.test", "Vic Osei", viewer), east),
        "backup owner": join(person("bea@keel.test", "Bea Winter", am), east),
        "nico": join(person("nico@keel.test", "Nico Brand", am), south),
        "inactive": join(person("ina@keel.test", "Ina Gone", am, is_active=False), north),
        "anonymous": AnonymousUser(),
    }
    TeamMembership.objects.filter(user__role=Role.ACCOUNT_MANAGER, is_lead=True).delete()


def _take_accounts(company: Company) -> None:
    north, south = company.teams["North"], company.teams["South"]
    rows: dict[str, dict[str, Any]] = {
        VELA: {"owner": company["lena"], "backup_owner": company["backup owner"], "team": north},
        FJORD: {"owner": company["nadia"], "team": north},
        ORCHARD: {"owner": company["nico"], "team": south},
        STRAY: {},
    }
    company.accounts = {name: Account.objects.create(name=name, **fields) for name, fields in rows.items()}
    team = (("account team", False), ("account team, may edit", True), ("viewer on the account team", True))
    for name, may_edit in team:
        AccountTeamMember.objects.create(
            account=company.accounts[VELA], user=company[name], function="delivery", may_edit=may_edit,
            is_backup=name != "account team",
        )  # fmt: skip


def _cover(company: Company) -> None:
    today, day = database_now().date(), timedelta(days=1)
    covers = (
        ("delegate of Lena", today - day, today + day),
        ("delegate of Lena next week", today + 7 * day, today + 9 * day),
    )
    for name, first, last in covers:
        Absence.objects.create(user=company["lena"], delegate=company[name], starts_on=first, ends_on=last)


def user_named(company: Company, name: str) -> Any:
    """The actor as a fresh object: nothing kept from an earlier question."""
    actor = company[name]
    return User.objects.get(pk=actor.pk) if isinstance(actor, User) else actor
