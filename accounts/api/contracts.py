"""`/api/v1/contracts/`: enter with lines, activate, record notice, read with movements' sums."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import activate_contract, edit_contract, enter_contract, record_notice
from ..actions.external_ids import external_ids_of
from ..choosing import products_on_sale
from ..filters import ContractFilter
from ..lines import LineInput
from ..models import Account, Contract, ContractLine, OrgUnit, RecordType

WRITABLE = (
    "reference",
    "currency",
    "signed_on",
    "term_start",
    "term_end",
    "auto_renew",
    "renewal_term_months",
    "notice_value",
    "notice_unit",
    "notice_counted_from",
    "note",
)
COLUMNS = (
    "id",
    "version",
    "account_id",
    "state",
    *WRITABLE,
    "notice_received_on",
    "predecessor_id",
    "recorded_at",
)
LINE_COLUMNS = (
    "id",
    "product_id",
    "org_unit_id",
    "description",
    "quantity",
    "recurring_amount",
    "period_months",
    "arr",
    "start_on",
    "end_on",
    "is_recurring",
)


class LineRow(serializers.ModelSerializer[ContractLine]):
    """One line as it is read; ``arr`` is annualised, in the contract's currency."""

    product_id = serializers.IntegerField(read_only=True, allow_null=True)
    org_unit_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = ContractLine
        fields = LINE_COLUMNS
        read_only_fields = fields


class ContractRow(serializers.ModelSerializer[Contract]):
    """A contract as it is read."""

    account_id = serializers.IntegerField(read_only=True)
    predecessor_id = serializers.IntegerField(read_only=True, allow_null=True)
    lines = LineRow(many=True, read_only=True)
    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Contract
        fields = (*COLUMNS, "lines", "external_ids")
        read_only_fields = fields


class LineWrite(RecordBody):
    """What a writer may say about a line; its ARR follows from amount and period."""

    product_id = Reference(lambda user: products_on_sale(), source="product", required=False, allow_null=True)
    org_unit_id = VisibleReference(OrgUnit, source="org_unit", required=False, allow_null=True)
    description = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = ContractLine
        fields = tuple(name for name in LINE_COLUMNS if name not in ("id", "arr"))
        extra_kwargs: ClassVar = {"start_on": {"required": False}, "end_on": {"required": False}}


class ContractChange(RecordBody):
    """What can be changed about a contract afterwards; lines have their own history."""

    reference = CleanText(max_length=120)
    note = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)

    class Meta:
        model = Contract
        fields: tuple[str, ...] = WRITABLE
        extra_kwargs: ClassVar = {"currency": {"required": False}}  # the account's
        validators: ClassVar[list[Any]] = []


class ContractWrite(ContractChange):
    """What was signed, with its lines."""

    account_id = VisibleReference(Account, source="account")
    lines = LineWrite(many=True, allow_empty=False)
    activate = serializers.BooleanField(default=True)

    class Meta(ContractChange.Meta):
        fields = ("account_id", *WRITABLE, "lines", "activate")


class NoticeWrite(Body):
    """The day written notice arrived."""

    received_on = serializers.DateField()


class ContractViewSet(ScopedViewSet):
    """Contracts of the accounts the caller may see."""

    resource = "contracts"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "product", "org_unit")}
    model = Contract
    columns: ClassVar = COLUMNS
    filterset_class = ContractFilter
    serializer_class = ContractRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the lines and the ids of other systems, in two queries for the page."""
        ids = [row["id"] for row in rows]
        known = external_ids_of(RecordType.CONTRACT, ids)
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row.update(lines=[], external_ids=known.get(row["id"], {}))
        lines = ContractLine.objects.visible_to(self.request.user).filter(contract_id__in=ids).order_by("id")
        for line in lines.values("contract_id", *LINE_COLUMNS):
            by_id[line.pop("contract_id")]["lines"].append(line)
        return rows

    @reads(ContractRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of contracts."""
        return super().list(request)

    @reads(ContractRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One contract."""
        return super().retrieve(request, pk)

    @creates(ContractWrite, ContractRow)
    def create(self, request: Request) -> Response:
        """Enter a contract; unless ``activate`` is false it carries ARR and renewals at once."""
        body = ContractWrite(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        fields, at = dict(body.validated_data), database_now()
        activate = fields.pop("activate")
        lines = [LineInput(**line) for line in fields.pop("lines")]
        contract = enter_contract(by=self.caller, at=at, lines=lines, activate=activate, **fields)
        return Response(self.row(contract.pk), status=status.HTTP_201_CREATED)

    @changes(ContractChange, ContractRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a contract, starting from the version you have read."""
        contract, version = self.record(pk), seen_version(request)
        body = ContractChange(contract, data=request.data, partial=True, context={"request": request})
        body.is_valid(raise_exception=True)
        edit_contract(
            contract=contract,
            changes=dict(body.validated_data),
            by=self.caller,
            at=database_now(),
            expected_version=version,
        )
        return Response(self.row(contract.pk))

    @creates(None, ContractRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def activate(self, request: Request, pk: str) -> Response:
        """Let a draft carry ARR and renewals from now on."""
        contract = activate_contract(contract=self.record(pk), by=self.caller, at=database_now())
        return Response(self.row(contract.pk))

    @creates(NoticeWrite, ContractRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def notice(self, request: Request, pk: str) -> Response:
        """Record that the customer gave written notice."""
        body = NoticeWrite(data=request.data)
        body.is_valid(raise_exception=True)
        contract = record_notice(
            contract=self.record(pk),
            received_on=body.validated_data["received_on"],
            by=self.caller,
            at=database_now(),
        )
        return Response(self.row(contract.pk))
