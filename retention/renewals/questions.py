"""Questions over many renewals that lists, boards and feeds share."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from retention.reminders.models import Notification
from retention.team.models import User

from .calls import COMMIT, IN_TALKS, MOST_LIKELY, SAID_YES
from .caps import caps_of
from .choices import ForecastCategory
from .ladder_rows import KIND
from .models import CLOSED_STAGES, Assessment, AssessmentState, Renewal, Round, View
from .models.querysets import DISAGREEING, UNDECIDED

CALLED_BEFORE, MOST_CAPPED = 90, 200
"""A call is expected so many days before the decision."""


def late_on(day: date) -> Q:
    """Open, not renewing by itself, and its decision date has passed."""
    return Q(decision_on__lt=day) & still_undecided()


def still_undecided() -> Q:
    """Open, and somebody has to decide: what renews by itself is decided."""
    return UNDECIDED


def needs_today(user: User, day: date) -> Q:
    """The person looks after the account, and either the day is here or they were told and have not answered.

    Looking after is being its owner, or its backup owner where it has no owner.
    """
    theirs = Q(account__owner=user) | Q(account__owner__isnull=True, account__backup_owner=user)
    told = Notification.objects.filter(
        user=user,
        acknowledged_at__isnull=True,
        reminder__kind=KIND,
        reminder__subject_id=OuterRef("pk"),
    )
    return theirs & still_undecided() & (Q(decision_on__lte=day) | Q(Exists(told)))


def stuck_on(day: date) -> Q:
    """Open, somebody has to decide, and longer in its stage than half as much again as is usual."""
    return Q(stuck_on__lte=day) & still_undecided()


def to_review(day: date) -> Q:
    """What a weekly review looks at: calls that are contradicted, rest on nothing recorded, or are missing
    though due; and renewals that are too long in their stage.

    What a score's cap adds is not in the database: see ``capped_calls``.
    """
    unsaid = Q(call=COMMIT) & ~Q(stage__in=SAID_YES) | Q(call=MOST_LIKELY) & ~Q(stage__in=IN_TALKS)
    missing = Q(call="", decision_on__lte=day + timedelta(days=CALLED_BEFORE))
    return still_undecided() & (disputed() | unsaid | missing | stuck_on(day))


def capped_calls(rows: QuerySet[Renewal]) -> Q:
    """Most likely, and a cap holds the account's score down; of many, those to be decided first."""
    likely = rows.filter(call=MOST_LIKELY, closed_on__isnull=True).order_by("decision_on", "id")
    capped = caps_of(set(likely.values_list("account_id", flat=True)[:MOST_CAPPED]))
    return Q(call=MOST_LIKELY, closed_on__isnull=True, account_id__in=list(capped))


def is_blind() -> Exists:
    """The owner's view is asked for: until it is given, nobody is shown what the system thinks."""
    return Exists(Assessment.objects.asked().filter(renewal=OuterRef("pk")))


def assessed_last() -> QuerySet[Assessment]:
    """Of every renewal the last assessment that was given; an owner has spoken in each of them."""
    given = Assessment.objects.filter(state__in=(AssessmentState.DISAGREED, AssessmentState.FINAL))
    second = given.filter(renewal=OuterRef("renewal"), which=Round.SECOND)
    return given.filter(Q(which=Round.SECOND) | ~Exists(second))


def with_views(rows: QuerySet[Renewal]) -> QuerySet[Renewal]:
    """The rows with ``is_blind``, and how they were assessed last: ``assessed_state``, ``assessed_as``."""
    last = assessed_last().filter(renewal=OuterRef("pk"))
    return rows.annotate(
        is_blind=is_blind(),
        assessed_state=Subquery(last.values("state")[:1]),
        assessed_as=Subquery(last.values("final")[:1]),
    )


def disputed() -> Q:
    """Owner and system, or the owner's own words, contradict each other in what may be shown of an open one.

    The call and the estimate; the two views of the last assessment while no lead has decided; the call and
    what that assessment came to.
    """
    last = assessed_last()
    split = Q(pk__in=last.filter(state=AssessmentState.DISAGREED).values("renewal"))
    too_sure = Q(call=ForecastCategory.COMMIT, pk__in=last.filter(final=View.AT_RISK).values("renewal"))
    too_dark = Q(call=ForecastCategory.PIPELINE, pk__in=last.filter(final=View.GOOD).values("renewal"))
    figures = DISAGREEING & ~Q(is_blind())
    return ~Q(stage__in=CLOSED_STAGES) & (figures | split | too_sure | too_dark)
