"""Who may open the pages of imports, and finding the import they are about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..models import Import, ImportFile

View = Callable[..., HttpResponseBase]
LARGEST_ID = 2**63


def for_admins(view: View) -> View:
    """Refuse everybody else."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not runs_the_workspace(request.user):
            raise PermissionDenied("Only an admin may import files.")
        return view(request, *args, **kwargs)

    return checked


def reader_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def import_of(request: HttpRequest, pk: int) -> Import:
    """The import of that number, or a 404."""
    rows = Import.objects.visible_to(reader_of(request)).select_related("owner")
    return get_object_or_404(rows, pk=pk if pk < LARGEST_ID else 0)


def file_of(of: Import, pk: int) -> ImportFile:
    """One of its files, or a 404."""
    return get_object_or_404(of.files.defer("content"), pk=pk if pk < LARGEST_ID else 0)
