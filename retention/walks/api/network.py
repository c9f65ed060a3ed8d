"""`/api/v1/network/`: the colleagues one keeps up with; one's own alone."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import TeamFunction
from accounts.choosing import people_at_work
from retention.lib.api.fields import Body, CleanText, Nothing, Reference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import add_to_network, change_pace, drop_from_network, spoke_with
from ..filters import NetworkFilter
from ..models import NetworkTie

COLUMNS = (
    "id", "colleague_id", "function", "every_days", "started_on", "last_on", "next_on", "ended_on",
    "recorded_at",
)  # fmt: skip


class NetworkRow(serializers.ModelSerializer[NetworkTie]):
    """A colleague, how often to speak, and when next."""

    colleague_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = NetworkTie
        fields = COLUMNS
        read_only_fields = fields


class NetworkWrite(Body):
    """With whom to keep up; every 90 days when nothing is said."""

    colleague_id = Reference(lambda user: people_at_work(), source="colleague")
    function = serializers.ChoiceField(choices=TeamFunction.choices)
    every_days = serializers.IntegerField(required=False, min_value=7, max_value=365)
    last_on = serializers.DateField(required=False)


class PaceWrite(Body):
    """Another pace, or function."""

    every_days = serializers.IntegerField(min_value=7, max_value=365)
    function = serializers.ChoiceField(choices=TeamFunction.choices, required=False)


class TalkWrite(Body):
    """When one spoke, today without a day, and what came of it."""

    on = serializers.DateField(required=False)
    note = CleanText(max_length=300, required=False, allow_blank=True)


class NetworkViewSet(ScopedViewSet):
    """The caller's own network; nobody else sees it."""

    resource = "network"
    spelt: ClassVar = {"colleague": "colleague_id"}
    model = NetworkTie
    columns: ClassVar = COLUMNS
    filterset_class = NetworkFilter
    serializer_class = NetworkRow

    @reads(NetworkRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of colleagues one keeps up with."""
        return super().list(request)

    @reads(NetworkRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One colleague of the network."""
        return super().retrieve(request, pk)

    @creates(NetworkWrite, NetworkRow)
    def create(self, request: Request) -> Response:
        """Keep up with a colleague."""
        made = add_to_network(by=self.caller, at=database_now(), **self.said(NetworkWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    def _did(self, pk: str, does: Any, shape: type[Body], **more: Any) -> Response:
        tie = self.record(pk)
        does(tie=tie, by=self.caller, **more, **self.said(shape))
        return self.told(tie.pk)

    @creates(PaceWrite, NetworkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def pace(self, request: Request, pk: str) -> Response:
        """Another pace."""
        return self._did(pk, change_pace, PaceWrite)

    @creates(TalkWrite, NetworkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def talks(self, request: Request, pk: str) -> Response:
        """Write down that one spoke."""
        return self._did(pk, spoke_with, TalkWrite, at=database_now())

    @creates(Nothing, NetworkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def drop(self, request: Request, pk: str) -> Response:
        """Keep up no more."""
        return self._did(pk, drop_from_network, Nothing, at=database_now())
