"""`manage.py release_held`: what becomes of the mails of a restored or copied database, said by a human."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from retention.lib.clock import database_now
from retention.reminders.actions import NothingIsHeld, NothingIsPaused, confirm_clock, release_held
from retention.reminders.facts import outbox_facts
from retention.reminders.gates import the_gate, why_held
from retention.team.machine import the_machine


class Command(BaseCommand):
    """Without a choice it only tells what is held."""

    help = "Decide about mails held after a restore or copy, and about a clock that jumped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Send or drop; and the clock."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--send", action="store_true", help="Send the held mails now.")
        choice.add_argument("--drop", action="store_true", help="Never send the held mails; new ones leave.")
        parser.add_argument(
            "--confirm-clock", action="store_true", help="The clock is right: release reminders."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell, or do and tell."""
        at = database_now()
        if options["confirm_clock"]:
            self._confirm_clock()
        if options["send"] or options["drop"]:
            self._release(send=options["send"])
        elif not options["confirm_clock"]:
            reason = why_held(the_gate())
            facts = outbox_facts(at)
            self.stdout.write(reason or "This database belongs to this installation.")
            self.stdout.write(
                f"Mails held: {facts.held}. Choose --send or --drop." if facts.held else "No mail is held."
            )
            if facts.paused_since:
                self.stdout.write(f"No reminder since {facts.paused_since:%Y-%m-%d}: see --confirm-clock.")

    def _release(self, *, send: bool) -> None:
        try:
            count = release_held(send=send, by=the_machine(), at=database_now())
        except NothingIsHeld as nothing:
            self.stdout.write(nothing.message)
        else:
            self.stdout.write(f"{count} held mails {'leave now' if send else 'dropped'}.")

    def _confirm_clock(self) -> None:
        try:
            confirm_clock(by=the_machine(), at=database_now())
        except NothingIsPaused as nothing:
            self.stdout.write(nothing.message)
        else:
            self.stdout.write("The clock is confirmed; reminders are released again.")
