"""`/api/v1/lost-deals/`: deals that were lost, and the customers asked to be references."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, RecordBody, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import add_reference, edit_lost_deal, enter_lost_deal
from ..filters import LostDealFilter
from ..models import AdvocacyAsk, AskOutcome, LostDeal

WRITABLE = ("prospect", "lost_on", "amount", "currency", "reason", "note")
COLUMNS = ("id", "version", "owner_id", "team_id", *WRITABLE, "recorded_at")
REFERENCE_COLUMNS = (
    "id", "version", "account_id", "contact_id", "asked_on", "outcome", "band", "mood", "review_id",
)  # fmt: skip


class ReferenceRow(serializers.ModelSerializer[AdvocacyAsk]):
    """A customer asked; ``band`` and ``mood`` are those of that day."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    review_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = AdvocacyAsk
        fields = REFERENCE_COLUMNS
        read_only_fields = fields


class LostDealRow(serializers.ModelSerializer[LostDeal]):
    """A lost deal as it is read; references at accounts the caller does not see are left out."""

    owner_id = serializers.IntegerField(read_only=True)
    team_id = serializers.IntegerField(read_only=True, allow_null=True)
    references = ReferenceRow(many=True, read_only=True)

    class Meta:
        model = LostDeal
        fields = (*COLUMNS, "references")
        read_only_fields = fields


class LostDealWrite(RecordBody):
    """What a writer may say about a lost deal."""

    prospect = CleanText(max_length=200)
    note = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)

    class Meta:
        model = LostDeal
        fields = WRITABLE
        extra_kwargs: ClassVar = {"currency": {"required": False}}


class ReferenceWrite(Body):
    """Which customer was asked, and what became of it."""

    account_id = VisibleReference(Account, source="account")
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    asked_on = serializers.DateField()
    outcome = serializers.ChoiceField(choices=AskOutcome.choices, default=AskOutcome.WAITING)


class LostDealViewSet(ScopedViewSet):
    """Lost deals the caller may see: their own, their teams', and those of whom they lead."""

    resource = "lost_deals"
    spelt: ClassVar = {"account": "account_id", "contact": "contact_id"}
    model = LostDeal
    columns: ClassVar = COLUMNS
    filterset_class = LostDealFilter
    serializer_class = LostDealRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the references the caller sees, in one query for the page."""
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row["references"] = []
        seen = AdvocacyAsk.objects.visible_to(self.request.user).filter(deal_id__in=list(by_id))
        for reference in seen.order_by("id").values("deal_id", *REFERENCE_COLUMNS):
            by_id[reference.pop("deal_id")]["references"].append(reference)
        return rows

    @reads(LostDealRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of lost deals."""
        return super().list(request)

    @reads(LostDealRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One lost deal."""
        return super().retrieve(request, pk)

    @creates(LostDealWrite, LostDealRow)
    def create(self, request: Request) -> Response:
        """Enter a deal that was lost."""
        deal = enter_lost_deal(by=self.caller, at=database_now(), **self.said(LostDealWrite))
        return self.told(deal.pk, status.HTTP_201_CREATED)

    @changes(LostDealWrite, LostDealRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a lost deal, starting from the version you have read."""
        deal, version = self.record(pk), seen_version(request)
        changes = self.said(LostDealWrite, instance=deal, partial=True)
        edit_lost_deal(
            deal=deal, changes=changes, by=self.caller, at=database_now(),
            expected_version=version,
        )  # fmt: skip
        return self.told(deal.pk)

    @creates(ReferenceWrite, LostDealRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def references(self, request: Request, pk: str) -> Response:
        """Say which customer was asked to speak for us."""
        deal = self.record(pk)
        add_reference(deal=deal, by=self.caller, at=database_now(), **self.said(ReferenceWrite))
        return self.told(deal.pk, status.HTTP_201_CREATED)
