"""`/api/v1/our-words/`: what we say of ourselves, and how much of it customers say as well."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.our_words import MOST_ALSO, MOST_COMPETITORS, MOST_DIFFERENCES, publish_our_words
from ..knowledge.our_words import every_version, in_theirs, our_lists, said_to_set_us_apart
from ..models import OurWords

COLUMNS = ("id", "version", "differences", "competitors", "by_id", "at")


class WordBody(Body):
    """One of ours, with other words for the same."""

    name = CleanText(max_length=120)
    also = serializers.ListField(child=CleanText(max_length=120), required=False, max_length=MOST_ALSO)


class OurWordsRow(serializers.ModelSerializer[OurWords]):
    """A version of both lists, what we put first at the top."""

    differences = WordBody(many=True)
    competitors = WordBody(many=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = OurWords
        fields = COLUMNS
        read_only_fields = fields


class OurWordsWrite(Body):
    """The lists as they shall be; one that is not said stays."""

    differences = WordBody(  # type: ignore[call-arg] # of the list
        many=True, required=False, max_length=MOST_DIFFERENCES
    )
    competitors = WordBody(  # type: ignore[call-arg] # of the list
        many=True, required=False, max_length=MOST_COMPETITORS
    )


class InTheirsRow(serializers.Serializer[Any]):
    """One of ours over all customers the caller sees."""

    rank = serializers.IntegerField()
    name = serializers.CharField()
    accounts = serializers.IntegerField(help_text="Customers who name it.")
    asked = serializers.IntegerField(help_text="Customers who said anything about what sets us apart.")
    share = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    yearly_revenue = serializers.DecimalField(max_digits=16, decimal_places=2)


class OurWordsViewSet(ScopedViewSet):
    """Versions of our own lists: known to everybody, published by leads."""

    resource = "knowledge"
    model = OurWords
    columns: ClassVar = COLUMNS
    serializer_class = OurWordsRow

    def get_queryset(self) -> QuerySet[Any]:
        """All of them: they belong to nobody's account."""
        return every_version()

    @reads(OurWordsRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of versions."""
        return super().list(request)

    @reads(OurWordsRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One version."""
        return super().retrieve(request, pk)

    @creates(OurWordsWrite, OurWordsRow)
    def create(self, request: Request) -> Response:
        """Publish the next version."""
        made = publish_our_words(changes=self.said(OurWordsWrite), by=self.caller, at=database_now())
        return self.told(made.pk, status.HTTP_201_CREATED)

    @reads(InTheirsRow(many=True))
    @action(detail=False, methods=["get"], filter_backends=(), pagination_class=None)
    def standings(self, request: Request) -> Response:
        """What we say sets us apart, and how many customers say so."""
        asked, found = in_theirs(said_to_set_us_apart(self.caller), our_lists())
        told = [
            {"rank": each.rank, "name": each.word.name, "accounts": each.accounts, "asked": asked,
             "share": None if each.share is None else round(each.share, 4), "yearly_revenue": each.revenue}
            for each in found
        ]  # fmt: skip
        return Response(InTheirsRow(told, many=True).data)
