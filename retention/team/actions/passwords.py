"""Choosing and changing passwords; every change ends the sessions that knew the old one."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from retention.lib.errors import DomainError

from ..links import LinkTokens
from ..models import User
from ..noted import note
from .sessions import end_all_sessions, end_other_sessions

LONGEST = 128


class PasswordRefused(DomainError):
    """The new password is too weak; the message says why."""


class WrongPassword(DomainError):
    """The present password is not right."""


class LinkSpent(DomainError):
    """The link was used, is too old, or was never good."""


@transaction.atomic
def choose_password(*, person: User, token: str, tokens: LinkTokens, password: str, at: datetime) -> User:
    """Set a password with a one-time link; of two uses at once, one wins.

    Raises LinkSpent, PasswordRefused.
    """
    fresh = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not tokens.check_token(fresh, token):
        raise LinkSpent("This link no longer works.")
    _set(fresh, password)
    end_all_sessions(fresh)
    note("password_chosen", f"{fresh.name} chose a new password by a link.", by=fresh, at=at, user=fresh)
    return fresh


@transaction.atomic
def change_password(*, present: str, password: str, kept_key: str | None, by: User, at: datetime) -> User:
    """Change one's own password; every other session ends, the one of *kept_key* goes on.

    Raises WrongPassword, PasswordRefused.
    """
    fresh = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not fresh.check_password(present):
        raise WrongPassword("That is not your present password.", field="present")
    _set(fresh, password)
    end_other_sessions(by=fresh, kept_key=kept_key)
    note("password_changed", f"{fresh.name} changed the password.", by=fresh, at=at, user=fresh)
    return fresh


def _set(person: User, password: str) -> None:
    if len(password) > LONGEST:
        raise PasswordRefused(f"A password has at most {LONGEST} characters.", field="password1")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages), field="password1") from error
    person.set_password(password)
    person.save(update_fields=["password"])
