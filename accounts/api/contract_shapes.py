"""How contracts and their lines are read and written through the API."""

from typing import Any, ClassVar

from rest_framework import serializers

from retention.lib.api.fields import Body, CleanText, RecordBody, Reference, VisibleReference

from ..choices import EndCause
from ..choosing import products_on_sale
from ..models import Account, Contract, ContractLine, OrgUnit

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
    "downgrade_right",
    "note",
)
COLUMNS = (
    "id",
    "version",
    "account_id",
    "state",
    *WRITABLE,
    "notice_received_on",
    "end_cause",
    "predecessor_id",
    "recorded_at",
)
LINE_WRITABLE = (
    "product_id",
    "org_unit_id",
    "description",
    "quantity",
    "recurring_amount",
    "period_months",
    "start_on",
    "end_on",
    "is_recurring",
    "price_model",
    "escalator_pct",
    "escalator_on",
)
LINE_COLUMNS = ("id", *LINE_WRITABLE, "arr", "agreed_end_on", "superseded_by_id")


class LineRow(serializers.ModelSerializer[ContractLine]):
    """One line as it is read; ``arr`` is annualised, in the contract's currency."""

    product_id = serializers.IntegerField(read_only=True, allow_null=True)
    org_unit_id = serializers.IntegerField(read_only=True, allow_null=True)
    superseded_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = ContractLine
        fields: tuple[str, ...] = LINE_COLUMNS
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


class ContractLineWrite(RecordBody):
    """What a writer may say about a line; its ARR follows from amount and period."""

    product_id = Reference(lambda user: products_on_sale(), source="product", required=False, allow_null=True)
    org_unit_id = VisibleReference(OrgUnit, source="org_unit", required=False, allow_null=True)
    description = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = ContractLine
        fields: tuple[str, ...] = LINE_WRITABLE
        extra_kwargs: ClassVar = {"start_on": {"required": False}, "end_on": {"required": False}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A line is said whole, also where its contract is said in part."""
        if "recurring_amount" not in attrs:
            raise serializers.ValidationError({"recurring_amount": ["This field is required."]})
        return attrs


class Reasoned(Body):
    """Why months that are closed change after all; needed only then."""

    correction = CleanText(max_length=200, required=False, allow_blank=True, default="")


class ContractChange(RecordBody):
    """What can be changed about a contract afterwards; lines have their own history."""

    reference = CleanText(max_length=120)
    note = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)
    correction = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = Contract
        fields: tuple[str, ...] = (*WRITABLE, "correction")
        extra_kwargs: ClassVar = {"currency": {"required": False}}  # the account's
        validators: ClassVar[list[Any]] = []


class ContractWrite(ContractChange):
    """What was signed, with its lines."""

    account_id = VisibleReference(Account, source="account")
    lines = ContractLineWrite(many=True, allow_empty=False)
    activate = serializers.BooleanField(default=True)

    class Meta(ContractChange.Meta):
        fields = ("account_id", *WRITABLE, "lines", "activate", "correction")


class NoticeWrite(Body):
    """The day written notice arrived; null takes it back."""

    received_on = serializers.DateField(allow_null=True)


class EndWrite(Reasoned):
    """The last day of service, why, and what is behind it."""

    last_day = serializers.DateField()
    reason = CleanText(max_length=200, required=False, allow_blank=True)
    cause = serializers.ChoiceField(EndCause.choices, required=False, allow_blank=True)
