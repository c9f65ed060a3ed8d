"""The rows behind the items of a day: one question each, over the book of a person."""

from datetime import date

from django.db.models import Q, QuerySet

from contacts.choices import PromiseState, StepState
from contacts.models import FeedbackItem, NextStep, Promise
from retention.cadence.models import CheckIn
from retention.reminders.models import Notification
from retention.team.asking import kept
from retention.team.models import User
from retention.team.visibility import reach_of

from .book import accounts_of

MOST_ROWS = 200
"""More than anybody does in a week; a longer list says so instead of loading everything."""


@kept
def check_ins_until(user: User, until: date) -> QuerySet[CheckIn]:
    """Check-ins of the book that show by a day."""
    book = accounts_of(user).values("pk")
    rows = CheckIn.objects.visible_to(user).filter(account__in=book, shown_on__lte=until)
    return rows.select_related("contact__person").order_by("shown_on", "id")[:MOST_ROWS]


@kept
def rungs_told(user: User) -> QuerySet[Notification]:
    """The newest word of the ladder per renewal, not acknowledged yet."""
    rows = Notification.objects.visible_to(user).filter(user_id=user.pk, acknowledged_at__isnull=True)
    newest = rows.filter(reminder__kind="renewal_rung").distinct("reminder__subject_id")
    ordered = newest.order_by("reminder__subject_id", "-reminder__fire_on", "-id")
    return ordered.select_related("reminder", "account")[:MOST_ROWS]


@kept
def promises_until(user: User, until: date) -> QuerySet[Promise]:
    """Open promises that the person, or whom they cover, keeps or follows up."""
    people = (user.pk, *reach_of(user).covered_owner_ids)
    rows = Promise.objects.visible_to(user).filter(
        state=PromiseState.OPEN, user_id__in=people, due_on__lte=until
    )
    return rows.select_related("account", "contact__person", "user").order_by("due_on", "id")[:MOST_ROWS]


@kept
def feedback_until(user: User, until: date) -> QuerySet[FeedbackItem]:
    """What waits for an answer of theirs."""
    people = (user.pk, *reach_of(user).covered_owner_ids)
    rows = FeedbackItem.objects.visible_to(user).open().filter(owner_id__in=people, due_on__lte=until)
    return rows.select_related("account", "contact__person").order_by("due_on", "id")[:MOST_ROWS]


@kept
def steps_until(user: User, until: date) -> QuerySet[NextStep]:
    """Next steps, unless put off beyond the day."""
    people = (user.pk, *reach_of(user).covered_owner_ids)
    rows = NextStep.objects.visible_to(user).filter(
        Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=until),
        state=StepState.OPEN,
        owner_id__in=people,
        due_on__lte=until,
    )
    return rows.select_related("account", "contact__person").order_by("due_on", "id")[:MOST_ROWS]
