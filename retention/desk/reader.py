"""The signed-in person behind a request, typed."""

from django.http import HttpRequest

from retention.team.models import User


def reader(request: HttpRequest) -> User:
    """Who reads. The sign-in middleware lets nobody else through; raises TypeError if it ever did."""
    if not isinstance(request.user, User):
        raise TypeError("this page needs a signed-in person")
    return request.user
