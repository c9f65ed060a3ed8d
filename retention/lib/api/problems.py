"""Errors as problem details (RFC 9457): what happened, in the user's words, and which field it is about."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from ..errors import DomainError, StaleVersion

PROBLEM_TYPE = "application/problem+json"


def field_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Flatten nested error details to ``{"field": "lines.0.amount", "message": ...}``."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            name = "" if name in ("non_field_errors", "__all__") else str(name)
            yield from field_errors(inner, ".".join(part for part in (path, name) if part))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from field_errors(inner, f"{path}.{number}" if nested else path)
    else:
        yield {"field": path, "message": str(detail)}


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem document with this HTTP status."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return Response(body, status=status, content_type=PROBLEM_TYPE, headers=headers)


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, exceptions.Throttled) and error.wait:
        headers["Retry-After"] = str(int(error.wait))
    if isinstance(error, exceptions.ValidationError):
        errors = list(field_errors(error.detail))
        return problem(error.status_code, "Some fields need another look.", errors=errors)
    return problem(error.status_code, str(error.detail), headers=headers)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal of the domain becomes a problem document."""
    if isinstance(error, StaleVersion):
        versions = {"expected_version": error.expected, "current_version": error.current}
        return problem(412, error.message, **versions)
    if isinstance(error, DomainError):
        return problem(409, error.message, errors=[{"field": error.field, "message": error.message}])
    if isinstance(error, Http404):
        return problem(404, "There is no such record, or you may not see it.")
    if isinstance(error, PermissionDenied):
        return problem(403, str(error) or "You may see this, but not change it.")
    if isinstance(error, DjangoValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return problem(400, "Some fields need another look.", errors=list(field_errors(detail)))
    if isinstance(error, DataError | IntegrityError):
        return problem(409, "The database refused this: it contradicts a rule or another record.")
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return None
