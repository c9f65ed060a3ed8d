"""`/api/v1/reviews/`."""

from collections import defaultdict
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from retention.lib.api.fields import Nothing
from retention.lib.api.schema import READ_PROBLEMS, changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.holding import Decided, hold_review, sum_up
from ..actions.planning import cancel_review, edit_review, invite, plan_review
from ..actions.preparing import prepare_review, send_review, write_to_section
from ..file import agenda, customer_file, deciders_without_seat, internal_file
from ..filters import ReviewFilter
from ..gaps import without_review
from ..models import BusinessReview, ReviewDecision, ReviewSeat, ReviewSection
from ..pdf import customer_pdf, internal_pdf
from .bodies import (
    COLUMNS,
    AbsentDeciderRow,
    AgendaRow,
    ReviewCancelWrite,
    ReviewChange,
    ReviewDueRow,
    ReviewFileRow,
    ReviewHoldWrite,
    ReviewInsideRow,
    ReviewPeopleWrite,
    ReviewPlanWrite,
    ReviewRow,
    ReviewSectionWrite,
    ReviewSentWrite,
)

AS_PDF: dict[Any, Any] = {(200, "application/pdf"): OpenApiTypes.BINARY, **READ_PROBLEMS}
SECTION_COLUMNS = ("key", "commentary", "minutes", "is_left_out")
ALONE: dict[str, Any] = {"detail": True, "filter_backends": (), "pagination_class": None}


