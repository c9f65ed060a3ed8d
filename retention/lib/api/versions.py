"""Which version of a record a writer has seen: ``If-Match: "3"`` or ``"version": 3`` in the body."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request


class VersionNeeded(APIException):
    """A change was sent without the version it starts from."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = 'Send the version you have read, as If-Match: "3" or as "version" in the body.'
    default_code = "version_needed"


def seen_version(request: Request) -> int:
    """The version the writer has read. Raises VersionNeeded when missing, ValidationError when unreadable."""
    given: Any = request.headers.get("If-Match")
    if given is None and isinstance(request.data, dict):
        given = request.data.get("version")
    if given is None or given == "":
        raise VersionNeeded
    text = str(given).strip().removeprefix("W/").strip('"').removeprefix("v")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValidationError({"version": ["The version is a whole number."]})
    return int(text)
