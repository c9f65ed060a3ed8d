"""`/api/v1/map-scopes/`: decisions with a map of people of their own: renewals and opportunities."""

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.actions.map_scopes import close_scope, open_scope
from contacts.models import MapScope, ScopeKind
from retention.lib.api.fields import Body, CleanText, Nothing, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter

from ..maps import open_map
from ..models import Renewal


class ScopeFilter(django_filters.FilterSet):
    """Which decisions."""

    account = IdFilter(field_name="account_id", label="Account")
    renewal = IdFilter(field_name="renewal_id", label="Renewal")
    kind = django_filters.ChoiceFilter(choices=ScopeKind.choices, label="What is decided")
    is_open = django_filters.BooleanFilter(field_name="closed_on", lookup_expr="isnull", label="Open")


class ScopeRow(serializers.ModelSerializer[MapScope]):
    """A decision; ``closed_on`` is the day from which its map is not changed any more."""

    account_id = serializers.IntegerField(read_only=True)
    renewal_id = serializers.IntegerField(read_only=True, allow_null=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = MapScope
        fields = ("id", "account_id", "kind", "title", "renewal_id", "opened_on", "closed_on", "by_id")
        read_only_fields = fields


class ScopeWrite(Body):
    """Either a renewal, or an account and what the opportunity is about."""

    renewal_id = VisibleReference(Renewal, source="renewal", required=False)
    account_id = VisibleReference(Account, source="account", required=False)
    title = CleanText(max_length=120, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises ValidationError for neither, and for both."""
        named = [name for name in ("account", "title") if name in attrs]
        if "renewal" in attrs and named:
            raise serializers.ValidationError({"renewal_id": "A renewal has its account and title already."})
        if "renewal" not in attrs and len(named) < 2:
            missing = "account_id" if "account" not in attrs else "title"
            raise serializers.ValidationError({missing: "Name a renewal, or an account and a title."})
        return attrs


class MapScopeViewSet(ScopedViewSet):
    """Decisions at accounts the caller sees."""

    resource = "people_map"
    model = MapScope
    columns: ClassVar = ScopeRow.Meta.fields
    filterset_class = ScopeFilter
    serializer_class = ScopeRow

    @reads(ScopeRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of decisions."""
        return super().list(request)

    @reads(ScopeRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One decision."""
        return super().retrieve(request, pk)

    @creates(ScopeWrite, ScopeRow)
    def create(self, request: Request) -> Response:
        """Give a decision a map; a renewal that has one keeps it."""
        body = ScopeWrite(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        make = open_map if "renewal" in body.validated_data else open_scope
        scope = make(**body.validated_data, by=self.caller, at=database_now())
        return self.told(scope.pk, status.HTTP_201_CREATED)

    @creates(Nothing, ScopeRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def close(self, request: Request, pk: str) -> Response:
        """Say that it is decided."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return self.told(close_scope(scope=self.record(pk), by=self.caller, at=database_now()).pk)
