"""What admins see above their pages while a promise about reminders does not hold (docs/reliability.md)."""

from datetime import datetime

from .facts import MOST_COUNTED, outbox_facts
from .invariants import every_reminder_told_has_its_notification, reminders_are_told_in_time


def alarms(at: datetime) -> list[str]:
    """One sentence for each thing an admin must know or decide; none when all is well."""
    facts, found = outbox_facts(at), []
    if facts.paused_since:
        day = f"{facts.paused_since:%-d %B %Y}"
        found.append(f"No reminder was told since {day}: see manage.py release_held --confirm-clock.")
    elif not reminders_are_told_in_time().ok:
        found.append("Reminders are due and not told. Look at /healthz and at the ticker's log.")
    if not every_reminder_told_has_its_notification().ok:
        found.append("A reminder counts as told and nobody was told. Look at /healthz.")
    if facts.held:
        found.append(f"{_some(facts.held)} held. {facts.held_reason} Decide with manage.py release_held.")
    elif facts.mail_trouble:
        found.append(f"Mails do not leave: {facts.mail_trouble}")
    if facts.dead:
        newest = facts.dead[0]
        found.append(f"{_some(len(facts.dead))} given up in seven days, the last one to {newest.user.name}.")
    if facts.late:
        number = f"{facts.late} reminders were" if facts.late > 1 else "A reminder was"
        found.append(f"{number} told more than a day late in the last seven days.")
    return found


def _some(number: int) -> str:
    """How many mails are what follows; counted to a hundred."""
    if number == 1:
        return "A mail is"
    return f"{'More than 99' if number >= MOST_COUNTED else number} mails are"
