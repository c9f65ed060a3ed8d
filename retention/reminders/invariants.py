"""The promises that must hold at every moment, asked by /healthz (docs/reliability.md, What is watched)."""

from datetime import timedelta

from django.db import connection

from retention.lib.clock import database_now
from retention.lib.health_checks import CheckResult, register_check

from .clock_guard import paused_since
from .heartbeats import ALIVE_WITHIN, MAIL, TICKER, WORKER
from .models import Delivery, DeliveryState, Heartbeat, Reminder

LATE_AFTER = timedelta(seconds=120)
WATCHED_DAYS = 35
"""How far back released reminders are compared with their notifications."""

_UNTOLD = """
SELECT r.id FROM reminders_reminder r
WHERE r.state = 'released' AND r.released_at >= now() - make_interval(days => %s)
  AND NOT EXISTS (SELECT 1 FROM reminders_notification n WHERE n.reminder_id = r.id)
LIMIT 1
"""


def reminders_are_told_in_time() -> CheckResult:
    """No planned reminder is due for more than two minutes."""
    now = database_now()
    since = paused_since(now)
    if since is not None:
        return CheckResult(
            False, f"paused: nothing was released since {since:%Y-%m-%d}; an admin confirms the clock"
        )
    oldest = Reminder.objects.planned().filter(fire_at__lte=now - LATE_AFTER).order_by("fire_at").first()
    if oldest is None:
        return CheckResult(True)
    late = int((now - oldest.fire_at).total_seconds())
    return CheckResult(False, f"reminder {oldest.pk} is due for {late} s {oldest.state_reason}".strip())


def mails_leave_in_time() -> CheckResult:
    """No mail waits two minutes longer than its next attempt allows, and none is held."""
    now = database_now()
    trouble = Heartbeat.objects.filter(name=MAIL).values_list("detail", flat=True).first() or ""
    if Delivery.objects.filter(state=DeliveryState.HELD).exists():
        return CheckResult(False, f"mails are held: {trouble} Run manage.py release_held")
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=now - LATE_AFTER)
    oldest = waiting.order_by("next_try_at").first()
    if oldest is None:
        return CheckResult(True)
    late = int((now - oldest.next_try_at).total_seconds())
    return CheckResult(False, f"mail {oldest.pk} waits for {late} s {trouble}".strip())


def every_reminder_told_has_its_notification() -> CheckResult:
    """What was released stands in the app of at least one person."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, [WATCHED_DAYS])
        row = cursor.fetchone()
    return CheckResult(row is None, f"reminder {row[0]} was released and nobody was told" if row else "")


def ticker_is_alive() -> CheckResult:
    """The loop ticker made a round a moment ago."""
    return _is_alive(TICKER)


def worker_is_alive() -> CheckResult:
    """The Celery worker did a real task a moment ago."""
    return _is_alive(WORKER)


def _is_alive(name: str) -> CheckResult:
    heartbeat = Heartbeat.objects.filter(name=name).first()
    if heartbeat is None:
        return CheckResult(False, f"the {name} has not worked yet")
    age = database_now() - heartbeat.at
    return CheckResult(age <= ALIVE_WITHIN[name], f"last worked {max(0, int(age.total_seconds()))} s ago")


def register_checks() -> None:
    """Called from apps.py. One dead ticker is survived by the other, so those two only degrade."""
    register_check("reminders", reminders_are_told_in_time)
    register_check("mail", mails_leave_in_time)
    register_check("notifications", every_reminder_told_has_its_notification)
    register_check("ticker", ticker_is_alive, is_essential=False)
    register_check("worker", worker_is_alive, is_essential=False)
