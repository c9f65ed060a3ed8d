"""`manage.py tick`: one round of everything that goes by the clock, or a loop of rounds without Celery."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from retention.lib.clock import database_now
from retention.lib.ticks import Outcome, ask_to_stop, is_stopping, run_round, wait
from retention.reminders.heartbeats import TICKER, beat
from retention.team.audit import acting
from retention.team.machine import the_machine

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Releases what is due, writes digests, sends mails, and whatever else the layers registered."""

    help = "Run everything that goes by the clock once, or again and again with --loop."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--loop` and its pace."""
        parser.add_argument("--loop", action="store_true", help="Go on until told to stop.")
        parser.add_argument(
            "--every", type=float, default=5.0, metavar="SECONDS", help="From round to round."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One round, or rounds until SIGTERM or Ctrl-C, which let the item in hand be finished."""
        if not options["loop"]:
            for outcome in a_round():
                self.stdout.write(f"{outcome.name}: {outcome.error or outcome.count}")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _note_stop)
        logger.info("ticking every %g s", options["every"])
        while not is_stopping():
            started = time.monotonic()
            if not any(outcome.has_more for outcome in a_round()):
                wait(options["every"] - (time.monotonic() - started))
        logger.info("stopped ticking")


def a_round() -> list[Outcome]:
    """One round in the machine's name, and its heartbeat; with the database away, the failure is one line."""
    try:
        with acting(user_id=the_machine().pk, via="ticker"):
            outcomes = run_round(now=database_now)
            beat(TICKER, at=database_now())
    except Error as away:
        logger.error("no round: %s", str(away).splitlines()[0] if str(away) else type(away).__name__)
        return []
    return outcomes


def _note_stop(number: int, frame: FrameType | None) -> None:
    ask_to_stop()
