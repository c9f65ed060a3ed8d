"""What shared plans tell: the account's people, that somebody of theirs said something."""

from datetime import datetime

from accounts.models import Account
from retention.lib.zones import local_day
from retention.reminders.actions import PlannedRow, cancel_reminders, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.renewals.kind import leads_of
from retention.team.models import User

from .models import ClientWord

WORD, CAME = "client_word", "came"
WITH_ALL = ("link__plan__account__owner", "link__plan__account__backup_owner")


def word_waits(word_id: int) -> bool:
    """Nobody of ours has answered or taken note."""
    return ClientWord.objects.waiting().filter(pk=word_id).exists()


def _people(reminder: Reminder) -> list[User]:
    account = _word(reminder).link.plan.account
    owner = account.owner or account.backup_owner
    return [owner] if owner is not None else leads_of(account)


def _render(reminder: Reminder, user: User) -> Rendered:
    word = _word(reminder)
    plan = word.link.plan
    verb = word.get_kind_display().lower()
    said = f": {' '.join(word.text.split())}" if word.text else "."
    return Rendered(
        f"{plan.account.name}: {word.name} answered on the shared plan"[:200],
        f"{verb.capitalize()}{said}"[:500],
        f"/plans/{plan.pk}/share/",
    )


def _word(reminder: Reminder) -> ClientWord:
    return ClientWord.objects.select_related(*WITH_ALL).get(pk=reminder.subject_id)


WORD_CAME = ReminderKind(WORD, is_open=word_waits, people_of=_people, render=_render)


def tell_word(word: ClientWord, *, account: Account, by: User, at: datetime) -> None:
    """Plan what a word has to tell until somebody of ours has seen to it."""
    if word.settled_at is not None:
        cancel_reminders(kind=WORD, subject_id=word.pk, reason="It was seen to", at=at, by=by)
        return
    day = local_day(word.at, "UTC")
    rows = [PlannedRow(CAME, day, 0, CAME, (Audience.OWNER.value,), Urgency.TASK.value, day)]
    plan_reminders(kind=WORD, subject_id=word.pk, account=account, rows=rows, at=at, by=by)
