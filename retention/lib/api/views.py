"""The shape of every API resource: scoped rows, plain dictionaries for lists, one action per change."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .changed import NAME as UPDATED_SINCE
from .changed import ChangedSince, knows_changes

PAGE_PARAMETERS = frozenset({"cursor", "limit"})


class KnownParameters(BaseFilterBackend):
    """A misspelt filter is an error, not a list of everything."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Raise ValidationError naming the parameters that this list does not know."""
        filters = getattr(view, "filterset_class", None)
        known = PAGE_PARAMETERS | (set(filters.base_filters) if filters else set())
        known |= {UPDATED_SINCE} if knows_changes(view) else set()
        if unknown := sorted(set(request.query_params) - known):
            raise ValidationError({name[:100]: ["This list has no such filter."] for name in unknown})
        return queryset


class NamedFilters(DjangoFilterBackend):  # type: ignore[misc] # comes without types
    """The filters that the address names: the others would prepare their choices for nobody."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        """The list's filters, as far as they were asked for."""
        filters = super().get_filterset(request, queryset, view)
        if filters is not None:
            named = set(request.query_params)
            filters.filters = {name: each for name, each in filters.filters.items() if name in named}
        return filters


class ScopedViewSet(GenericViewSet[Any]):
    """Rows a reader may see, listed as plain dictionaries of ``columns``.

    ``resource`` is the scope a token needs, ``spelt`` how the fields of actions are called here. Subclasses
    add rows' extras in ``complete``.
    """

    filter_backends = (KnownParameters, NamedFilters, ChangedSince)
    spelt: ClassVar[Mapping[str, str]] = {}
    resource: ClassVar[str]
    columns: ClassVar[Sequence[str]]
    model: ClassVar[type[Model]]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Any]:
        """Only what the reader may see: everything else is 404."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows: QuerySet[Any] = self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        return rows

    @property
    def caller(self) -> Any:
        """Whoever asks: a person of ours, for the permission has let them in."""
        return self.request.user

    def said(self, shape: Any, **options: Any) -> dict[str, Any]:
        """What the body says, read by the serializer *shape*. Raises ValidationError naming the faults."""
        body = shape(data=self.request.data, context={"request": self.request}, **options)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows as dictionaries; a subclass may add columns of what it hangs on."""
        return rows.values(*self.columns)

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add what is not a column; called once per page with all its rows."""
        return rows

    def list(self, request: Request) -> Response:
        """One page of rows, in the order of their ids."""
        rows = self.columns_of(self.filter_queryset(self.get_queryset()))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.complete(list(page or [])))

    def retrieve(self, request: Request, pk: str) -> Response:
        """One row."""
        return Response(self.row(int(pk)))

    def row(self, pk: int) -> dict[str, Any]:
        """One row as it is now. Raises Http404 when it is not visible."""
        found = list(self.columns_of(self.get_queryset().filter(pk=pk)))
        if not found:
            raise Http404
        return self.complete(found)[0]

    def told(self, pk: int, status: int = 200) -> Response:
        """The answer after a change: the row as it is now, or 204 when the change took it out of sight."""
        try:
            return Response(self.row(pk), status=status)
        except Http404:
            return Response(status=204)

    def record(self, pk: str) -> Any:
        """The record itself, for an action. Raises Http404 when it is not visible."""
        return get_object_or_404(self.get_queryset(), pk=pk)
