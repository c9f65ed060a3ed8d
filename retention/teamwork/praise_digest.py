"""Praise in the morning mail: of whom it is for, and of who leads them (docs/methods.md, Kudos)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from retention.lib.zones import to_instant
from retention.reminders.digest import DIGEST_TIME
from retention.reminders.fire_times import known_zone
from retention.reminders.models import Delivery, DeliveryKind
from retention.reminders.sections import Line, register_section
from retention.team.models import TeamMembership, User

from .models import Kudos
from .telling import PAGE

FIRST_LOOK_BACK = timedelta(days=7)
MOST, LONGEST = 10, 240


def praise_lines(user: User, on: date) -> Sequence[Line]:
    """What was praised since their last morning mail: theirs, and that of who is in a team they lead.

    The window begins where the last mail's ended, so that each praise stands in one mail.
    """
    until = to_instant(on, DIGEST_TIME, known_zone(user.time_zone))
    led = TeamMembership.objects.filter(user=user, is_lead=True).values("team")
    people = TeamMembership.objects.filter(team__in=led).values("user")
    rows = (
        Kudos.objects.visible_to(user)
        .filter(Q(to=user) | Q(to__in=people), recorded_at__gt=_since(user, until), recorded_at__lte=until)
        .exclude(by=user)
        .select_related("to", "by", "feedback")
    )
    return [Line(_words(row, user), PAGE) for row in rows.order_by("recorded_at", "id")[:MOST]]


def _since(user: User, until: datetime) -> datetime:
    mails = Delivery.objects.filter(user=user, kind=DeliveryKind.DIGEST, due_at__lt=until)
    last = mails.order_by("-due_at").values_list("due_at", flat=True).first()
    return last or until - FIRST_LOOK_BACK


def _words(row: Kudos, user: User) -> str:
    who = row.by.name if row.by else "A customer"
    whom = "you" if row.to_id == user.pk else row.to.name
    said = " ".join((row.feedback.text if row.feedback else row.text).split())
    return f"{who} praised {whom}: {said if len(said) <= LONGEST else said[: LONGEST - 1] + '…'}"


def register() -> None:
    """Called from apps.py."""
    register_section("praise", praise_lines, title="Praise", order=60)
