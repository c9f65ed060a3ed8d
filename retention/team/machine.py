"""The machine: a real user with role ``system`` that cannot sign in."""

from .models import User
from .roles import Role

MACHINE_EMAIL = "system@keel.invalid"


def the_machine() -> User:
    """The system user; made on first use so that a fresh database has one."""
    user = User.objects.filter(role=Role.SYSTEM).first()
    if user is None:
        user = User.objects.create_user(MACHINE_EMAIL, None, name="Keel", role=Role.SYSTEM)
    return user
