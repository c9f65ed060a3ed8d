"""Asking for assessments when their day comes, and keeping what the system thinks on that day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Account
from retention.team.machine import the_machine
from retention.team.models import User

from .assessing import DAYS_BEFORE, FIRST, SECOND, round_due, system_view
from .assessment_kind import tell
from .caps import caps_of
from .estimates import refresh_estimates
from .models import Assessment, AssessmentState, Renewal, RenewalStage, SystemView
from .sync import engine_day

DECIDED = (RenewalStage.AUTO_RENEWING, RenewalStage.NOTICE_RECEIVED)
"""Open stages in which nothing is assessed any more."""


def ask_due(at: datetime, limit: int = 200) -> int:
    """Ask for every assessment that is due and was not asked for yet; return how many.

    Safe to run twice or side by side: a renewal has each assessment once.
    """
    on = engine_day(at)
    second = Q(decision_on__lte=on + timedelta(days=DAYS_BEFORE[SECOND]))
    first = Q(decision_on__lte=on + timedelta(days=DAYS_BEFORE[FIRST])) & ~second
    waiting = Renewal.objects.open().exclude(stage__in=DECIDED).filter(decision_on__gte=on)
    due = waiting.filter(first & ~_was_asked(FIRST) | second & ~_was_asked(SECOND))
    due = due.order_by("account_id", "id")
    rows = list(due.select_related("account")[:limit])
    if not rows:
        return 0
    caps = caps_of({row.account_id for row in rows})
    by = the_machine()
    return sum(_ask(row, caps.get(row.account_id, ()), by=by, at=at) for row in rows)


def _was_asked(which: str) -> Exists:
    return Exists(Assessment.objects.filter(renewal=OuterRef("pk"), which=which))


@transaction.atomic
def _ask(row: Renewal, caps: Sequence[str], *, by: User, at: datetime) -> bool:
    """One renewal in a transaction of its own; an earlier assessment that was never given lapses."""
    held = Account.objects.filter(pk=row.account_id).select_for_update(skip_locked=True, no_key=True)
    on = engine_day(at)
    which = round_due(row.decision_on, on)
    if held.first() is None or Assessment.objects.filter(renewal=row, which=which).exists():
        return False
    for earlier in Assessment.objects.filter(renewal=row, state=AssessmentState.ASKED):
        Assessment.objects.filter(pk=earlier.pk).update(state=AssessmentState.LAPSED)
        earlier.state = AssessmentState.LAPSED
        tell(earlier, on=on, by=by, at=at)
    due_on = row.decision_on - timedelta(days=DAYS_BEFORE[which])
    made = Assessment.objects.create(renewal=row, which=which, due_on=due_on)
    band = row.account.health_band
    said = system_view(which, band=band, caps=caps, probability=row.estimate)
    kept = [text[:200] for text in caps]
    SystemView.objects.create(assessment=made, view=said, band=band, caps=kept, probability=row.estimate)
    tell(made, on=on, by=by, at=at)
    refresh_estimates({row.account_id})
    return True
