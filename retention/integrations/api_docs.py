"""The API as a page: a plain list made from the same description that programs read."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from retention.lib.api.described import description

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: ``takes`` and ``fields`` are (name, note) pairs."""

    method: str
    address: str
    text: str
    takes: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one resource."""

    name: str
    anchor: str
    operations: tuple[Operation, ...]


def groups_of(schema: dict[str, Any]) -> list[Group]:
    """The resources of an OpenAPI description, in the order of their addresses."""
    found: dict[str, list[Operation]] = {}
    for address, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                resource = address.split("/")[3]
                found.setdefault(resource, []).append(_operation(method, address, item[method], schema))
    return [
        Group(name.replace("-", " ").capitalize(), f"api-{name}", tuple(operations))
        for name, operations in found.items()
    ]


def _operation(method: str, address: str, said: dict[str, Any], schema: dict[str, Any]) -> Operation:
    parameters = [
        (item["name"], item.get("description", ""))
        for item in said.get("parameters", ())
        if item["in"] != "path"
    ]
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        address=address,
        text=said.get("description", ""),
        takes=tuple(parameters),
        fields=_fields(body, schema),
        answers=tuple(said["responses"]),
    )


def _fields(body: dict[str, Any], schema: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    name = body.get("$ref", "").rpartition("/")[2]
    shape = schema["components"]["schemas"].get(name, {})
    needed = set(shape.get("required", ()))
    return tuple(
        (field, "needed" if field in needed else "") for field in shape.get("properties", {}) if shape
    )


@login_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every operation of the API, its parameters and fields."""
    return render(request, "integrations/api_docs.html", {"groups": groups_of(description())})
