"""Who works at the demo company."""

import secrets
from datetime import datetime

from retention.team.models import Team, TeamMembership, User
from retention.team.roles import Role

DOMAIN = "harbour.example"
COMPANY = "Harbour Route Planning"
PEOPLE: tuple[tuple[str, str, str, str, str, str, bool], ...] = (
    # name, title, role, team, zone, country, leads the team
    ("Ada Lovell", "Operations", Role.ADMIN, "", "Europe/London", "GB", False),
    ("Sofia Brandt", "Head of customer success", Role.TEAM_LEAD, "Customers", "Europe/Berlin", "DE", True),
    ("Nadia Reyes", "Team lead, north", Role.TEAM_LEAD, "North", "Europe/London", "GB", True),
    ("Marek Dvorak", "Team lead, south", Role.TEAM_LEAD, "South", "Europe/Prague", "CZ", True),
    ("Lena Voss", "Account manager", Role.ACCOUNT_MANAGER, "North", "Europe/London", "GB", False),
    ("Tomas Herrera", "Account manager", Role.ACCOUNT_MANAGER, "North", "Europe/Madrid", "ES", False),
    ("Nico Brand", "Account manager", Role.ACCOUNT_MANAGER, "South", "Europe/Berlin", "DE", False),
    ("Ines Kowal", "Account manager", Role.ACCOUNT_MANAGER, "South", "America/New_York", "US", False),
    ("Sol Iwu", "Finance", Role.VIEWER, "", "Europe/London", "GB", False),
)
WORDS = (
    "anchor",
    "harbour",
    "lantern",
    "meadow",
    "copper",
    "willow",
    "compass",
    "granite",
    "saffron",
    "ember",
)


def email_of(name: str) -> str:
    """first name at the demo company."""
    return f"{name.split()[0].lower()}@{DOMAIN}"


def spoken_password() -> str:
    """A password made for this installation that can be read out."""
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"


def make_people(password: str, *, at: datetime) -> dict[str, User]:
    """Teams and people by first name; everybody signs in with this password."""
    top = Team.objects.create(name="Customers")
    teams = {"Customers": top}
    for name in ("North", "South"):
        teams[name] = Team.objects.create(name=name, parent=top)
    users: dict[str, User] = {}
    for name, title, role, team, zone, country, leads in PEOPLE:
        user = User.objects.create_user(
            email_of(name),
            password,
            name=name,
            title=title,
            role=role,
            time_zone=zone,
            country=country,
            sees_everything=role == Role.VIEWER,
            invited_at=at,
        )
        if team:
            TeamMembership.objects.create(user=user, team=teams[team], is_lead=leads)
        users[name.split()[0]] = user
    return users
