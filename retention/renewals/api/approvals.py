"""`/api/v1/renewal-terms/` and `/api/v1/approvals/`: price and terms, and who agreed to them."""

from collections import defaultdict
from typing import Any, ClassVar

import django_filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter

from ..actions.approving import ApprovalRefused, decide_approval, request_approval
from ..actions.terms import set_terms
from ..models import (
    ApprovalRequest,
    ApprovalState,
    ApprovalStep,
    CapKind,
    Level,
    Renewal,
    RenewalTerms,
    SpecialTerm,
)

TERMS = (
    "list_price", "policy_uplift_pct", "cap_kind", "cap_pct", "index_name", "index_on", "index_plus",
    "index_min", "index_max", "proposed_uplift_pct", "proposed_arr", "discount_pct", "term_months",
    "payment_days", "special_terms", "give_get", "price_notice_days", "price_notice_sent_on",
)  # fmt: skip
TERMS_COLUMNS = ("id", "version", "renewal_id", *TERMS, "price_notice_on")
REQUEST_COLUMNS = (
    "id", "renewal_id", "matrix_version", "terms", "note", "state", "requested_by_id", "requested_at",
    "settled_at", "void_reason",
)  # fmt: skip
STEP_COLUMNS = (
    "id", "level", "reasons", "due_on", "state", "escalated_at", "escalated_to", "decided_by_id",
    "decided_at", "note",
)  # fmt: skip


class TermsRow(serializers.ModelSerializer[RenewalTerms]):
    """What is offered; percentages are written as 5 for five per cent."""

    renewal_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = RenewalTerms
        fields = TERMS_COLUMNS
        read_only_fields = fields


def _percent() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True)


def _money() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=16, decimal_places=2, required=False, allow_null=True)


def _number() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=10000, required=False, allow_null=True)


def _day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True)


class TermsWrite(Body):
    """Terms of a renewal; leave out what stays. ``version`` is needed once there are some."""

    renewal_id = VisibleReference(Renewal, source="renewal")
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    list_price = _money()
    policy_uplift_pct = _percent()
    cap_kind = serializers.ChoiceField(CapKind.choices, required=False)
    cap_pct = _percent()
    index_name = CleanText(max_length=60, required=False, allow_blank=True)
    index_on = _day()
    index_plus = _percent()
    index_min = _percent()
    index_max = _percent()
    proposed_uplift_pct = _percent()
    proposed_arr = _money()
    discount_pct = _percent()
    term_months = _number()
    payment_days = _number()
    special_terms = serializers.ListField(
        child=serializers.ChoiceField(SpecialTerm.choices), max_length=10, required=False
    )
    give_get = CleanText(max_length=500, required=False, allow_blank=True)
    price_notice_days = _number()
    price_notice_sent_on = _day()


class OfRenewal(django_filters.FilterSet):
    """Those of one renewal."""

    renewal = IdFilter(field_name="renewal_id", label="Renewal")


class TermsViewSet(ScopedViewSet):
    """Price and terms of renewals of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = {"renewal": "renewal_id"}
    model = RenewalTerms
    columns: ClassVar = TERMS_COLUMNS
    filterset_class = OfRenewal
    serializer_class = TermsRow

    @reads(TermsRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of terms."""
        return super().list(request)

    @reads(TermsRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """The terms of one renewal."""
        return super().retrieve(request, pk)

    @creates(TermsWrite, TermsRow, status=200)
    def create(self, request: Request) -> Response:
        """Set terms of a renewal; what was approved falls when one of them costs or earns money."""
        said = self.said(TermsWrite)
        renewal, version = said.pop("renewal"), said.pop("version", None)
        terms = set_terms(
            renewal=renewal, changes=said, by=self.caller, at=database_now(), expected_version=version or 0
        )
        return Response(self.row(terms.pk))


class StepRow(serializers.ModelSerializer[ApprovalStep]):
    """What one level says."""

    decided_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = ApprovalStep
        fields = STEP_COLUMNS
        read_only_fields = fields


class ApprovalRow(serializers.ModelSerializer[ApprovalRequest]):
    """A request with the terms it is about, and what each level says."""

    renewal_id = serializers.IntegerField(read_only=True)
    requested_by_id = serializers.IntegerField(read_only=True)
    terms = serializers.DictField(read_only=True)
    steps = StepRow(many=True, read_only=True)

    class Meta:
        model = ApprovalRequest
        fields = (*REQUEST_COLUMNS, "steps")
        read_only_fields = fields


class AskWrite(Body):
    """For which renewal, and why these terms."""

    renewal_id = VisibleReference(Renewal, source="renewal")
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")


class DecisionWrite(Body):
    """What a level says."""

    level = serializers.ChoiceField(Level.choices)
    agrees = serializers.BooleanField()
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")


class ApprovalFilter(OfRenewal):
    """Which requests a list shows."""

    state = django_filters.ChoiceFilter(choices=ApprovalState.choices, label="State")


class ApprovalViewSet(ScopedViewSet):
    """Requests to agree to terms, of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = {"renewal": "renewal_id"}
    model = ApprovalRequest
    columns: ClassVar = REQUEST_COLUMNS
    filterset_class = ApprovalFilter
    serializer_class = ApprovalRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """With what each level says."""
        steps = ApprovalStep.objects.visible_to(self.caller).filter(request__in=[row["id"] for row in rows])
        said: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for step in steps.order_by("id").values("request_id", *STEP_COLUMNS):
            said[step.pop("request_id")].append(step)
        return [{**row, "steps": said[row["id"]]} for row in rows]

    @reads(ApprovalRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of requests."""
        return super().list(request)

    @reads(ApprovalRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One request."""
        return super().retrieve(request, pk)

    @creates(AskWrite, ApprovalRow)
    def create(self, request: Request) -> Response:
        """Ask everybody who has to agree to the terms as they stand."""
        made = request_approval(**self.said(AskWrite), by=self.caller, at=database_now())
        return Response(self.row(made.pk), status=201)

    @creates(DecisionWrite, ApprovalRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def decide(self, request: Request, pk: str) -> Response:
        """Agree or refuse for one level."""
        record = self.record(pk)
        said = self.said(DecisionWrite)
        steps = ApprovalStep.objects.visible_to(self.caller).filter(request=record, level=said["level"])
        step = steps.first()
        if step is None:
            raise ApprovalRefused("This level was not asked.", field="level")
        decide_approval(
            step=step, agrees=said["agrees"], note=said["note"], by=self.caller, at=database_now()
        )
        return Response(self.row(record.pk))
