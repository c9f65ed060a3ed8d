"""`/api/v1/client-words/`: what was said on shared plans, and our answers."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, Nothing
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import answer_word, note_word
from ..filters import WordFilter
from ..models import ClientWord
from ..models.words import LONGEST_WORD

COLUMNS = (
    "id", "link_id", "kind", "name", "contact_id", "text", "action_id", "value_id", "target_id", "edition_id",
    "at", "answer", "settled_at", "settled_by_id", "recorded_at",
)  # fmt: skip


class ClientWordRow(serializers.ModelSerializer[ClientWord]):
    """A word: who gave which name, when, about what, of which version; what we answered."""

    link_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    action_id = serializers.IntegerField(read_only=True, allow_null=True)
    value_id = serializers.IntegerField(read_only=True, allow_null=True)
    target_id = serializers.IntegerField(read_only=True, allow_null=True)
    edition_id = serializers.IntegerField(read_only=True, allow_null=True)
    settled_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = ClientWord
        fields = COLUMNS
        read_only_fields = fields


class WordAnswerWrite(Body):
    """What they read on the shared plan."""

    answer = CleanText(max_length=LONGEST_WORD, many_lines=True)


class ClientWordViewSet(ScopedViewSet):
    """What customers said on shared plans; they say it there alone."""

    resource = "shared_plans"
    model = ClientWord
    columns: ClassVar = COLUMNS
    filterset_class = WordFilter
    serializer_class = ClientWordRow

    @reads(ClientWordRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of words."""
        return super().list(request)

    @reads(ClientWordRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One word."""
        return super().retrieve(request, pk)

    def _did(self, pk: str, does: Any, shape: type[Body]) -> Response:
        word = self.record(pk)
        does(word=word, by=self.caller, at=database_now(), **self.said(shape))
        return self.told(word.pk)

    @creates(WordAnswerWrite, ClientWordRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def answer(self, request: Request, pk: str) -> Response:
        """Answer it."""
        return self._did(pk, answer_word, WordAnswerWrite)

    @creates(Nothing, ClientWordRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def note(self, request: Request, pk: str) -> Response:
        """Take note without an answer."""
        return self._did(pk, note_word, Nothing)
