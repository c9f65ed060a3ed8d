"""`/api/v1/gap-check-ins/`: gaps of the people map that became check-ins."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.models import Contact
from contacts.people_map.flags import TALKED_OVER
from retention.lib.api.fields import Body, Nothing, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from .actions import plan_gap_check_in, take_gap_back
from .filters import GapFilter
from .models import GapCheckIn

FLAGS = [(code, code.replace("_", " ").capitalize()) for code in sorted(TALKED_OVER)]


class GapCheckInRow(serializers.ModelSerializer[GapCheckIn]):
    """A gap and the check-in it asked for; ``taken_back_at`` is empty until somebody, or the map, ends it."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)
    taken_back_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = GapCheckIn
        fields = (
            "id", "account_id", "contact_id", "flag", "reason", "due_on", "by_id", "at", "taken_back_at",
            "taken_back_by_id",
        )  # fmt: skip
        read_only_fields = fields


class GapCheckInWrite(Body):
    """Which flag of the map, about whom; without a day it is due today."""

    account_id = VisibleReference(Account, source="account")
    contact_id = VisibleReference(Contact, source="contact")
    flag = serializers.ChoiceField(choices=FLAGS)
    due_on = serializers.DateField(required=False)


class GapCheckInViewSet(ScopedViewSet):
    """Gaps worked on as check-ins; what tells an attitude is for the account team alone."""

    resource = "check_ins"
    model = GapCheckIn
    columns: ClassVar = GapCheckInRow.Meta.fields
    filterset_class = GapFilter
    serializer_class = GapCheckInRow

    @reads(GapCheckInRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of gaps that became check-ins."""
        return super().list(request)

    @reads(GapCheckInRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return super().retrieve(request, pk)

    @creates(GapCheckInWrite, GapCheckInRow)
    def create(self, request: Request) -> Response:
        """Make the check-in of a flag due; asking twice gives the first."""
        said: dict[str, Any] = self.said(GapCheckInWrite)
        gap = plan_gap_check_in(**said, by=self.caller, at=database_now())
        return self.told(gap.pk, status.HTTP_201_CREATED)

    @creates(Nothing, GapCheckInRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None, url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """The check-in is due by its own rhythm again."""
        self.said(Nothing)
        return self.told(take_gap_back(gap=self.record(pk), by=self.caller, at=database_now()).pk)
