"""Starts tickers and workers of the drill by forking one prepared process: thirty starts stay affordable.

Run as a program on a database of its own; it reads one word per line and answers one line: ``seed N``,
``ticker``, ``worker`` (both answer the process id), ``wake`` (a task for the worker).
"""

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta

import django

PER_READER, IN_DIGEST = 3, 2


def seed(deliveries: int) -> int:
    """Readers for whom it is noon on a working day: each gets three mails of its own and one digest.

    The digests' notifications are told already; the reminders of the other mails are due.
    """
    from accounts.models import Account
    from retention.lib.clock import database_now
    from retention.reminders.models import Reminder
    from retention.team.models import Team, User

    now = database_now()
    team = Team.objects.create(name="Drill")
    zone, local = _zone_at_noon(now.hour), now + timedelta(hours=12 - now.hour)
    weekend = [(local.weekday() + 3) % 7]
    numbers = range(deliveries // (PER_READER + 1))
    readers = User.objects.bulk_create(
        User(email=f"reader{n}@keel.test", name=f"Reader {n}", time_zone=zone, weekend=weekend)
        for n in numbers
    )
    accounts = Account.objects.bulk_create(
        Account(name=f"Account {n}", owner=reader, team=team, currency="EUR")
        for n, reader in enumerate(readers)
    )
    told, due = [], []
    for account in accounts:
        for each in range(PER_READER + IN_DIGEST):
            (due if each < PER_READER else told).append(_reminder(account, each, now))
    Reminder.objects.bulk_create([*told, *due], batch_size=1000)
    _tell(told, now)
    return len(due) + len(told)


def _zone_at_noon(hour: int) -> str:
    """Where it is between 12:00 and 13:00 when it is *hour* in UTC; the names count the other way round."""
    return f"Etc/GMT{hour - 12:+d}"


def _reminder(account: "object", number: int, now: "object") -> "object":
    from retention.reminders.models import Reminder, Urgency

    subject = account.pk * 10 + number  # type: ignore[attr-defined]
    return Reminder(
        kind="trial", account=account, subject_id=subject, anchor_kind="act_by", anchor_on=now.date(),
        rung=-30, content=f"subject {subject}.", audience=["owner"], fire_on=now.date(),
        urgency=Urgency.IMMEDIATE if number < PER_READER else Urgency.TASK,
        fire_at=now - timedelta(minutes=1), dedupe_key=f"trial:{subject}:act_by:-30",
    )  # type: ignore[attr-defined, operator] # fmt: skip


def _tell(reminders: "list[object]", now: "object") -> None:
    from retention.reminders.models import Notification, Reminder

    ids = [reminder.pk for reminder in reminders]  # type: ignore[attr-defined]
    Reminder.objects.filter(pk__in=ids).update(state="released", released_at=now)
    Notification.objects.bulk_create(
        Notification(
            reminder=reminder, user_id=reminder.account.owner_id, account=reminder.account,
            title=f"{reminder.account.name}: {reminder.content}", text="Told before.", url="/",
            urgency=reminder.urgency, created_at=now,
        )
        for reminder in reminders
    )  # type: ignore[attr-defined, misc] # fmt: skip


def fork(work: Callable[[], None]) -> int:
    """The process id of a child that does *work* and ends."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(2, 1)
        work()
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def ticker() -> None:
    """`manage.py tick --loop`, impatient."""
    from django.core.management import call_command

    call_command("tick", loop=True, every=0.5)


def worker() -> None:
    """A Celery worker of one process."""
    from retention.celery import app

    app.worker_main(
        [
            "worker",
            "--pool",
            "solo",
            "--queues",
            "keel",
            "--without-gossip",
            "--without-mingle",
            "-l",
            "ERROR",
        ]
    )


def wake() -> int:
    """Put a tick into Redis, as beat does; with Redis away it is lost, which must not matter."""
    from retention.reminders.tasks import tick

    with contextlib.suppress(Exception):
        tick.apply_async(expires=20, retry=False)
    return 0


def main() -> None:
    """Answer until the input ends."""
    django.setup()
    from django.core.checks import run_checks

    from retention.lib import ticks
    from retention.reminders import sections
    from tests.reminders.trial import register_trial

    register_trial()
    for tick in ticks.ticks_in_order():
        if not tick.run.__module__.startswith("retention.reminders."):
            del ticks._ticks[tick.name]  # the drill is about reminders alone
    sections._sections.clear()
    run_checks()  # a worker makes them, and they import every page: better once, here
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # dead children leave nothing behind
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        answers: dict[str, Callable[[], int]] = {
            "seed": lambda count=number: seed(int(count)),  # type: ignore[misc]
            "ticker": lambda: fork(ticker),
            "worker": lambda: fork(worker),
            "wake": wake,
        }
        print(answers[word](), flush=True)


if __name__ == "__main__":
    main()
