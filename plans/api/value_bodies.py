"""The shapes of the value log and of added value: what is read and what may be written."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import Account
from contacts.choices import Channel
from retention.lib.api.fields import Body, CleanText, RecordBody, VisibleReference

from ..models import GoodwillEntry, RoiTarget, ValueEntry
from .bodies import IDS, PersonAndDay, a_sum, an_id

VALUE_SAID = ("what", "happened_on", "amount", "currency", "method", "is_shared")
VALUE_COLUMNS = (
    "id", "version", "account_id", "target_id", *VALUE_SAID, "state", "evidence", "link", "evidenced_on",
    "answered_by_id", "answered_on", "answer_channel", "answer", "withdrawn_reason", "recorded_at",
)  # fmt: skip
GIVEN = ("what", "reason", "given_on", "list_value", "currency")
GOODWILL_COLUMNS = (
    "id", "version", "account_id", *GIVEN, "told_on", "told_to_id", "acknowledged_on", "withdrawn_on",
    "recorded_at",
)  # fmt: skip


class ValueRow(serializers.ModelSerializer[ValueEntry]):
    """An entry of the value log as it stands."""

    account_id = an_id()
    target_id = an_id(null=True)
    answered_by_id = an_id(null=True)
    external_ids = IDS

    class Meta:
        model = ValueEntry
        fields = (*VALUE_COLUMNS, "external_ids")
        read_only_fields = fields


class ValueChange(RecordBody):
    """What of an entry may be edited until somebody answered; ``is_shared`` always."""

    target_id = VisibleReference(RoiTarget, source="target", required=False, allow_null=True)
    what = CleanText(max_length=500)
    amount = a_sum()
    currency = CleanText(max_length=3, required=False)
    method = CleanText(max_length=500, required=False, allow_blank=True)

    class Meta:
        model = ValueEntry
        fields: tuple[str, ...] = (*VALUE_SAID, "target_id")
        validators: ClassVar[list[Any]] = []


class ValueWrite(ValueChange):
    """What they gained; with evidence it is evidenced at once."""

    account_id = VisibleReference(Account, source="account")
    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta(ValueChange.Meta):
        fields = ("account_id", *VALUE_SAID, "target_id", "evidence", "link")


class Evidence(Body):
    """How we know: in words, by a link, or both; without a day, as of today."""

    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)
    on = serializers.DateField(required=False)


class Confirmation(PersonAndDay):
    """Which contact confirmed it, when, how, and in which words."""

    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    answer = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)


class Dispute(Confirmation):
    """Which contact disputes it, and why."""

    answer = CleanText(max_length=1000, many_lines=True)


class GoodwillRow(serializers.ModelSerializer[GoodwillEntry]):
    """What was given on top, and whether they were told."""

    account_id = an_id()
    told_to_id = an_id(null=True)

    class Meta:
        model = GoodwillEntry
        fields = GOODWILL_COLUMNS
        read_only_fields = fields


class GoodwillWrite(RecordBody):
    """What was given without charge, and why."""

    account_id = VisibleReference(Account, source="account")
    what = CleanText(max_length=500)
    reason = CleanText(max_length=500)
    list_value = a_sum()
    currency = CleanText(max_length=3, required=False)

    class Meta:
        model = GoodwillEntry
        fields = ("account_id", *GIVEN)
