"""The first beat of actions on people: may they, one such action after the other."""

from django.core.exceptions import PermissionDenied
from django.db import connection

from retention.lib.errors import DomainError

from ..models import User
from ..open_work import in_words, work_out_of_sight
from ..roles import Role
from ..visibility import runs_the_workspace

ONLY_ADMINS = "Only an admin may do this."


class LastAdmin(DomainError):
    """Without this person nobody could run the workspace."""


class WorkOutOfSight(DomainError):
    """The person would no longer see accounts on which something is theirs to do."""


class NotAPerson(DomainError):
    """The machine is not one of our people."""


def require_admin(by: User) -> None:
    """Raise PermissionDenied for everybody but admins and the machine."""
    if not runs_the_workspace(by):
        raise PermissionDenied(ONLY_ADMINS)


def one_at_a_time() -> None:
    """Wait for other changes of people and teams: two admins cannot deactivate each other at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('keel.people', 0))")


def locked_person(person: User, *, also_new_work: bool = False) -> User:
    """The person as they are now, locked; with *also_new_work* nothing new can be given to them meanwhile.

    Raises NotAPerson for the machine.
    """
    one_at_a_time()
    fresh = User.objects.select_for_update(no_key=not also_new_work).get(pk=person.pk)
    if fresh.is_machine:
        raise NotAPerson("The system user cannot be changed.")
    return fresh


def refuse_last_admin(person: User) -> None:
    """Raise LastAdmin when nobody else is an active admin; call it after ``locked_person``."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
    if person.role == Role.ADMIN and not others.exists():
        raise LastAdmin(f"{person.name} is the only admin. Make somebody else an admin first.", field="role")


def refuse_work_out_of_sight(person: User, *, field: str) -> None:
    """Raise WorkOutOfSight when, as things stand now, something of theirs is on accounts they do not see."""
    if lost := work_out_of_sight(person):
        raise WorkOutOfSight(
            f"{person.name} would no longer see everything that is theirs ({in_words(lost)}). "
            "Hand it over first.",
            field=field,
        )
