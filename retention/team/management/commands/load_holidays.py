"""Load public holidays of every country in use, or of those named: ``manage.py load_holidays DE US-CA``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from retention.lib.clock import database_now
from retention.team.actions.holidays import ensure_holidays, years_around
from retention.team.audit import acting
from retention.team.holiday_sources import has_holidays, subdivisions_of
from retention.team.machine import the_machine
from retention.team.places import places_in_use


class Command(BaseCommand):
    """Bring the holidays table up to date; running it again changes nothing."""

    help = "Load public holidays from last year to the year after next."

    def add_arguments(self, parser: CommandParser) -> None:
        """Countries and regions by ISO 3166 code."""
        parser.add_argument("places", nargs="*", metavar="COUNTRY[-REGION]")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many days changed."""
        places = {self._place(text) for text in options["places"]} or places_in_use()
        machine, at = the_machine(), database_now()
        with acting(user_id=machine.pk, via="command"):
            changed = ensure_holidays(places=places, years=years_around(at.date()), by=machine, at=at)
        self.stdout.write(f"Holidays of {len(places)} places: {changed} days changed.")

    def _place(self, text: str) -> tuple[str, str]:
        country, _, region = text.upper().partition("-")
        if not has_holidays(country) or (region and region not in subdivisions_of(country)):
            raise CommandError(f"No holidays are known for “{text}”.")
        return country, region
