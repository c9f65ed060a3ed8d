"""`/api/v1/competitors/`: whom customers see as our competitors, row by row and summed up."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.schema import reads
from retention.lib.api.views import ScopedViewSet

from ..knowledge.competitors import named_competitors, summed_up, with_ends
from ..knowledge.our_words import our_lists
from ..knowledge.words import FactSource, Threat
from ..known_filters import CompetitorFilter
from ..models import KnownFact

COLUMNS = ("id", "account_id", "contact_id", "named", "value", "text", "source", "said_on", "fresh_until")
MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 2}


class CompetitorRow(serializers.Serializer[Any]):
    """A competitor named at one customer, the newest word of the account; ``id`` is that of the knowledge."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    contact_id = serializers.IntegerField(allow_null=True)
    named = serializers.CharField()
    value = serializers.ChoiceField(choices=Threat.choices, allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    source = serializers.ChoiceField(choices=FactSource.choices)  # type: ignore[assignment] # the column's name
    said_on = serializers.DateField()
    fresh_until = serializers.DateField()
    yearly_revenue = serializers.DecimalField(
        **MONEY, help_text="Of the account, in the workspace's currency."
    )
    ends_on = serializers.DateField(allow_null=True, help_text="The next end of a contract in force.")
    decides_on = serializers.DateField(allow_null=True)


class CompetitorSum(serializers.Serializer[Any]):
    """One competitor over all customers."""

    name = serializers.CharField()
    accounts = serializers.IntegerField()
    looking = serializers.IntegerField(help_text="Customers who are looking at them now.")
    exposed = serializers.DecimalField(**MONEY)
    exposed_looking = serializers.DecimalField(**MONEY)
    decides_on = serializers.DateField(allow_null=True)
    last_named_on = serializers.DateField()
    is_ours = serializers.BooleanField(
        allow_null=True, help_text="Our own list has it; null while we keep none."
    )


class CompetitorViewSet(ScopedViewSet):
    """Competitors named by customers, at the accounts the caller may see."""

    resource = "knowledge"
    model = KnownFact
    columns: ClassVar = COLUMNS
    filterset_class = CompetitorFilter
    serializer_class = CompetitorRow

    def get_queryset(self) -> QuerySet[KnownFact]:
        """What stands, the newest word of each account."""
        if getattr(self, "swagger_fake_view", False):
            return KnownFact.objects.none()
        return with_ends(named_competitors(self.caller))

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the revenue and the dates of the account."""
        return rows.values(
            *self.columns,
            "ends_on",
            yearly_revenue=F("account__arr_base"),
            decides_on=F("account__next_decision_on"),
        )

    @reads(CompetitorRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of competitors by customer; `named` asks for one of them."""
        return super().list(request)

    @reads(CompetitorRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return super().retrieve(request, pk)

    @reads(CompetitorSum(many=True))
    @action(detail=False, methods=["get"], filter_backends=(), pagination_class=None)
    def sums(self, request: Request) -> Response:
        """The fifty with most revenue exposed, over everything the caller sees."""
        return Response(CompetitorSum(summed_up(named_competitors(self.caller), our_lists()), many=True).data)
