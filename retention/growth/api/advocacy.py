"""`/api/v1/advocacy/`: who was asked for what, what came of it, and who may be asked."""

from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from retention.lib.api.fields import LARGEST_ID, Body, CleanText, VisibleReference
from retention.lib.api.schema import VERSION, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions import answer_ask, ask_advocate, use_ask
from ..actions.advocacy import ANSWERS
from ..asking import gates_of
from ..filters import AdvocacyFilter
from ..models import AdvocacyAsk, AdvocacyKind

ASK_COLUMNS = (
    "id", "version", "kind", "account_id", "contact_id", "deal_id", "prospect", "asked_on", "asked_by_id",
    "outcome", "said", "answered_on", "used_on", "result", "worth", "currency", "band", "mood", "review_id",
    "recorded_at",
)  # fmt: skip


class AdvocacyAskRow(serializers.ModelSerializer[AdvocacyAsk]):
    """Somebody asked to do something for us; ``band`` and ``mood`` are those of that day."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    deal_id = serializers.IntegerField(read_only=True, allow_null=True)
    asked_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    review_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = AdvocacyAsk
        fields = ASK_COLUMNS
        read_only_fields = fields


class AdvocacyAskWrite(Body):
    """Whom to ask for what; the gate may be shut."""

    contact_id = VisibleReference(Contact, source="contact")
    kind = serializers.ChoiceField(choices=AdvocacyKind.choices)
    prospect = CleanText(max_length=200, required=False, allow_blank=True)


class AskAnswerWrite(Body):
    """What they answered; without a day, today."""

    outcome = serializers.ChoiceField(choices=[(word.value, word.label) for word in ANSWERS])
    said = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    on = serializers.DateField(required=False)


class AskUsedWrite(Body):
    """That they did it, and what came of it; without a day, today."""

    on = serializers.DateField(required=False)
    result = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    worth = serializers.DecimalField(max_digits=16, decimal_places=2, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)


class GateRow(serializers.Serializer[Any]):
    """Whether somebody may be asked for one thing today, why not, and from when."""

    kind = serializers.ChoiceField(choices=AdvocacyKind.choices)
    may_ask = serializers.BooleanField()
    why = serializers.CharField(allow_blank=True)
    from_day = serializers.DateField(allow_null=True)


class AdvocacyViewSet(ScopedViewSet):
    """The advocacy register, at the accounts the caller may see."""

    resource = "advocacy"
    spelt: ClassVar = {"contact": "contact_id"}
    model = AdvocacyAsk
    columns: ClassVar = ASK_COLUMNS
    filterset_class = AdvocacyFilter
    serializer_class = AdvocacyAskRow

    @reads(AdvocacyAskRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of asks."""
        return super().list(request)

    @reads(AdvocacyAskRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One ask."""
        return super().retrieve(request, pk)

    @creates(AdvocacyAskWrite, AdvocacyAskRow)
    def create(self, request: Request) -> Response:
        """Write down that somebody is asked today; 409 with the reason where the gate is shut."""
        asked = ask_advocate(by=self.caller, at=database_now(), **self.said(AdvocacyAskWrite))
        return self.told(asked.pk, status.HTTP_201_CREATED)

    @creates(AskAnswerWrite, AdvocacyAskRow, status=200, more_parameters=(VERSION,))
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def answer(self, request: Request, pk: str) -> Response:
        """Keep what they answered, starting from the version you have read."""
        ask, version = self.record(pk), seen_version(request)
        answer_ask(ask=ask, by=self.caller, at=database_now(), expected_version=version,
                   **self.said(AskAnswerWrite))  # fmt: skip
        return self.told(ask.pk)

    @creates(AskUsedWrite, AdvocacyAskRow, status=200, more_parameters=(VERSION,))
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def given(self, request: Request, pk: str) -> Response:
        """Keep that they did it, starting from the version you have read; 409 without a consent."""
        ask, version = self.record(pk), seen_version(request)
        use_ask(ask=ask, by=self.caller, at=database_now(), expected_version=version,
                **self.said(AskUsedWrite))  # fmt: skip
        return self.told(ask.pk)

    @reads(GateRow(many=True), parameters=[OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)])
    @action(
        detail=False, methods=["get"], url_path=r"gate/(?P<pk>\d{1,18})", filter_backends=(),
        pagination_class=None,
    )  # fmt: skip
    def gate(self, request: Request, pk: str) -> Response:
        """Whether a contact may be asked today, for each thing one may ask for."""
        rows = Contact.objects.visible_to(self.caller).select_related("account")
        contact = rows.filter(pk=min(int(pk), LARGEST_ID)).first()
        if contact is None:
            raise Http404
        gates = gates_of(contact, contact.account, on=local_day(database_now(), self.caller.time_zone))
        told = [
            {"kind": kind, "may_ask": gate.may_ask, "why": gate.why, "from_day": gate.from_day}
            for kind, gate in gates.items()
        ]
        return Response(GateRow(told, many=True).data)
