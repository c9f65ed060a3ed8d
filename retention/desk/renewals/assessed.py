"""What pages show of a renewal's assessments: the system's view only once the owner has spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from retention.renewals.actions.assessing import decides_for, speaks_for_owner
from retention.renewals.models import Assessment, AssessmentState, Renewal, SystemView
from retention.team.models import User
from retention.team.visibility import leads_people


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment; ``system`` is None as long as it is hidden."""

    row: Assessment
    system: SystemView | None
    may_give: bool
    may_decide: bool


def assessed(renewal: Renewal, user: User, *, at: datetime) -> list[Assessed]:
    """The renewal's assessments in the order they were asked for, as this reader may see them."""
    rows = Assessment.objects.visible_to(user).filter(renewal=renewal).select_related("by", "decided_by")
    views = SystemView.objects.visible_to(user).filter(assessment__renewal=renewal)
    told = {view.assessment_id: view for view in views}
    account, found = renewal.account, []
    for row in rows.order_by("due_on", "id"):
        is_asked = row.state == AssessmentState.ASKED and not renewal.is_closed
        is_split = row.state == AssessmentState.DISAGREED and not renewal.is_closed
        gives = is_asked and speaks_for_owner(account, user, at=at) and _edits(renewal, user)
        decides = is_split and row.by_id != user.pk and decides_for(account, user)
        found.append(Assessed(row, told.get(row.pk), gives, decides))
    return found


def _edits(renewal: Renewal, user: User) -> bool:
    return Renewal.objects.editable_by(user).filter(pk=renewal.pk).exists()


def to_give(user: User) -> QuerySet[Assessment]:
    """What waits for this reader as an owner, the most urgent first."""
    mine = Assessment.objects.editable_by(user).asked()
    theirs = mine.filter(renewal__account__owner=user) | mine.filter(renewal__account__backup_owner=user)
    return theirs.select_related("renewal__account", "renewal__contract").order_by("due_on", "id")


def waits_for_owners(user: User) -> Sequence[Assessment]:
    """What this reader's people still have to give, the longest waiting first; for leads alone."""
    if not leads_people(user):
        return []
    rows = Assessment.objects.editable_by(user).asked().exclude(renewal__account__owner=user)
    return list(rows.select_related("renewal__account__owner").order_by("due_on", "id")[:100])


def to_decide(user: User) -> Sequence[Assessment]:
    """What waits for this reader as a lead; nothing for anybody else."""
    if not leads_people(user):
        return []
    rows = Assessment.objects.editable_by(user).disagreed().exclude(by=user)
    return list(rows.select_related("renewal__account", "renewal__contract", "by").order_by("due_on")[:100])
