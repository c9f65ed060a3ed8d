"""One-time links for a new password: nothing about them is stored, and using one ends it.

A link is a keyed hash over the person's present password, e-mail address, invitation and activity, so
it dies with any change to these, and a copy of the database holds none.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from retention.lib.clock import database_now

from .models import User

INVITATION_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=2)


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of one purpose, with a lifetime of their own (never beyond PASSWORD_RESET_TIMEOUT)."""

    def __init__(self, purpose: str, lifetime: timedelta) -> None:
        super().__init__()
        self.key_salt = f"retention.team.links.{purpose}"
        self.lifetime = lifetime

    def check_token(self, user: User | None, token: str | None) -> bool:
        """True while the link is fresh, unused, and the person may sign in."""
        if user is None or not token or not user.is_active or user.is_machine:
            return False
        return super().check_token(user, token) and self._age(token) <= self.lifetime.total_seconds()

    def _age(self, token: str) -> int:
        return self._num_seconds(self._now()) - base36_to_int(token.split("-")[0])

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{user.invited_at}"

    def _now(self) -> datetime:
        return database_now().replace(tzinfo=None)


invitations = LinkTokens("invitation", INVITATION_LASTS)
resets = LinkTokens("reset", RESET_LASTS)


def invitation_path(user: User) -> str:
    """Where an invited person chooses a password; valid for three days."""
    return reverse("invitation", kwargs={"uidb64": _coded(user), "token": invitations.make_token(user)})


def reset_path(user: User) -> str:
    """Where a person chooses a new password; valid for two hours."""
    return reverse("password_reset_link", kwargs={"uidb64": _coded(user), "token": resets.make_token(user)})


def full_address(path: str) -> str:
    """The path as it stands in a mail: never built from what a request claims to be its host."""
    return f"{settings.KEEL_BASE_URL.rstrip('/')}{path}"


def user_of_link(uidb64: str) -> User | None:
    """The person a link names, whether or not it is any good."""
    try:
        number = int(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, OverflowError):
        return None
    return User.objects.people().filter(pk=number).first() if 0 < number < 2**63 else None


def _coded(user: User) -> str:
    return urlsafe_base64_encode(force_bytes(user.pk))
