"""The bodies of hours in the API."""

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import Account, Contract
from contacts.models import NextStep
from retention.lib.api.fields import Body, CleanText, Reference, VisibleReference

from ..actions.hours import MOST_MINUTES
from ..choices import OverDecision, WorkKind
from ..models import OverService, ServiceAllowance, ServiceMonth, TimeEntry

ALLOWANCE = (
    "id", "version", "account_id", "contract_id", "minutes", "currency", "fee", "list_rate", "cost_rate",
    "starts_on", "ends_on", "recorded_at",
)  # fmt: skip
TIME = (
    "id", "version", "account_id", "contract_id", "step_id", "user_id", "worked_on", "minutes", "kind",
    "text", "is_beyond", "withdrawn_on", "recorded_at",
)  # fmt: skip
MONTH = ("id", "account_id", "month", "allowed", "delivered", "over")
DECISION = (
    "id", "version", "account_id", "month", "allowed", "delivered", "decision", "amount", "currency", "note",
    "decided_on", "goodwill_id", "step_id", "recorded_at",
)  # fmt: skip


def _id(*, empty: bool = False) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, allow_null=empty)


def _rate() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )


class AllowanceRow(serializers.ModelSerializer[ServiceAllowance]):
    """Minutes a month that a contract includes; amounts in ``currency``, null where not known."""

    account_id, contract_id = _id(), _id()

    class Meta:
        model = ServiceAllowance
        fields = ALLOWANCE
        read_only_fields = fields


class AllowanceWrite(Body):
    """From the month of ``starts_on`` on; what stood before ends the day before."""

    contract_id = VisibleReference(Contract, source="contract")
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES)
    starts_on = serializers.DateField()
    fee, list_rate, cost_rate = _rate(), _rate(), _rate()


class AllowanceEnd(Body):
    """It ends with the month of this day."""

    ends_on = serializers.DateField()


class TimeRow(serializers.ModelSerializer[TimeEntry]):
    """Minutes somebody worked, beside those of touchpoints."""

    account_id, contract_id, step_id, user_id = _id(), _id(empty=True), _id(empty=True), _id()

    class Meta:
        model = TimeEntry
        fields = TIME
        read_only_fields = fields


class TimeWrite(Body):
    """What was worked; without ``user_id`` by the caller."""

    account_id = VisibleReference(Account, source="account")
    contract_id = VisibleReference(Contract, source="contract", required=False, allow_null=True)
    step_id = VisibleReference(NextStep, source="step", required=False, allow_null=True)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False)
    worked_on = serializers.DateField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    kind = serializers.ChoiceField(WorkKind.choices, required=False)
    text = CleanText(max_length=300)
    is_beyond = serializers.BooleanField(required=False)


class MonthRow(serializers.ModelSerializer[ServiceMonth]):
    """Minutes included and delivered in a month, and those beyond."""

    account_id = _id()

    class Meta:
        model = ServiceMonth
        fields = MONTH
        read_only_fields = fields


class OverServiceRow(serializers.ModelSerializer[OverService]):
    """What became of a month's minutes beyond the allowance, with the figures of that day."""

    account_id, goodwill_id, step_id = _id(), _id(empty=True), _id(empty=True)

    class Meta:
        model = OverService
        fields = DECISION
        read_only_fields = fields


class OverServiceWrite(Body):
    """What becomes of the month that holds ``month``."""

    account_id = VisibleReference(Account, source="account")
    month = serializers.DateField()
    decision = serializers.ChoiceField(OverDecision.choices)
    note = CleanText(max_length=500)
    due_on = serializers.DateField(required=False)
