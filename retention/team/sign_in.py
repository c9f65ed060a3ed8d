"""Sign-in rules: by invitation only, tries counted in PostgreSQL."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: accounts are made by an admin's invitation."""
        return False
