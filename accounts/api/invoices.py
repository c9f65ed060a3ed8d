"""`/api/v1/invoices/`: what was billed, paid and disputed; upsert by the id of the billing system."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, RecordBody, VisibleReference
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.external_ids import external_ids_of
from ..actions.invoices import correct_invoice, enter_invoice
from ..filters import InvoiceFilter
from ..models import Account, Contract, Invoice, RecordType
from .external import SOURCE_PATTERN, ByExternalId

WRITABLE = (
    "issued_on",
    "due_on",
    "amount",
    "currency",
    "paid_on",
    "paid_amount",
    "disputed_since",
    "dispute_reason",
    "voided_on",
)
COLUMNS = ("thread", "version", "account_id", "contract_id", "number", *WRITABLE, "source", "recorded_at")


class InvoiceRow(serializers.ModelSerializer[Invoice]):
    """An invoice as it stands; ``open_amount`` is what is still to be paid."""

    id = serializers.IntegerField(read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contract_id = serializers.IntegerField(read_only=True, allow_null=True)
    open_amount = serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True)
    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Invoice
        fields = ("id", *COLUMNS[1:], "open_amount", "external_ids")
        read_only_fields = fields


class InvoiceChange(RecordBody):
    """What a correction may say; the number and the account stay."""

    contract_id = VisibleReference(Contract, source="contract", required=False, allow_null=True)
    dispute_reason = CleanText(max_length=500, required=False, allow_blank=True)

    class Meta:
        model = Invoice
        fields: tuple[str, ...] = ("contract_id", *WRITABLE)
        extra_kwargs: ClassVar = {"currency": {"required": False}}  # the account's
        validators: ClassVar[list[Any]] = []


class InvoiceWrite(InvoiceChange):
    """An invoice, as far as it is known."""

    account_id = VisibleReference(Account, source="account")
    number = CleanText(max_length=80)

    class Meta(InvoiceChange.Meta):
        fields = ("account_id", "number", "contract_id", *WRITABLE)


class InvoiceViewSet(ByExternalId, ScopedViewSet):
    """Invoices of the accounts the caller may see; ``id`` stays the same through corrections."""

    resource = "invoices"
    record_type = RecordType.INVOICE
    spelt: ClassVar = {"account": "account_id", "contract": "contract_id"}
    model = Invoice
    columns: ClassVar = ("id", *COLUMNS)
    filterset_class = InvoiceFilter
    serializer_class = InvoiceRow
    source = ""

    def get_queryset(self) -> QuerySet[Any]:
        """What stands."""
        return super().get_queryset().filter(is_current=True)

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say what is open and the ids of other systems; the id is that of the first row."""
        known = external_ids_of(RecordType.INVOICE, [row["thread"] for row in rows])
        return [self._shown(row, known.get(row["thread"], {})) for row in rows]

    @staticmethod
    def _shown(row: dict[str, Any], external_ids: dict[str, str]) -> dict[str, Any]:
        rest = max(row["amount"] - row["paid_amount"], row["amount"] * 0)
        shown = {**row, "id": row["thread"], "external_ids": external_ids}
        shown["open_amount"] = row["amount"] * 0 if row["voided_on"] else rest
        del shown["thread"]
        return shown

    def found(self, pk: int) -> QuerySet[Any]:
        """The invoice of that id, as it stands; a later row is known by its own number as well."""
        return self.get_queryset().filter(Q(thread=pk) | Q(pk=pk))

    def row(self, pk: int) -> dict[str, Any]:
        """One invoice as it is now. Raises Http404 when it is not visible."""
        return self.complete([get_object_or_404(self.columns_of(self.found(pk)))])[0]

    def record(self, pk: str) -> Any:
        """The invoice itself. Raises Http404 when it is not visible."""
        return get_object_or_404(self.found(int(pk)))

    @reads(InvoiceRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of invoices."""
        return super().list(request)

    @reads(InvoiceRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One invoice."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> Invoice:
        """Enter the invoice that the body describes."""
        fields = {"source": self.source, **self.said(InvoiceWrite)}
        return enter_invoice(by=self.caller, at=database_now(), **fields)

    def change(self, request: Request, record: Invoice, version: int | None) -> Invoice:
        """Correct what the body names; number and account may be repeated, not changed."""
        body = InvoiceChange(record, data=self._correction(request, record), partial=True,
                             context={"request": request})  # fmt: skip
        body.is_valid(raise_exception=True)
        fields, at = dict(body.validated_data), database_now()
        return correct_invoice(
            invoice=record, changes=fields, by=self.caller, at=at, expected_version=version
        )

    @staticmethod
    def _correction(request: Request, record: Invoice) -> Any:
        if not isinstance(request.data, dict):
            return request.data
        standing = {"number": record.number, "account_id": record.account_id}
        return {
            name: value
            for name, value in request.data.items()
            if name not in standing or value != standing[name]
        }

    @creates(InvoiceWrite, InvoiceRow)
    def create(self, request: Request) -> Response:
        """Enter an invoice, paid or disputed already as the case may be."""
        return self.told(self.make(request).thread, status.HTTP_201_CREATED)

    @changes(InvoiceChange, InvoiceRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what changed: paid, disputed, void, or corrected; starting from the version you have read."""
        invoice = self.record(pk)
        self.change(request, invoice, seen_version(request))
        return self.told(invoice.thread)

    @upserts(InvoiceWrite, InvoiceRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Enter the invoice another system knows under this id, or change it; repeating changes nothing."""
        self.source = source
        return self.upsert(request, source, value)
