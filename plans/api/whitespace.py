"""`/api/v1/whitespace-cells/`: what stands in each unit, product by product."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account, OrgUnit, Product
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, Nothing, Reference, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.whitespace import look_at_cell, set_cell
from ..models import WhitespaceCell
from ..planning.room_words import CellState, Strength
from ..room_filters import CellFilter

CELL = (
    "id", "version", "account_id", "unit_id", "product_id", "state", "units", "unit_price", "currency",
    "potential_said", "potential_note", "potential", "fit", "access", "weighted", "looked_on", "need",
    "sponsor_id", "budget", "timing", "approach", "readiness", "competitor", "competitor_product",
    "competitor_ends_on", "competitor_strength", "recorded_at",
)  # fmt: skip


def _id(*, empty: bool = False) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, allow_null=empty)


def _figure(digits: int, places: int, **more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=digits, decimal_places=places, min_value=0, required=False, allow_null=True, **more
    )


def _words(longest: int) -> CleanText:
    return CleanText(max_length=longest, required=False, allow_blank=True)


class CellRow(serializers.ModelSerializer[WhitespaceCell]):
    """A cell; ``potential`` and ``weighted`` are worked out, null where something of them is not known.

    A cell without a row is unknown.
    """

    account_id, unit_id, product_id, sponsor_id = _id(), _id(empty=True), _id(), _id(empty=True)
    potential = serializers.DecimalField(max_digits=24, decimal_places=2, read_only=True, allow_null=True)
    weighted = serializers.DecimalField(max_digits=24, decimal_places=2, read_only=True, allow_null=True)
    readiness = serializers.IntegerField(read_only=True)

    class Meta:
        model = WhitespaceCell
        fields = CELL
        read_only_fields = fields


class CellWrite(Body):
    """What stands there; what is left out stays as it is."""

    account_id = VisibleReference(Account, source="account")
    unit_id = VisibleReference(OrgUnit, source="unit", required=False, allow_null=True)
    product_id = Reference(lambda user: Product.objects.all(), source="product")
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    state = serializers.ChoiceField(CellState.choices, required=False)
    units, unit_price = _figure(12, 3), _figure(12, 2)
    currency = serializers.CharField(max_length=3, required=False)
    potential_said, potential_note = _figure(14, 2), _words(300)
    fit, access = _figure(3, 2, max_value=1), _figure(3, 2, max_value=1)
    looked_on = serializers.DateField(required=False)
    need, budget, timing, approach = _words(500), _words(300), _words(300), _words(500)
    sponsor_id = VisibleReference(Contact, source="sponsor", required=False, allow_null=True)
    competitor, competitor_product = _words(120), _words(200)
    competitor_ends_on = serializers.DateField(required=False, allow_null=True)
    competitor_strength = serializers.ChoiceField(Strength.choices, required=False, allow_blank=True)


class CellViewSet(ScopedViewSet):
    """White space at the accounts the caller may see."""

    resource = "white_space"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "unit", "product", "sponsor")}
    model = WhitespaceCell
    columns: ClassVar = CELL
    filterset_class = CellFilter
    serializer_class = CellRow

    @reads(CellRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of cells that somebody looked at."""
        return super().list(request)

    @reads(CellRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One cell."""
        return super().retrieve(request, pk)

    @creates(CellWrite, CellRow, status=200)
    def create(self, request: Request) -> Response:
        """Say what stands in a unit (none: the whole account) of a product; makes the cell or changes it."""
        said = self.said(CellWrite)
        place = {name: said.pop(name, None) for name in ("account", "unit", "product")}
        version = said.pop("version", None)
        made = set_cell(**place, changes=said, expected_version=version, by=self.caller, at=database_now())
        return self.told(made.pk)

    @creates(Nothing, CellRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def look(self, request: Request, pk: str) -> Response:
        """Somebody looked, and it is still as it says."""
        row = self.record(pk)
        self.said(Nothing)
        look_at_cell(cell=row, by=self.caller, at=database_now())
        return self.told(row.pk)
