"""Asking for a copy of what is held of a person, and taking it away."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from contacts.actions.erasure import AlreadyErased
from contacts.models import Person
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..jobs.actions import request_job
from ..models import AskedCopy, Job
from .work import COPY


class NoCopy(DomainError):
    """There is no file to take away: never asked for, not ready yet, expired, or gone with the person."""


@transaction.atomic
def ask_copy(*, person: Person, by: User, at: datetime) -> Job:
    """Write down that *by* wants a copy; a worker makes it, and a former one of theirs goes now.

    Raises PermissionDenied, AlreadyErased, AlreadyUnderWay.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.erased_at is not None:
        raise AlreadyErased("This person has been erased already.")
    fresh: dict[str, object] = {
        "at": at, "made_at": None, "expires_at": None, "content": None, "manifest": {}, "digest": "",
        "taken_at": None, "times_taken": 0,
    }  # fmt: skip
    asked, _ = AskedCopy.objects.update_or_create(person=row, by=by, defaults=fresh)
    return request_job(kind=COPY, subject_id=asked.pk, by=by, at=at)


@transaction.atomic
def take_copy(*, person: Person, by: User, at: datetime) -> tuple[AskedCopy, bytes]:
    """The file, for whoever asked and nobody else; that it was taken is written down.

    Raises PermissionDenied, NoCopy.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    asked = AskedCopy.objects.visible_to(by).ready(at).filter(person=person).first()
    if asked is None:
        raise NoCopy("There is no copy to download: ask for one, or wait until it is ready.")
    content = bytes(asked.content or b"")
    AskedCopy.objects.filter(pk=asked.pk).update(taken_at=at, times_taken=F("times_taken") + 1)
    return asked, content


def copy_of(person: Person, user: User) -> AskedCopy | None:
    """The reader's own latest copy without its file; ``has_file`` says whether there is one."""
    found: AskedCopy | None = AskedCopy.objects.visible_to(user).filter(person=person).without_files().first()
    return found


def copying_of(asked: AskedCopy | None, user: User) -> Job | None:
    """The newest job that makes it."""
    if asked is None:
        return None
    return Job.objects.visible_to(user).filter(kind=COPY, subject_id=asked.pk).order_by("-id").first()


def is_ready(asked: AskedCopy | None, at: datetime) -> bool:
    """Can it be downloaded? Of a row that ``copy_of`` answered."""
    has_file = bool(getattr(asked, "has_file", False))
    return has_file and asked is not None and asked.expires_at is not None and asked.expires_at > at
