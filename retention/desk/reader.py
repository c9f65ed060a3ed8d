"""The signed-in person behind a request, typed."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest

from retention.team.models import User

M = TypeVar("M", bound=Model)


def reader(request: HttpRequest) -> User:
    """Who reads. The sign-in middleware lets nobody else through; raises TypeError if it ever did."""
    if not isinstance(request.user, User):
        raise TypeError("this page needs a signed-in person")
    return request.user


def the_one(rows: list[M]) -> M:
    """The record that was asked for by its id; 404 where there is none, or none for this reader."""
    if not rows:
        raise Http404
    return rows[0]


def refuse_others(request: HttpRequest, record: Model) -> None:
    """Raise PermissionDenied when the reader may not change this record: no form is filled in in vain."""
    editable = type(record)._default_manager.editable_by(reader(request))  # type: ignore[attr-defined]
    if not editable.filter(pk=record.pk).exists():
        raise PermissionDenied("Only the owner, the backup owner or the team lead may change this.")
