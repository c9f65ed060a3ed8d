"""`/api/v1/knowledge/`: what we know of customers, and what to ask next."""

from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from retention.lib.api.fields import LARGEST_ID, CleanText, RecordBody, VisibleReference
from retention.lib.api.schema import READ_PROBLEMS, WRITE_PROBLEMS, creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.knowledge import correct_fact, forget_fact, learn
from ..knowledge.gathering import knowledge_of
from ..knowledge.ratings import rated, ratings
from ..knowledge.rollup import standings
from ..knowledge.words import Topic
from ..known_filters import FactFilter
from ..models import Contact, KnownFact

SAID = (
    "contact_id", "outcome", "value", "text", "named", "importance", "performance", "operation", "source",
    "said_on", "fresh_until", "is_personal",
)  # fmt: skip
COLUMNS = (
    "id", "account_id", "topic", *SAID, "touchpoint_id", "step_id", "is_current", "supersedes_id", "by_id",
    "recorded_at",
)  # fmt: skip


class FactRow(serializers.ModelSerializer[KnownFact]):
    """One thing known; `is_personal`: there for the account team and its author alone.

    Whether somebody stays or leaves always is, what winning means to them when that was said.
    """

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    touchpoint_id = serializers.IntegerField(read_only=True, allow_null=True)
    step_id = serializers.IntegerField(read_only=True, allow_null=True)
    supersedes_id = serializers.IntegerField(read_only=True, allow_null=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = KnownFact
        fields = COLUMNS
        read_only_fields = fields


class FactCorrection(RecordBody):
    """What was wrong; the account and the question stay."""

    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    text = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    named = CleanText(max_length=120, required=False, allow_blank=True)
    operation = CleanText(max_length=200, required=False, allow_blank=True)
    said_on = serializers.DateField(required=False)
    fresh_until = serializers.DateField(required=False, allow_null=True)
    is_personal = serializers.BooleanField(required=False)

    class Meta:
        model = KnownFact
        fields: ClassVar[tuple[str, ...]] = SAID


class FactWrite(FactCorrection):
    """What was learned, from whom, how and when."""

    account_id = VisibleReference(Account, source="account")

    class Meta(FactCorrection.Meta):
        fields = ("account_id", "topic", *SAID)


class AnswerRow(serializers.Serializer[Any]):
    """How one question stands."""

    topic = serializers.ChoiceField(choices=Topic.choices)
    question = serializers.CharField()
    is_known = serializers.BooleanField()
    freshness = serializers.DecimalField(max_digits=5, decimal_places=4)
    counted = serializers.CharField(help_text="What our own records answer; empty when they do not.")


class KnowledgeRow(serializers.Serializer[Any]):
    """How much is known of an account, 0 to 1, and what to ask next."""

    account_id = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=5, decimal_places=4)
    next_topic = serializers.CharField(allow_null=True)
    next_question = serializers.CharField(allow_null=True)
    answers = AnswerRow(many=True)


class StandingRow(serializers.Serializer[Any]):
    """One question over all customers the caller sees."""

    topic = serializers.ChoiceField(choices=Topic.choices)
    weight = serializers.IntegerField()
    share = serializers.DecimalField(
        max_digits=5, decimal_places=4, allow_null=True, help_text="Of yearly revenue, known and fresh."
    )
    lacking = serializers.IntegerField(help_text="Customers of whom nothing answers it.")


class JudgedRow(serializers.Serializer[Any]):
    """One thing in customers' words: the means of both marks, 1 to 5, over so many customers."""

    words = serializers.CharField()
    importance = serializers.FloatField()
    performance = serializers.FloatField()
    accounts = serializers.IntegerField()


class FactViewSet(ScopedViewSet):
    """What we know, at the accounts the caller may see."""

    resource = "knowledge"
    spelt: ClassVar = {"account": "account_id", "contact": "contact_id"}
    model = KnownFact
    columns: ClassVar = COLUMNS
    filterset_class = FactFilter
    serializer_class = FactRow

    @reads(FactRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of what is known; superseded and taken back only with `is_current=false`."""
        return super().list(request)

    @reads(FactRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One thing known."""
        return super().retrieve(request, pk)

    @creates(FactWrite, FactRow)
    def create(self, request: Request) -> Response:
        """Write down what was learned."""
        said = self.said(FactWrite)
        made = learn(by=self.caller, at=database_now(), **said)
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(FactCorrection, FactRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def corrections(self, request: Request, pk: str) -> Response:
        """Supersede what stands by a row with these changes; the old one stays readable."""
        fact = self.record(pk)
        changes = self.said(FactCorrection, partial=True)
        if not changes:
            raise serializers.ValidationError([f"Say what was wrong: one of {', '.join(SAID)}."])
        newer = correct_fact(fact=fact, changes=changes, by=self.caller, at=database_now())
        return self.told(newer.pk, status.HTTP_201_CREATED)

    @extend_schema(responses={204: None, 409: WRITE_PROBLEMS[409], **READ_PROBLEMS})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it back: it no longer stands, and stays in the history."""
        forget_fact(fact=self.record(pk), by=self.caller, at=database_now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @reads(StandingRow(many=True))
    @action(detail=False, methods=["get"], filter_backends=(), pagination_class=None)
    def standings(self, request: Request) -> Response:
        """How much is known over all customers, question by question."""
        rows = standings(self.caller, on=local_day(database_now(), self.caller.time_zone))
        told = [
            {"topic": row.question.topic, "weight": row.question.weight, "lacking": row.lacking,
             "share": None if row.share is None else round(row.share, 4)}
            for row in rows
        ]  # fmt: skip
        return Response(StandingRow(told, many=True).data)

    @reads(JudgedRow(many=True))
    @action(detail=False, methods=["get"], filter_backends=(), pagination_class=None)
    def ratings(self, request: Request) -> Response:
        """What customers stay for and judge us by: the fifty that most of them name."""
        return Response(JudgedRow(ratings(rated(self.caller)), many=True).data)

    @reads(
        KnowledgeRow,
        parameters=[OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)],
    )
    @action(
        detail=False, methods=["get"], url_path=r"of-account/(?P<pk>\d{1,18})", filter_backends=(),
        pagination_class=None,
    )  # fmt: skip
    def of_account(self, request: Request, pk: str) -> Response:
        """How much is known of an account, question by question, and what to ask next."""
        number = int(pk)
        account = Account.objects.visible_to(self.caller).filter(pk=min(number, LARGEST_ID)).first()
        if account is None:
            raise Http404
        known = knowledge_of(account, self.caller, on=local_day(database_now(), self.caller.time_zone))
        answers = [
            {
                "topic": each.question.topic,
                "question": each.question.ours,
                "is_known": each.is_known,
                "freshness": float(each.freshness),
                "counted": each.counted,
            }
            for each in known.answers
        ]
        row = {
            "account_id": account.pk,
            "share": round(float(known.share), 4),
            "next_topic": known.next.topic if known.next else None,
            "next_question": known.next.ask if known.next else None,
            "answers": answers,
        }
        return Response(KnowledgeRow(row).data)
