"""Writing the people history: the fourth beat of every action on people and teams."""

from datetime import datetime

from .models import PeopleEvent, Team, User


def note(
    kind: str, text: str, *, by: User, at: datetime, user: User | None = None, team: Team | None = None
) -> PeopleEvent:
    """Write one past-tense line. Call it inside the action's transaction."""
    return PeopleEvent.objects.create(at=at, actor=by, user=user, team=team, kind=kind, text=text[:500])
