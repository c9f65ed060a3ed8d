"""`/api/v1/feedback/` and `/api/v1/surveys/`: what customers say, and what they answer to one question."""

from typing import ClassVar

from django.urls import reverse
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, Nothing, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.links import full_address

from ..actions.surveys import ask_contact, survey_secret
from ..actions.voice import close_feedback, reopen_feedback, reply_to_feedback, write_feedback
from ..filters import FeedbackFilter, SurveyFilter
from ..models import Contact, FeedbackItem, SurveyAsked, SurveyKind

SAID = ("account_id", "contact_id", "kind", "text", "received_on", "owner_id", "about_user_id", "due_on")
COLUMNS = (
    "id", "version", *SAID, "touchpoint_id", "state", "reply", "replied_on", "outcome", "closed_on",
    "recorded_at",
)  # fmt: skip
SURVEY_COLUMNS = (
    "id", "account_id", "contact_id", "kind", "quarter", "asked_on", "expires_on", "asked_by_id", "score",
    "comment", "answered_at", "step_id", "recorded_at",
)  # fmt: skip


class FeedbackRow(serializers.ModelSerializer[FeedbackItem]):
    """A complaint, idea or praise as it is read."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    owner_id = serializers.IntegerField(read_only=True)
    about_user_id = serializers.IntegerField(read_only=True, allow_null=True)
    touchpoint_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = FeedbackItem
        fields = COLUMNS
        read_only_fields = fields


class FeedbackWrite(RecordBody):
    """What was said; without ``owner_id`` the account's owner replies."""

    account_id = VisibleReference(Account, source="account")
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    about_user_id = Reference(
        lambda user: people_at_work(), source="about_user", required=False, allow_null=True
    )
    text = CleanText(max_length=2000, many_lines=True)
    received_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False)

    class Meta:
        model = FeedbackItem
        fields = SAID


class ReplyWrite(Body):
    """What they were told, and by when they hear what came of it."""

    reply = CleanText(max_length=2000, many_lines=True)
    on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False)


class OutcomeWrite(Body):
    """What came of it, as they were told."""

    outcome = CleanText(max_length=2000, many_lines=True)
    on = serializers.DateField(required=False)


class FeedbackViewSet(ScopedViewSet):
    """What customers said, at the accounts the caller may see."""

    resource = "feedback"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "contact", "owner", "about_user")}
    model = FeedbackItem
    columns: ClassVar = COLUMNS
    filterset_class = FeedbackFilter
    serializer_class = FeedbackRow

    @reads(FeedbackRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of what was said; closed only with `state=closed`."""
        return super().list(request)

    @reads(FeedbackRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One complaint, idea or praise."""
        return super().retrieve(request, pk)

    @creates(FeedbackWrite, FeedbackRow)
    def create(self, request: Request) -> Response:
        """Write down what a customer said."""
        made = write_feedback(by=self.caller, at=database_now(), **self.said(FeedbackWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(ReplyWrite, FeedbackRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def reply(self, request: Request, pk: str) -> Response:
        """Say what they were told; without a day, today."""
        item, at = self.record(pk), database_now()
        said = {"on": local_day(at, self.caller.time_zone)} | self.said(ReplyWrite)
        reply_to_feedback(item=item, by=self.caller, at=at, **said)
        return self.told(item.pk)

    @creates(OutcomeWrite, FeedbackRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def close(self, request: Request, pk: str) -> Response:
        """Close the loop; without a day, today."""
        item, at = self.record(pk), database_now()
        said = {"on": local_day(at, self.caller.time_zone)} | self.said(OutcomeWrite)
        close_feedback(item=item, by=self.caller, at=at, **said)
        return self.told(item.pk)

    @creates(Nothing, FeedbackRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the closing back."""
        item = self.record(pk)
        Nothing(data=request.data).is_valid(raise_exception=True)
        reopen_feedback(item=item, by=self.caller, at=database_now())
        return self.told(item.pk)


class SurveyRow(serializers.ModelSerializer[SurveyAsked]):
    """A question asked, and what was answered."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    asked_by_id = serializers.IntegerField(read_only=True)
    step_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = SurveyAsked
        fields = SURVEY_COLUMNS
        read_only_fields = fields


class SurveyAskedRow(SurveyRow):
    """The question just asked, with the link that a person sends: it is told once."""

    link = serializers.CharField(read_only=True)

    class Meta(SurveyRow.Meta):
        fields = (*SURVEY_COLUMNS, "link")  # type: ignore[assignment]


class SurveyWrite(Body):
    """Whom to ask what."""

    contact_id = VisibleReference(Contact, source="contact")
    kind = serializers.ChoiceField(choices=SurveyKind.choices)


class SurveyViewSet(ScopedViewSet):
    """One-question surveys, at the accounts the caller may see."""

    resource = "surveys"
    spelt: ClassVar = {"contact": "contact_id"}
    model = SurveyAsked
    columns: ClassVar = SURVEY_COLUMNS
    filterset_class = SurveyFilter
    serializer_class = SurveyRow

    @reads(SurveyRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of questions asked."""
        return super().list(request)

    @reads(SurveyRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One question asked."""
        return super().retrieve(request, pk)

    @creates(SurveyWrite, SurveyAskedRow)
    def create(self, request: Request) -> Response:
        """Ask a contact, once a quarter; the answer holds the link to send."""
        asked = ask_contact(by=self.caller, at=database_now(), **self.said(SurveyWrite))
        link = full_address(reverse("survey_answer", args=[survey_secret(asked)]))
        return Response(self.row(asked.pk) | {"link": link}, status=status.HTTP_201_CREATED)
