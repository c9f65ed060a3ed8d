"""The cast: the same few people in every test, so that a name says what somebody may do."""

from datetime import UTC, datetime

import pytest

from accounts.models import Account
from retention.team.machine import the_machine
from retention.team.models import Team, TeamMembership, User
from retention.team.roles import Role

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday at noon UTC: the clock of the tests."""
TODAY = NOON.date()


def join(user: User, team: Team, *, is_lead: bool = False) -> User:
    """Put somebody into a team."""
    TeamMembership.objects.create(user=user, team=team, is_lead=is_lead)
    return user


def person(email: str, name: str, role: Role, **fields: object) -> User:
    """Make one of our people, with the password ``pa55word-of-theirs``."""
    return User.objects.create_user(email, "pa55word-of-theirs", name=name, role=role, **fields)


@pytest.fixture
def north(db: None) -> Team:
    """Team North, led by Nadia; Lena works in it."""
    return Team.objects.create(name="North")


@pytest.fixture
def south(db: None) -> Team:
    """Team South; Nico works in it."""
    return Team.objects.create(name="South")


@pytest.fixture
def ada(db: None) -> User:
    """The admin."""
    return person("ada@keel.test", "Ada Lovell", Role.ADMIN)


@pytest.fixture
def lena(north: Team) -> User:
    """Account manager in team North."""
    return join(person("lena@keel.test", "Lena Voss", Role.ACCOUNT_MANAGER), north)


@pytest.fixture
def nico(south: Team) -> User:
    """Account manager in team South: must never see what is North's."""
    return join(person("nico@keel.test", "Nico Brand", Role.ACCOUNT_MANAGER), south)


@pytest.fixture
def nadia(north: Team) -> User:
    """Lead of team North."""
    return join(person("nadia@keel.test", "Nadia Reyes", Role.TEAM_LEAD), north, is_lead=True)


@pytest.fixture
def sol(db: None) -> User:
    """Viewer of everything (finance)."""
    return person("sol@keel.test", "Sol Iwu", Role.VIEWER, sees_everything=True)


@pytest.fixture
def machine(db: None) -> User:
    """The machine."""
    return the_machine()


@pytest.fixture
def vela(lena: User, north: Team) -> Account:
    """Lena's account, tier A, in team North."""
    return Account.objects.create(name="Vela Hotels", owner=lena, team=north, tier="A", currency="EUR")


@pytest.fixture
def orchard(nico: User, south: Team) -> Account:
    """Nico's account, tier B, in team South."""
    return Account.objects.create(name="Orchard & Vine", owner=nico, team=south, tier="B", currency="EUR")
