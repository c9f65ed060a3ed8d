"""Sign-in rules for django-allauth: by invitation only, tries counted in PostgreSQL."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.http import HttpRequest

from retention.lib.clock import database_now
from retention.lib.kept import planned

from .actions.sessions import note_device
from .addresses import address_of
from .mail import post
from .models import TryPurpose, User
from .tries import TooManyTries, begin_try, succeeded

WRONG = "The e-mail address or the password is not right."
TOO_MANY = "too_many_tries"


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]
    """Active people sign in; the machine never does. Asked again on every request."""

    def user_can_authenticate(self, user: User) -> bool:
        """False for whoever is deactivated and for the machine."""
        return user.is_active and not user.is_machine

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, read from the database each time."""
        user = next(iter(_person(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@planned
def _person(user_id: int) -> QuerySet[User]:
    return User._default_manager.filter(pk=user_id)


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; people are invited."""

    error_messages = {**DefaultAccountAdapter.error_messages, "email_password_mismatch": WRONG}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: accounts are made by an admin's invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, or None for every reason alike. Raises ValidationError after too many tries."""
        email = str(credentials.get("email", ""))
        try:
            attempt = begin_try(
                TryPurpose.SIGN_IN, email=email, address=address_of(request), at=database_now()
            )
        except TooManyTries as error:
            raise ValidationError(error.message, code=TOO_MANY) from error
        user = authenticate(request, **credentials)
        if not isinstance(user, User):
            return None
        succeeded(attempt)
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        """Start a new session and note from where."""
        super().login(request, user)
        note_device(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail beside the request: an address we do not know takes no less time."""
        message: EmailMessage = self.render_mail(template_prefix, email, {"email": email, **context})
        post(message)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page one lands on says enough."""
