"""`manage.py load_demo`: an invented company with a year of history, and its sign-ins."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ...demo.load import load_demo
from ...demo.people import spoken_password


class Command(BaseCommand):
    """Load the demo company into an empty installation."""

    help = "Make a demo company with a year of history, and print its sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per person; the password was made for this installation."""
        password = os.environ.get("KEEL_DEMO_PASSWORD") or spoken_password()
        try:
            users = load_demo(password=password, at=database_now(), say=self.stdout.write)
        except DomainError as error:
            raise CommandError(error.message) from error
        lines = [f"{user.email:28} {user.get_role_display()}" for user in users]
        text = "\n".join([*lines, f"All of them sign in with the password: {password}", ""])
        self.stdout.write(text)
        path = settings.DATA_DIR / "demo-sign-ins.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
