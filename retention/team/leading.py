"""Rows about a person or a team of ours: who may read them, and who may change them."""

from django.db import models
from django.db.models import Q

from .models import User
from .visibility import EVERYTHING, NOTHING, Reader, reach_of, standing_in


def people_led_by(user: Reader) -> models.QuerySet[User]:
    """Who looks after accounts in the teams this user leads, oneself included."""
    reach, people = reach_of(user), standing_in()
    if reach.changes_everything:
        return people
    return people.filter(pk__in=User.objects.filter(memberships__team_id__in=reach.led_team_ids).values("pk"))


def led_q(user: Reader, person: str = "owner", team: str = "team") -> Q:
    """Rows about a person or a team of ours that their lead and the admins may change."""
    reach = reach_of(user)
    if reach.changes_everything:
        return EVERYTHING
    led = User.objects.filter(memberships__team_id__in=reach.led_team_ids).values("pk")
    return Q(**{f"{person}__in": led}) | Q(**{f"{team}__in": reach.led_team_ids})


def own_or_led_q(user: Reader, person: str = "owner", team: str = "team") -> Q:
    """The same to read: also one's own and those of one's teams; everything for who sees every account."""
    reach = reach_of(user)
    if reach.is_nobody:
        return NOTHING
    if reach.sees_everything:
        return EVERYTHING
    own = Q(**{person: reach.user_id}) | Q(**{f"{team}__in": reach.team_ids})
    return own | led_q(user, person, team)
