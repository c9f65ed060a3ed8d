"""Tables of the team layer."""

from .calendar import Absence, Holiday
from .events import PeopleEvent
from .people import Density, Theme, User, UserQuerySet
from .sessions import Session
from .sign_in_tries import SignInTry, TryPurpose
from .teams import Team, TeamMembership

__all__ = [
    "Absence",
    "Density",
    "Holiday",
    "PeopleEvent",
    "Session",
    "SignInTry",
    "Team",
    "TeamMembership",
    "Theme",
    "TryPurpose",
    "User",
    "UserQuerySet",
]
