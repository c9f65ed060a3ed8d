"""The machine: a real user with role ``system`` that cannot sign in."""

from django.db import IntegrityError, transaction

from .models import User
from .roles import Role

MACHINE_EMAIL = "system@keel.invalid"


def the_machine() -> User:
    """The system user; made on first use so that a fresh database has one, by whoever comes first."""
    user = User.objects.filter(role=Role.SYSTEM).first()
    if user is not None:
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(MACHINE_EMAIL, None, name="Keel", role=Role.SYSTEM)
    except IntegrityError:  # another process was faster
        return User.objects.get(role=Role.SYSTEM)
