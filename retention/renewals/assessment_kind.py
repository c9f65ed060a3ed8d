"""What an assessment tells: the owner that one is due, the lead that owner and system disagree."""

from datetime import date, datetime

from retention.reminders.actions import PlannedRow, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.team.models import User

from .kind import people_of
from .models import Assessment, AssessmentState, Round

KIND = "assessment"
ASK, DECIDE = "assess", "decide"
WAITING = (AssessmentState.ASKED, AssessmentState.DISAGREED)


def is_open(assessment_id: int) -> bool:
    """Somebody still has to say something."""
    return Assessment.objects.open().filter(pk=assessment_id, state__in=WAITING).exists()


def render(reminder: Reminder, user: User) -> Rendered:
    """The sentence, and where to answer. What the system thinks is not in it."""
    row = Assessment.objects.select_related("renewal__account").get(pk=reminder.subject_id)
    title = f"{row.renewal.account.name}: {row.get_which_display().lower()}"
    days = 90 if row.which == Round.SECOND else 180
    if reminder.content == DECIDE:
        said = f"The owner and the system see this renewal differently ({days} days before): you decide."
        return Rendered(title[:200], said, f"/renewals/{row.renewal_id}/assessment/decide/")
    said = f"Say how you see this renewal, {days} days before its decision of {row.renewal.decision_on}."
    return Rendered(title[:200], said, f"/renewals/{row.renewal_id}/assessment/")


ASSESSMENT = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)


def tell(row: Assessment, *, on: date, by: User, at: datetime) -> None:
    """Plan what this assessment has to tell now; whatever else it had to tell is withdrawn.

    The second one is asked for by the ladder's rung of that day.
    """
    rows = []
    if row.state == AssessmentState.DISAGREED:
        rows = [_row("disagreed", on, DECIDE, Audience.LEAD)]
    elif row.state == AssessmentState.ASKED and row.which == Round.FIRST:
        rows = [_row("asked", on, ASK, Audience.OWNER)]
    account = row.renewal.account
    plan_reminders(kind=KIND, subject_id=row.pk, account=account, rows=rows, at=at, by=by)


def _row(anchor: str, on: date, content: str, who: Audience) -> PlannedRow:
    return PlannedRow(anchor, on, 0, content, (who.value,), Urgency.TASK.value, on)
