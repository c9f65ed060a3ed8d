"""`/api/v1/loss-reasons/`: why customers left or took less: their words, and what it really was."""

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.knowledge.our_words import names_of_one, our_lists
from retention.lib.api.fields import Nothing, VisibleReference
from retention.lib.api.schema import VERSION, changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, SearchFilter

from ..actions import approve_unknown, give_reason, judge_cause, plan_return
from ..choices import RootCause
from ..models import LossReason, Renewal
from ..models.reasons import LossReasonQuerySet
from .bodies import LARGEST_ID, CauseWrite, ReasonWrite, ReturnWrite

COLUMNS = (
    "id", "version", "renewal_id", "line_id", "stated_reason", "root_cause", "sub_code", "secondary",
    "evidence", "controllable", "is_regrettable", "competitor", "known_since", "preventable_if",
    "would_return", "win_back_on", "root_set_by_id", "root_set_at", "approved_by_id", "approved_at",
    "recorded_at",
)  # fmt: skip


class LossReasonRow(serializers.ModelSerializer[LossReason]):
    """A reason; ``line_id`` is null for the whole renewal, ``root_cause`` empty until somebody judged."""

    renewal_id = serializers.IntegerField(read_only=True)
    line_id = serializers.IntegerField(read_only=True, allow_null=True)
    root_set_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    approved_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = LossReason
        fields = COLUMNS
        read_only_fields = fields


class LossReasonWrite(ReasonWrite):
    """Which renewal was lost or became less without a reason so far, and why; one line, or the whole."""

    renewal_id = VisibleReference(Renewal, source="renewal")
    line_id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True)


class LossReasonFilter(django_filters.FilterSet):
    """Which reasons a list shows."""

    renewal = IdFilter(field_name="renewal_id", label="Renewal")
    account = IdFilter(field_name="renewal__account_id", label="Account")
    root_cause = django_filters.MultipleChoiceFilter(choices=RootCause.choices, label="Root cause")
    competitor = SearchFilter(method="to_competitor", label="Competitor")
    judged = django_filters.BooleanFilter(method="has_cause", label="Judged")
    to_approve = django_filters.BooleanFilter(method="waits_for_a_lead", label="Waits for a lead")
    win_back_to = DayFilter(field_name="win_back_on", lookup_expr="lte", label="Ask again by")

    class Meta:
        model = LossReason
        fields: ClassVar[list[str]] = []

    def to_competitor(self, rows: LossReasonQuerySet, name: str, value: str) -> LossReasonQuerySet:
        """Lost to this competitor, by any name that customers or our own list have for it."""
        return rows.lost_to(names_of_one(value, our_lists()))

    def has_cause(self, rows: LossReasonQuerySet, name: str, value: bool) -> LossReasonQuerySet:
        """Somebody has said what really was the cause, or nobody has."""
        return rows.exclude(root_cause="") if value else rows.awaiting_root_cause()

    def waits_for_a_lead(self, rows: LossReasonQuerySet, name: str, value: bool) -> LossReasonQuerySet:
        """Said to be unknown and not agreed to yet, or all others."""
        waiting = rows.awaiting_approval()
        return waiting if value else rows.exclude(pk__in=waiting.values("pk"))


class LossReasonViewSet(ScopedViewSet):
    """Reasons of renewals of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = {"renewal": "renewal_id", "line": "line_id", "lines": "line_id"}
    model = LossReason
    columns: ClassVar = COLUMNS
    filterset_class = LossReasonFilter
    serializer_class = LossReasonRow

    @reads(LossReasonRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of reasons."""
        return super().list(request)

    @reads(LossReasonRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One reason."""
        return super().retrieve(request, pk)

    def _asked(self, pk: str) -> dict[str, Any]:
        """What every action on a reason takes."""
        found, version = self.record(pk), seen_version(self.request)
        return {"reason": found, "by": self.caller, "at": database_now(), "expected_version": version}

    @creates(LossReasonWrite, LossReasonRow)
    def create(self, request: Request) -> Response:
        """Say why a renewal that is closed already was lost or became less."""
        said = self.said(LossReasonWrite)
        renewal, line = said.pop("renewal"), said.pop("line_id", None)
        made = give_reason(renewal=renewal, line_id=line, reason=said, by=self.caller, at=database_now())
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(CauseWrite, LossReasonRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Judge the root cause behind the customer's words, starting from the version you have read."""
        asked = self._asked(pk)
        return self.told(judge_cause(changes=self.said(CauseWrite), **asked).pk)

    @creates(Nothing, LossReasonRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def approve(self, request: Request, pk: str) -> Response:
        """Agree, as a lead, that the cause cannot be found out."""
        asked = self._asked(pk)
        self.said(Nothing)
        return self.told(approve_unknown(**asked).pk)

    @creates(ReturnWrite, LossReasonRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], url_path="win-back", filter_backends=(), pagination_class=None)
    def win_back(self, request: Request, pk: str) -> Response:
        """Say whether they would come back and when to ask; a next step stands on that day."""
        asked = self._asked(pk)
        return self.told(plan_return(**self.said(ReturnWrite), **asked).pk)
