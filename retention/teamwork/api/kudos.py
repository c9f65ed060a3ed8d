"""`/api/v1/kudos/`: praise for our people, from customers and colleagues."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, Reference, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.kudos import give_kudos
from ..filters import KudosFilter
from ..models import Kudos

COLUMNS = ("id", "to_id", "by_id", "account_id", "feedback_id", "text", "given_on", "recorded_at")


class KudosRow(serializers.ModelSerializer[Kudos]):
    """Praise as it is read. A customer's words are those of the feedback; an account out of sight is null."""

    to_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True, allow_null=True)
    account_id = serializers.IntegerField(read_only=True, allow_null=True)
    feedback_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Kudos
        fields = COLUMNS
        read_only_fields = fields


class KudosWrite(Body):
    """Whom, and what for."""

    to_id = Reference(lambda user: people_at_work(), source="to")
    text = CleanText(max_length=1000, many_lines=True)
    account_id = VisibleReference(Account, source="account", required=False, allow_null=True)


class KudosViewSet(ScopedViewSet):
    """Praise the caller may see: given or got, of their team, of customers they see."""

    resource = "kudos"
    spelt: ClassVar = {"to": "to_id", "account": "account_id"}
    model = Kudos
    columns: ClassVar = (*COLUMNS, "feedback__text")
    filterset_class = KudosFilter
    serializer_class = KudosRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A customer's words, and no account that the caller does not see."""
        ids = {row["account_id"] for row in rows}
        seen = Account.objects.visible_to(self.request.user).filter(pk__in=ids)
        visible = set(seen.order_by().values_list("pk", flat=True))
        for row in rows:
            row["text"] = row.pop("feedback__text") or row["text"]
            if row["account_id"] not in visible:
                row["account_id"] = row["feedback_id"] = None
        return rows

    @reads(KudosRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of praise."""
        return super().list(request)

    @reads(KudosRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One praise."""
        return super().retrieve(request, pk)

    @creates(KudosWrite, KudosRow)
    def create(self, request: Request) -> Response:
        """Praise a colleague."""
        made = give_kudos(by=self.caller, at=database_now(), **self.said(KudosWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)