class ReviewViewSet(ScopedViewSet):
    """Reviews at the accounts the caller may see."""

    resource = "reviews"
    spelt: ClassVar = {"account": "account_id", "owner": "owner_id", "contacts": "contact_ids",
                       "users": "user_ids", "contact": "contact_id", "user": "user_id"}  # fmt: skip
    model = BusinessReview
    columns: ClassVar = COLUMNS
    filterset_class = ReviewFilter
    serializer_class = ReviewRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add who is part of it, what was decided and written, in three queries for the page."""
        ids = [row["id"] for row in rows]
        seats, decisions = defaultdict(list), defaultdict(list)
        found = ReviewSeat.objects.visible_to(self.request.user).filter(review__in=ids).order_by("id")
        for seat in found:
            seats[seat.review_id].append(
                {"contact_id": seat.contact_id, "user_id": seat.user_id, "came": seat.came}
            )
        said = ReviewDecision.objects.visible_to(self.request.user).filter(review__in=ids).order_by("id")
        for each in said:
            decisions[each.review_id].append(
                {"text": each.text, "follows": each.follows, "promise_id": each.promise_id,
                 "step_id": each.step_id, "action_id": each.action_id}
            )  # fmt: skip
        written = defaultdict(list)
        texts = ReviewSection.objects.visible_to(self.request.user).filter(review__in=ids)
        for text in texts.order_by("id").values("review_id", *SECTION_COLUMNS):
            written[text.pop("review_id")].append(text)
        for row in rows:
            row |= {"seats": seats[row["id"]], "decisions": decisions[row["id"]]}
            row["sections"] = written[row["id"]]
        return rows

    @reads(ReviewRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of reviews; those that are over only with `state=held` or `state=cancelled`."""
        return super().list(request)

    @reads(ReviewRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One review."""
        return super().retrieve(request, pk)

    @creates(ReviewPlanWrite, ReviewRow)
    def create(self, request: Request) -> Response:
        """Put a review into the calendar; one of a kind is ahead at a time."""
        made = plan_review(by=self.caller, at=database_now(), **self.said(ReviewPlanWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(ReviewChange, ReviewRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a review that is ahead, starting from the version you have read."""
        row, version = self.record(pk), seen_version(request)
        edit_review(
            review=row, changes=self.said(ReviewChange), by=self.caller, at=database_now(),
            expected_version=version,
        )  # fmt: skip
        return self.told(row.pk)

    @creates(ReviewPeopleWrite, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def people(self, request: Request, pk: str) -> Response:
        """Say who of both sides is to come."""
        row = self.record(pk)
        invite(review=row, by=self.caller, at=database_now(), **self.said(ReviewPeopleWrite))
        return self.told(row.pk)

    @creates(Nothing, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def prepare(self, request: Request, pk: str) -> Response:
        """Make the pack of what is recorded now; commentary stays."""
        row = self.record(pk)
        prepare_review(review=row, by=self.caller, at=database_now(), **self.said(Nothing))
        return self.told(row.pk)

    @creates(ReviewSectionWrite, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def sections(self, request: Request, pk: str) -> Response:
        """Write to a section, or leave it out."""
        row = self.record(pk)
        write_to_section(review=row, by=self.caller, at=database_now(), **self.said(ReviewSectionWrite))
        return self.told(row.pk)

    @creates(ReviewSentWrite, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def send(self, request: Request, pk: str) -> Response:
        """Say that the pack was sent in advance; Keel sends no mail to customers."""
        row = self.record(pk)
        send_review(review=row, by=self.caller, at=database_now(), **self.said(ReviewSentWrite))
        return self.told(row.pk)

    @creates(ReviewHoldWrite, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def hold(self, request: Request, pk: str) -> Response:
        """Close the review: who came, what became of decisions, the next date. The pack is frozen."""
        row, said = self.record(pk), self.said(ReviewHoldWrite)
        decisions = [Decided(**each) for each in said.pop("decisions", [])]
        hold_review(review=row, decisions=decisions, by=self.caller, at=database_now(), **said)
        return self.told(row.pk)

    @creates(ReviewSentWrite, ReviewRow, status=200)
    @action(methods=["post"], url_path="sum-up", **ALONE)
    def sum_up(self, request: Request, pk: str) -> Response:
        """Say that what was agreed was sent."""
        row = self.record(pk)
        sum_up(review=row, by=self.caller, at=database_now(), **self.said(ReviewSentWrite))
        return self.told(row.pk)

    @creates(ReviewCancelWrite, ReviewRow, status=200)
    @action(methods=["post"], **ALONE)
    def cancel(self, request: Request, pk: str) -> Response:
        """Call a review off, and say why."""
        row = self.record(pk)
        cancel_review(review=row, by=self.caller, at=database_now(), **self.said(ReviewCancelWrite))
        return self.told(row.pk)

    @reads(AgendaRow)
    @action(**ALONE)
    def agenda(self, request: Request, pk: str) -> Response:
        """How the time is spread, and a warning when less than half of it looks ahead."""
        return Response(AgendaRow(agenda(self.record(pk))).data)

    @reads(AbsentDeciderRow(many=True))
    @action(**ALONE)
    def missing(self, request: Request, pk: str) -> Response:
        """Who decides and is not invited, or was not there."""
        return Response(AbsentDeciderRow(deciders_without_seat(self.record(pk)), many=True).data)

    @reads(ReviewFileRow)
    @action(**ALONE)
    def pack(self, request: Request, pk: str) -> Response:
        """The pack for the customer as data; the appendix is not in it."""
        return Response(customer_file(self.record(pk)))

    @reads(ReviewInsideRow)
    @action(**ALONE)
    def inside(self, request: Request, pk: str) -> Response:
        """The internal appendix as data."""
        return Response({"appendix": internal_file(self.record(pk))["appendix"]})

    @extend_schema(responses=AS_PDF)
    @action(**ALONE)
    def pdf(self, request: Request, pk: str) -> HttpResponse:
        """The file for the customer as a tagged PDF."""
        return HttpResponse(customer_pdf(self.record(pk)), content_type="application/pdf")

    @extend_schema(responses=AS_PDF)
    @action(url_path="internal-pdf", **ALONE)
    def internal_pdf(self, request: Request, pk: str) -> HttpResponse:
        """The file for ourselves, with the appendix."""
        return HttpResponse(internal_pdf(self.record(pk)), content_type="application/pdf")

    @reads(ReviewDueRow(many=True))
    @action(detail=False, filterset_class=None)
    def due(self, request: Request) -> Response:
        """Customers who are due for a review that nobody has planned."""
        today = local_day(database_now(), self.caller.time_zone)
        accounts = without_review(Account.objects.visible_to(request.user), on=today)
        page = self.paginate_queryset(accounts)
        return self.get_paginated_response(ReviewDueRow(page or [], many=True).data)
