"""How views describe themselves: one decorator for a record resource, so that the OpenAPI file is exact."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

View = TypeVar("View", bound=Callable[..., Any])
Described = Callable[[View], View]


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment] # the name is the standard's


def _problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(Problem, description=description)


READ_PROBLEMS = {401: _problem("Not signed in"), 403: _problem("Not allowed"), 404: _problem("Not visible")}
WRITE_PROBLEMS = {
    **READ_PROBLEMS,
    400: _problem("Some fields need another look"),
    409: _problem("Not sensible now"),
    412: _problem("Changed in the meantime"),
    415: _problem("Not JSON"),
    428: _problem("The version is missing"),
}
VERSION = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description='The version you have read, for example "3".'
)
REPEAT = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Repeating the request has one effect."
)


def reads(row: Any, **more: Any) -> Described[Any]:
    """A list or detail view answering with *row*."""
    described: Described[Any] = extend_schema(
        responses={200: row, 400: WRITE_PROBLEMS[400], **READ_PROBLEMS}, **more
    )
    return described


def creates(
    body: Any, row: Any, *, status: int = 201, more_parameters: Sequence[OpenApiParameter] = (), **more: Any
) -> Described[Any]:
    """A POST that makes something, or does something to a record."""
    described: Described[Any] = extend_schema(
        request=body,
        responses={status: row, **WRITE_PROBLEMS},
        parameters=[REPEAT, *more_parameters],
        **more,
    )
    return described


def removes() -> Described[Any]:
    """A DELETE of a record that was entered by mistake or holds no more."""
    described: Described[Any] = extend_schema(
        request=None, responses={204: None, 409: WRITE_PROBLEMS[409], **READ_PROBLEMS}
    )
    return described


def changes(body: Any, row: Any, **more: Any) -> Described[Any]:
    """A PATCH of a versioned record."""
    described: Described[Any] = extend_schema(
        request=body, responses={200: row, **WRITE_PROBLEMS}, parameters=[VERSION], **more
    )
    return described


def upserts(body: Any, row: Any, **more: Any) -> Described[Any]:
    """A PUT that makes a record or changes it."""
    described: Described[Any] = extend_schema(
        request=body, responses={200: row, 201: row, **WRITE_PROBLEMS}, **more
    )
    return described
