"""Asking that a person be erased."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contacts.actions.erasure import AlreadyErased
from contacts.models import Person, RequestReason
from retention.lib import accepts
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..jobs.actions import request_job
from ..models import AskedErasure, Job
from .work import ERASURE

_reason = accepts.one_of("The reason", RequestReason)


@transaction.atomic
def ask_erasure(*, person: Person, reason: str, by: User, at: datetime, clear_shared: bool = False) -> Job:
    """Write down that a person is to be erased; a worker does it, whoever closes the page.

    Raises PermissionDenied, InputRefused, AlreadyErased, AlreadyUnderWay.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    said = {"reason": _reason(reason, "reason"), "clear_shared": clear_shared, "by": by, "at": at}
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.erased_at is not None:
        raise AlreadyErased("This person has been erased already.")
    job = request_job(kind=ERASURE, subject_id=row.pk, by=by, at=at)
    AskedErasure.objects.update_or_create(person=row, defaults=said)
    return job


def erasure_of(person: Person, user: User) -> Job | None:
    """The newest job that erases this person, as far as the reader may know of it."""
    return Job.objects.visible_to(user).filter(kind=ERASURE, subject_id=person.pk).order_by("-id").first()
