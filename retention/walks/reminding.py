"""What walks tell: the holder that a contract came or stays too long, the lead that it is late."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from accounts.models import Account
from retention.reminders.actions import PlannedRow, cancel_reminders, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.renewals.kind import leads_of
from retention.team.models import User

from .models import Handoff, WalkStep

STEP, HANDOFF = "walk_step", "walk_handoff"
CAME, LATE = "came", "late"


def _steps() -> Iterable[str]:
    return ("step", "owner_user", "walk__contract__account__owner", "walk__contract__account__backup_owner")


def step_is_here(step_id: int) -> bool:
    """A walk under way still stands there."""
    return WalkStep.objects.here().filter(pk=step_id).exists()


def handoff_waits(handoff_id: int) -> bool:
    """Nobody has accepted it yet."""
    return Handoff.objects.waiting().filter(pk=handoff_id).exists()


def _people(reminder: Reminder, step: WalkStep) -> list[User]:
    account = step.walk.contract.account
    found: list[User] = []
    if Audience.OWNER in reminder.audience:
        holder = step.owner_user or account.owner or account.backup_owner
        found += [holder] if holder else leads_of(account)
    if Audience.LEAD in reminder.audience:
        found += leads_of(account)
    return list({user.pk: user for user in found}.values())


def _of_step(reminder: Reminder) -> list[User]:
    return _people(reminder, WalkStep.objects.select_related(*_steps()).get(pk=reminder.subject_id))


def _of_handoff(reminder: Reminder) -> list[User]:
    handoff = Handoff.objects.get(pk=reminder.subject_id)
    return _people(reminder, WalkStep.objects.select_related(*_steps()).get(pk=handoff.to_step_id))


def _render_step(reminder: Reminder, user: User) -> Rendered:
    step = WalkStep.objects.select_related(*_steps()).get(pk=reminder.subject_id)
    contract = step.walk.contract
    title = f"{contract.account.name}: {step.step.name} is late"
    since = f"{step.entered_on:%-d %b %Y}" if step.entered_on else "then"
    text = f"{contract.reference} has stood there since {since}; {step.expected_days} days were expected."
    return Rendered(title[:200], text[:500], f"/walks/{step.walk_id}/")


def _render_handoff(reminder: Reminder, user: User) -> Rendered:
    row = Handoff.objects.select_related(
        "walk__contract__account", "from_step__step", "to_step__step", "handed_by"
    ).get(pk=reminder.subject_id)
    contract = row.walk.contract
    waits = "waits to be accepted" if reminder.content == CAME else "was not accepted in time"
    title = f"{contract.account.name}: {row.to_step.step.name} {waits}"
    text = f"{row.handed_by.name} handed {contract.reference} on after {row.from_step.step.name.lower()}."
    if row.missing:
        text += f" Missing: {row.missing}"
    return Rendered(title[:200], text[:500], f"/walks/{row.walk_id}/")


STEP_LATE = ReminderKind(STEP, is_open=step_is_here, people_of=_of_step, render=_render_step)
HANDOFF_WAITS = ReminderKind(HANDOFF, is_open=handoff_waits, people_of=_of_handoff, render=_render_handoff)


def tell_step(step: WalkStep, *, account: Account, by: User, at: datetime) -> None:
    """Plan what this step has to tell while a contract stands there; nothing once it was left."""
    if not step.is_here or step.due_on is None:
        cancel_reminders(kind=STEP, subject_id=step.pk, reason="It was left", at=at, by=by)
        return
    rows = _late(step.due_on)
    plan_reminders(kind=STEP, subject_id=step.pk, account=account, rows=rows, at=at, by=by)


def tell_handoff(handoff: Handoff, *, account: Account, by: User, at: datetime) -> None:
    """Plan what a hand-off has to tell while it waits; nothing once it was settled."""
    if handoff.settled_on is not None:
        cancel_reminders(kind=HANDOFF, subject_id=handoff.pk, reason="It was settled", at=at, by=by)
        return
    came = _row(CAME, handoff.handed_on, 0, Audience.OWNER, Urgency.TASK)
    rows = [came, *_late(handoff.due_on)]
    plan_reminders(kind=HANDOFF, subject_id=handoff.pk, account=account, rows=rows, at=at, by=by)


def _late(due_on: date) -> list[PlannedRow]:
    """The day after: the holder has a task, the lead reads it in the digest."""
    return [
        _row(LATE, due_on, 1, Audience.OWNER, Urgency.TASK),
        _row(f"{LATE}_lead", due_on, 1, Audience.LEAD, Urgency.DIGEST),
    ]


def _row(content: str, on: date, days: int, who: Audience, urgency: Urgency) -> PlannedRow:
    fires = on + timedelta(days=days)
    return PlannedRow(content, on, days, content, (who.value,), urgency.value, fires)
