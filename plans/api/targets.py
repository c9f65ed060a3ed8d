"""`/api/v1/roi-targets/`: what customers want to gain, as figures; upsert by the id of another system."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.models import RecordType
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now

from ..actions.targets import (
    add_target,
    agree_target,
    confirm_target,
    edit_target,
    review_target,
    withdraw_target,
)
from ..filters import TargetFilter
from ..models import RoiTarget
from .acting import GoalViewSet
from .bodies import (
    TARGET_COLUMNS,
    OnDay,
    PersonAndDay,
    RoiTargetRow,
    TargetChange,
    TargetWrite,
    WithdrawTarget,
)


class RoiTargetViewSet(ByExternalId, GoalViewSet):
    """Targets at the accounts the caller may see."""

    resource = "goals"
    spelt: ClassVar = {"account": "account_id", "contact": "contact_id", "stakeholder": "stakeholder_id"}
    record_type = RecordType.ROI_TARGET
    model = RoiTarget
    columns: ClassVar = TARGET_COLUMNS
    filterset_class = TargetFilter
    serializer_class = RoiTargetRow

    @reads(RoiTargetRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of targets."""
        return super().list(request)

    @reads(RoiTargetRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One target."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> RoiTarget:
        """Write down the target that the body describes."""
        return add_target(by=self.caller, at=database_now(), **self.said(TargetWrite))

    def change(self, request: Request, record: RoiTarget, version: int | None) -> RoiTarget:
        """Edit what the body names; the account may be repeated, not changed."""
        body = request.data
        if isinstance(body, dict) and body.get("account_id") == record.account_id:
            body = {name: value for name, value in body.items() if name != "account_id"}
        shape = TargetChange(record, data=body, partial=True, context={"request": request})
        shape.is_valid(raise_exception=True)
        fields, at = dict(shape.validated_data), database_now()
        return edit_target(target=record, changes=fields, by=self.caller, at=at, expected_version=version)

    @creates(TargetWrite, RoiTargetRow)
    def create(self, request: Request) -> Response:
        """Write down what a customer wants to gain; nobody has agreed to it yet."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(TargetChange, RoiTargetRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit a target; once agreed, its figure, day and scope move by a change record only."""
        target = self.record(pk)
        self.change(request, target, seen_version(request))
        return self.told(target.pk)

    @upserts(TargetWrite, RoiTargetRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Write down the target another system knows under this id, or edit it."""
        return self.upsert(request, source, value)

    @creates(PersonAndDay, RoiTargetRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def agree(self, request: Request, pk: str) -> Response:
        """A contact agreed to it; only what the customer said themselves can be agreed."""
        return self.does(agree_target, "target", pk, PersonAndDay)

    @creates(PersonAndDay, RoiTargetRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def confirm(self, request: Request, pk: str) -> Response:
        """A contact confirmed that it is reached."""
        return self.does(confirm_target, "target", pk, PersonAndDay)

    @creates(OnDay, RoiTargetRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def review(self, request: Request, pk: str) -> Response:
        """It was looked at with the customer."""
        return self.does(review_target, "target", pk, OnDay)

    @creates(WithdrawTarget, RoiTargetRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """It no longer counts, and why."""
        return self.does(withdraw_target, "target", pk, WithdrawTarget)
