"""Telling those who have to agree, and going one level up when they are late."""

from datetime import datetime

from django.db import transaction

from retention.reminders.actions import PlannedRow, cancel_reminders, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.team.machine import the_machine
from retention.team.models import User

from .approvers import deciders, one_up
from .models import ApprovalState, ApprovalStep
from .sync import engine_day

KIND = "approval"


def is_open(step_id: int) -> bool:
    """Nobody of the level has decided yet."""
    return ApprovalStep.objects.waiting().filter(pk=step_id).exists()


def people_of(reminder: Reminder) -> list[User]:
    """Who may decide it on the day it is told."""
    steps = ApprovalStep.objects.select_related("request__renewal__account")
    return deciders(steps.get(pk=reminder.subject_id), on=reminder.fire_on)


def render(reminder: Reminder, user: User) -> Rendered:
    """What is asked, why, and until when."""
    step = ApprovalStep.objects.select_related("request__renewal__account", "requested_by").get(
        pk=reminder.subject_id
    )
    row = step.request.renewal
    late = " It is late and comes to you from the level below." if step.escalated_to else ""
    said = f"{step.requested_by.name} asks you to agree: {step.reasons}. By {step.due_on:%-d %B %Y}.{late}"
    title = f"{row.account.name}: approval of the renewal’s terms"
    return Rendered(title[:200], said[:500], f"/renewals/{row.pk}/approval/")


APPROVAL = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)


def tell(step: ApprovalStep, *, by: User, at: datetime) -> None:
    """Plan the reminder of a step; once escalated it is told again, to the level above as well."""
    on = engine_day(at)
    anchor = "escalated" if step.escalated_to else "asked"
    row = PlannedRow(anchor, on, 0, f"{step.level} {anchor}", (Audience.LEAD.value,), Urgency.TASK.value, on)
    account = step.request.renewal.account
    plan_reminders(kind=KIND, subject_id=step.pk, account=account, rows=[row], at=at, by=by)


def fall_silent(step: ApprovalStep, *, reason: str, by: User, at: datetime) -> None:
    """Withdraw what is still to be told of a step."""
    cancel_reminders(kind=KIND, subject_id=step.pk, reason=reason, at=at, by=by)


def escalate_late(at: datetime, limit: int = 100) -> int:
    """Take every step past its day one level up, once; return how many."""
    today = engine_day(at)
    late = ApprovalStep.objects.waiting().filter(due_on__lt=today, escalated_at__isnull=True)
    found = 0
    for step_id in late.order_by("due_on", "id").values_list("id", flat=True)[:limit]:
        with transaction.atomic():
            rows = ApprovalStep.objects.select_for_update(of=("self",), skip_locked=True)
            step = rows.filter(pk=step_id, state=ApprovalState.ASKED, escalated_at__isnull=True).first()
            if step is None:
                continue
            step.escalated_at, step.escalated_to = at, one_up(step.level)
            step.save(update_fields=["escalated_at", "escalated_to"])
            tell(step, by=the_machine(), at=at)
            found += 1
    return found
