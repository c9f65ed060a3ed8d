"""The first admin of a new installation: ``manage.py invite_admin ada@company.example "Ada Lovell"``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.team.actions.invitations import invite_person
from retention.team.audit import acting
from retention.team.machine import the_machine
from retention.team.roles import Role


class Command(BaseCommand):
    """Invite an admin from outside, as an admin would from inside; the link is shown and mailed."""

    help = "Invite an admin; they choose their password by the link that is shown and mailed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, and show the link."""
        machine, fields = (
            the_machine(),
            {"email": options["email"], "name": options["name"], "role": Role.ADMIN},
        )
        try:
            with acting(user_id=machine.pk, via="command"):
                invitation = invite_person(fields=fields, by=machine, at=database_now())
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            f"{invitation.person.name} chooses a password here, within three days:\n{invitation.link}"
        )
