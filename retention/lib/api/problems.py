"""Errors as problem details (RFC 9457): what happened, in the user's words, and which field it is about."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response

from ..accepts import InputRefused, NotEditable
from ..errors import DomainError, StaleVersion
from ..texts import TextRefused

PROBLEM_TYPE = "application/problem+json"
NOT_THERE = "There is no such record, or you may not see it."
NOT_MAY = "You may see this, but not change it."
TOO_LARGE = "This request is too large."
LOOK_AGAIN = "Some fields need another look."
BAD_INPUT = (InputRefused, NotEditable, TextRefused)
MOST_ERRORS = 50


def sayable(text: str) -> str:
    """The text without broken surrogates, which no answer could carry."""
    return text.encode("utf-8", "replace").decode()


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
        yield {"field": sayable(path), "message": sayable(str(detail))}


def document(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The body of a problem."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": sayable(detail), **more}


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem document with this HTTP status."""
    body = document(status, detail, **more)
    return Response(body, status=status, content_type=PROBLEM_TYPE, headers=headers)


def plain_problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """The same outside of the framework: for addresses and requests no view ever saw."""
    return JsonResponse(document(status, detail, **more), status=status, content_type=PROBLEM_TYPE)


def is_for_programs(request: HttpRequest) -> bool:
    """True below /api/, where every refusal is a problem document; the page about it is for people."""
    return request.path.startswith("/api/") and not request.path.startswith("/api/docs/")


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> JsonResponse:
    """The answer below /api/ where nothing is."""
    return plain_problem(404, "There is no such address. Addresses of the API end with a slash.")


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = "Bearer"
    wait: float | None = getattr(error, "wait", None)
    if isinstance(error, exceptions.Throttled) and wait:
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        return _fields(list(field_errors(error.detail)))
    return problem(error.status_code, str(error.detail), headers=headers)


def _fields(errors: list[dict[str, str]]) -> Response:
    return problem(400, LOOK_AGAIN, errors=errors[:MOST_ERRORS])


def _in_words_of(view: Any, field: str) -> str:
    """The action's name of a field as the resource spells it: ``owner`` is written as ``owner_id``."""
    spelt: Mapping[str, str] = getattr(view, "spelt", {})
    return spelt.get(field) or ".".join(spelt.get(part, part) for part in field.split("."))


def _of_domain(error: DomainError, view: Any) -> Response:
    if isinstance(error, StaleVersion):
        versions: dict[str, Any] = {"expected_version": error.expected, "current_version": error.current}
        return problem(412, "Somebody changed this in the meantime. Read it again and decide.", **versions)
    errors = [{"field": _in_words_of(view, error.field), "message": sayable(error.message)}]
    if isinstance(error, BAD_INPUT):
        return _fields(errors)
    return problem(409, error.message, errors=errors)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal of the domain becomes a problem document."""
    if isinstance(error, DomainError):
        return _of_domain(error, context.get("view"))
    if isinstance(error, RequestDataTooBig):
        return problem(413, TOO_LARGE)
    if isinstance(error, Http404):
        return problem(404, NOT_THERE)
    if isinstance(error, PermissionDenied):
        return problem(403, str(error) or NOT_MAY)
    if isinstance(error, DjangoValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return _fields(list(field_errors(detail)))
    if isinstance(error, DataError | IntegrityError):
        return problem(409, "The database refused this: it contradicts a rule or another record.")
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return None
