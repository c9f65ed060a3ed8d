"""The Celery door: a tick every 20 s that does what the loop ticker does, and the worker's sign of life."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from retention.lib.clock import database_now
from retention.lib.ticks import run_round
from retention.team.audit import acting
from retention.team.machine import the_machine

from .heartbeats import WORKER, beat


# Acknowledged early: a tick that died is not repeated, the next one finds the same rows.
@shared_task(acks_late=False, ignore_result=True)
def tick(**ignored: Any) -> None:
    """One round; arguments of older or newer versions are ignored."""
    with acting(user_id=the_machine().pk, via="worker"):
        run_round(now=database_now)
        beat(WORKER, at=database_now())


@worker_ready.connect
def begin_at_once(**ignored: Any) -> None:
    """A worker that has just started shows its sign of life without waiting for the next beat."""
    tick.apply_async(expires=20)
