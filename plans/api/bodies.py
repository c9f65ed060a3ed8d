"""The shapes of targets, measurements, changes and gaps: what is read and what may be written."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, RecordBody, VisibleReference

from ..choices import Decision, Side
from ..milestones import MOST
from ..models import ChangeRecord, ExpectationGap, Measurement, RoiTarget

IDS = serializers.DictField(child=serializers.CharField(), read_only=True)
TARGET_SAID = (
    "metric", "reason", "scope", "unit", "direction", "baseline", "baseline_on", "target", "due_on",
    "milestones", "weight", "source", "measured_where", "review_days", "is_shared",
)  # fmt: skip
TARGET_COLUMNS = (
    "id", "version", "account_id", *TARGET_SAID, "stakeholder_id", "state", "agreed_with_id", "agreed_on",
    "next_review_on", "confirmed_by_id", "confirmed_on", "withdrawn_on", "withdrawn_reason", "recorded_at",
)  # fmt: skip
MEASURED = ("measured_on", "value", "source", "evidence", "link")
MEASUREMENT_COLUMNS = ("id", "thread", "version", "target_id", *MEASURED, "is_void", "recorded_at")
CHANGE_COLUMNS = (
    "id", "version", "account_id", "target_id", "what", "target_before", "target_after", "due_before",
    "due_after", "scope_before", "scope_after", "side", "asked_by_id", "asked_on", "effect", "delay_days",
    "cost", "currency", "decision", "decided_on", "decision_note", "acknowledged_by_id", "acknowledged_on",
    "recorded_at",
)  # fmt: skip
GAP_COLUMNS = (
    "id", "version", "account_id", "target_id", "contact_id", "expectation", "feasible", "evidence",
    "noticed_on", "talked_on", "outcome", "settled_on", "change_id", "recorded_at",
)  # fmt: skip


def an_id(*, null: bool = False) -> serializers.IntegerField:
    """The id of another record."""
    return serializers.IntegerField(read_only=True, allow_null=null)


def a_figure(**options: Any) -> serializers.DecimalField:
    """A figure of a metric."""
    return serializers.DecimalField(max_digits=16, decimal_places=4, **options)


def a_sum(**options: Any) -> serializers.DecimalField:
    """Money that may be left out."""
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, **options
    )


class Milestone(Body):
    """What the figure should be on a day on the way to a target."""

    also_known = ()
    on = serializers.DateField()
    value = a_figure()


class RoiTargetRow(serializers.ModelSerializer[RoiTarget]):
    """A target as it stands."""

    account_id = an_id()
    stakeholder_id = an_id(null=True)
    agreed_with_id = an_id(null=True)
    confirmed_by_id = an_id(null=True)
    milestones = Milestone(many=True, read_only=True)
    external_ids = IDS

    class Meta:
        model = RoiTarget
        fields = (*TARGET_COLUMNS, "external_ids")
        read_only_fields = fields


class TargetChange(RecordBody):
    """What of a target may be edited; once agreed, its figure, day and scope move by a change.

    ``milestones`` replace all that stood; once agreed they stay as they are.
    """

    stakeholder_id = VisibleReference(Contact, source="stakeholder", required=False, allow_null=True)
    metric = CleanText(max_length=200)
    unit = CleanText(max_length=40)
    reason = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    scope = CleanText(max_length=500, required=False, allow_blank=True)
    measured_where = CleanText(max_length=300, required=False, allow_blank=True)
    baseline = a_figure()
    target = a_figure()
    milestones = Milestone(many=True, required=False, max_length=MOST)  # type: ignore[call-arg] # of the list

    class Meta:
        model = RoiTarget
        fields: tuple[str, ...] = (*TARGET_SAID, "stakeholder_id")
        validators: ClassVar[list[Any]] = []


class TargetWrite(TargetChange):
    """What a customer wants to gain, as a figure; nobody has agreed to it yet."""

    account_id = VisibleReference(Account, source="account")

    class Meta(TargetChange.Meta):
        fields = ("account_id", *TARGET_SAID, "stakeholder_id")


class PersonAndDay(Body):
    """Who of theirs, and when; without a day, today."""

    contact_id = VisibleReference(Contact, source="contact")
    on = serializers.DateField(required=False)


class OnDay(Body):
    """When; without a day, today."""

    on = serializers.DateField(required=False)


class WithdrawTarget(Body):
    """Why it no longer counts, and since when; without a day, today."""

    reason = CleanText(max_length=500)
    on = serializers.DateField(required=False)


class Reason(Body):
    """Why it does not hold."""

    reason = CleanText(max_length=500)


class MeasurementRow(serializers.ModelSerializer[Measurement]):
    """A measurement as it stands; its ``id`` stays the same through corrections."""

    target_id = an_id()
    external_ids = IDS

    class Meta:
        model = Measurement
        fields = (*(name for name in MEASUREMENT_COLUMNS if name != "thread"), "external_ids")
        read_only_fields = fields


class MeasurementChange(RecordBody):
    """What a correction may say."""

    value = a_figure()
    unit = CleanText(max_length=40, required=False, help_text="To be sure: it must be that of the target.")
    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = Measurement
        fields: tuple[str, ...] = (*MEASURED, "unit")
        validators: ClassVar[list[Any]] = []


class MeasurementWrite(MeasurementChange):
    """What a metric was on a day, and how we know."""

    target_id = VisibleReference(RoiTarget, source="target")

    class Meta(MeasurementChange.Meta):
        fields = ("target_id", *MEASURED, "unit")


class ChangeRow(serializers.ModelSerializer[ChangeRecord]):
    """A change of something agreed; while it is open, the milestones that accepting it would drop."""

    account_id = an_id()
    target_id = an_id(null=True)
    asked_by_id = an_id(null=True)
    acknowledged_by_id = an_id(null=True)
    leaves_behind = Milestone(many=True, read_only=True)
    external_ids = IDS

    class Meta:
        model = ChangeRecord
        fields = (*CHANGE_COLUMNS, "leaves_behind", "external_ids")
        read_only_fields = fields


class ChangeWrite(Body):
    """What shall move, who asked and what it means; nothing moves before it is accepted."""

    account_id = VisibleReference(Account, source="account")
    target_id = VisibleReference(RoiTarget, source="target", required=False, allow_null=True)
    what = CleanText(max_length=200, required=False, help_text="Names the goal when it is no target.")
    target_after = a_figure(required=False)
    due_after = serializers.DateField(required=False)
    scope_before = CleanText(max_length=500, required=False, allow_blank=True)
    scope_after = CleanText(max_length=500, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False)
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    asked_on = serializers.DateField()
    effect = CleanText(max_length=1000, many_lines=True)
    delay_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=3660)
    cost = a_sum()
    currency = CleanText(max_length=3, required=False)


class ChangeDecisionWrite(Body):
    """Accepted or declined; without a day, today."""

    decision = serializers.ChoiceField(choices=[Decision.ACCEPTED.value, Decision.DECLINED.value])
    on = serializers.DateField(required=False)
    note = CleanText(max_length=500, required=False, allow_blank=True)


class ExpectationGapRow(serializers.ModelSerializer[ExpectationGap]):
    """An expectation and what is feasible."""

    account_id = an_id()
    target_id = an_id(null=True)
    contact_id = an_id()
    change_id = an_id(null=True)

    class Meta:
        model = ExpectationGap
        fields = GAP_COLUMNS
        read_only_fields = fields


class GapWrite(RecordBody):
    """Who expects what, and what can be had."""

    account_id = VisibleReference(Account, source="account")
    contact_id = VisibleReference(Contact, source="contact")
    target_id = VisibleReference(RoiTarget, source="target", required=False, allow_null=True)
    expectation = CleanText(max_length=1000, many_lines=True)
    feasible = CleanText(max_length=500)
    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)

    class Meta:
        model = ExpectationGap
        fields = (
            "account_id",
            "contact_id",
            "target_id",
            "expectation",
            "feasible",
            "evidence",
            "noticed_on",
        )


class GapOutcome(Body):
    """What was agreed, and on which day; without a day, today."""

    outcome = CleanText(max_length=1000, many_lines=True)
    talked_on = serializers.DateField(required=False)
    change_id = VisibleReference(ChangeRecord, source="change", required=False, allow_null=True)
