"""Tables of the team layer."""

from .calendar import Absence, Holiday
from .events import PeopleEvent
from .people import Density, Theme, User, UserQuerySet
from .sign_in_tries import SignInTry
from .teams import Team, TeamMembership

__all__ = [
    "Absence",
    "Density",
    "Holiday",
    "PeopleEvent",
    "SignInTry",
    "Team",
    "TeamMembership",
    "Theme",
    "User",
    "UserQuerySet",
]
