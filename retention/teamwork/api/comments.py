"""`/api/v1/comments/`: what we say to each other about customers, and whom it names."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import FeedbackItem, Promise, Touchpoint
from plans.models import AccountPlan
from retention.lib.api.fields import Body, CleanText, Nothing, Reference, References, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.renewals.models import Renewal

from ..actions.comments import FollowUp, add_comment, edit_comment, reply_to_comment, withdraw_comment
from ..actions.mentions import acknowledge_mention
from ..filters import CommentFilter
from ..models import ABOUT, Comment, Mention

COLUMNS = (
    "id", "version", "account_id", *(f"{name}_id" for name in ABOUT), "parent_id", "author_id", "text",
    "said_at", "edited_at", "withdrawn_at",
)  # fmt: skip
MENTIONED = ("id", "user_id", "in_text", "at_once", "acknowledged_at")


class MentionRow(serializers.ModelSerializer[Mention]):
    """Somebody of ours whom a comment names, and when they said that they know."""

    user_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = Mention
        fields = MENTIONED
        read_only_fields = fields


class CommentRow(serializers.ModelSerializer[Comment]):
    """A comment with whom it names. A withdrawn one has no words."""

    account_id = serializers.IntegerField(read_only=True)
    touchpoint_id = serializers.IntegerField(read_only=True, allow_null=True)
    promise_id = serializers.IntegerField(read_only=True, allow_null=True)
    renewal_id = serializers.IntegerField(read_only=True, allow_null=True)
    feedback_id = serializers.IntegerField(read_only=True, allow_null=True)
    plan_id = serializers.IntegerField(read_only=True, allow_null=True)
    parent_id = serializers.IntegerField(read_only=True, allow_null=True)
    author_id = serializers.IntegerField(read_only=True)
    mentions = MentionRow(many=True, read_only=True)

    class Meta:
        model = Comment
        fields = (*COLUMNS, "mentions")
        read_only_fields = fields


class AnswerWrite(Body):
    """The words, whom to tell beside those named by @, and what is to be done."""

    text = CleanText(max_length=2000, many_lines=True)
    tell_ids = References(lambda user: people_at_work(), source="tell", required=False)
    at_once = serializers.BooleanField(required=False)
    step_text = CleanText(max_length=300, required=False, allow_blank=True)
    step_due_on = serializers.DateField(required=False, allow_null=True)
    step_owner_id = Reference(
        lambda user: people_at_work(), source="step_owner", required=False, allow_null=True
    )

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Something to do has a day, and a day something to do."""
        if bool(said.get("step_text")) != bool(said.get("step_due_on")):
            missing = "step_due_on" if said.get("step_text") else "step_text"
            raise serializers.ValidationError({missing: ["What is to be done, and by when?"]})
        return said


class CommentWrite(AnswerWrite):
    """The same, and what it is about: an account, or at most one of its records."""

    account_id = VisibleReference(Account, source="account")
    touchpoint_id = VisibleReference(Touchpoint, source="touchpoint", required=False, allow_null=True)
    promise_id = VisibleReference(Promise, source="promise", required=False, allow_null=True)
    renewal_id = VisibleReference(Renewal, source="renewal", required=False, allow_null=True)
    feedback_id = VisibleReference(FeedbackItem, source="feedback", required=False, allow_null=True)
    plan_id = VisibleReference(AccountPlan, source="plan", required=False, allow_null=True)


class CommentChange(Body):
    """Other words."""

    text = CleanText(max_length=2000, many_lines=True)


class CommentViewSet(ScopedViewSet):
    """Comments of the accounts the caller sees, as private as what they are about."""

    resource = "comments"
    spelt: ClassVar = {
        "tell": "tell_ids", "account": "account_id", "owner": "step_owner_id", "due_on": "step_due_on",
        **{name: f"{name}_id" for name in ABOUT},
    }  # fmt: skip
    model = Comment
    columns: ClassVar = COLUMNS
    filterset_class = CommentFilter
    serializer_class = CommentRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add whom each names, in one query."""
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row["mentions"] = []
        seen = Mention.objects.visible_to(self.request.user).filter(comment__in=list(by_id)).order_by("id")
        for each in seen.values("comment_id", *MENTIONED):
            by_id[each.pop("comment_id")]["mentions"].append(each)
        return rows

    @reads(CommentRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of comments; `unanswered=1` are those that wait for the caller."""
        return super().list(request)

    @reads(CommentRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One comment."""
        return super().retrieve(request, pk)

    @creates(CommentWrite, CommentRow)
    def create(self, request: Request) -> Response:
        """Say something to colleagues; whom it names is told by the morning mail."""
        said = self._asked(CommentWrite)
        made = add_comment(by=self.caller, at=database_now(), **said)
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(CommentChange, CommentRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Put right what the caller wrote in the last 15 minutes; needs the version."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(CommentChange)
        edit_comment(comment=row, by=self.caller, at=database_now(), expected_version=version, **said)
        return self.told(row.pk)

    @creates(AnswerWrite, CommentRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def replies(self, request: Request, pk: str) -> Response:
        """Answer in the comment's thread."""
        row = self.record(pk)
        made = reply_to_comment(comment=row, by=self.caller, at=database_now(), **self._asked(AnswerWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(Nothing, CommentRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the words back."""
        row = self.record(pk)
        self.said(Nothing)
        withdraw_comment(comment=row, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(Nothing, CommentRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Say that the caller, whom it names, knows; 404 when it does not name them."""
        row = self.record(pk)
        self.said(Nothing)
        mine = Mention.objects.visible_to(self.caller).filter(comment=row, user=self.caller)
        acknowledge_mention(mention=get_object_or_404(mine), by=self.caller, at=database_now())
        return self.told(row.pk)

    def _asked(self, shape: type[AnswerWrite]) -> dict[str, Any]:
        """What the body says, the step that follows as the action wants it."""
        said = self.said(shape)
        text, day, owner = (said.pop(f"step_{name}", None) for name in ("text", "due_on", "owner"))
        if text and day:
            said["follow_up"] = FollowUp(text, day, owner or self.caller)
        return said
