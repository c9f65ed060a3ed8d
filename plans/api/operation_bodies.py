"""The bodies of figures of our work in the API."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import Account
from contacts.models import KnownFact
from retention.lib.api.fields import Body, CleanText, RecordBody, VisibleReference

from ..choices import MeasuredBy, Strength
from ..models import DriverLink, OperationMetric, OperationReading
from .bodies import a_figure, an_id

SAID = ("name", "unit", "direction", "target", "every_days", "feed")
METRIC_COLUMNS = ("id", "version", "account_id", *SAID, "retired_on", "recorded_at")
LINK_COLUMNS = ("id", "version", "metric_id", "driver_id", "strength", "evidence", "recorded_at")
READ = ("measured_on", "value", "source", "note")
READING_COLUMNS = ("id", "thread", "version", "metric_id", *READ, "is_void", "recorded_at")


class OperationRow(serializers.ModelSerializer[OperationMetric]):
    """A figure of our work; its readings and what it explains are resources of their own."""

    account_id = an_id()

    class Meta:
        model = OperationMetric
        fields = METRIC_COLUMNS
        read_only_fields = fields


class OperationChange(RecordBody):
    """What of a figure may be edited; its unit not once it was read."""

    name = CleanText(max_length=200)
    unit = CleanText(max_length=40)
    feed = CleanText(max_length=200, required=False, allow_blank=True)
    target = a_figure(required=False, allow_null=True)
    every_days = serializers.IntegerField(min_value=1, max_value=366, required=False)

    class Meta:
        model = OperationMetric
        fields: tuple[str, ...] = SAID
        validators: ClassVar[list[Any]] = []


class OperationWrite(OperationChange):
    """A figure of our work for an account."""

    account_id = VisibleReference(Account, source="account")

    class Meta(OperationChange.Meta):
        fields = ("account_id", *SAID)


class DriverLinkRow(serializers.ModelSerializer[DriverLink]):
    """That a figure explains a reason to stay (an entry of `knowledge` about `driver`)."""

    metric_id, driver_id = an_id(), an_id()

    class Meta:
        model = DriverLink
        fields = LINK_COLUMNS
        read_only_fields = fields


class DriverLinkJudgement(Body):
    """How sure it is; more than an assumption wants how we know."""

    strength = serializers.ChoiceField(choices=Strength.choices)
    evidence = CleanText(max_length=500, required=False, allow_blank=True)


class DriverLinkWrite(Body):
    """Which figure explains which reason to stay of the same account."""

    metric_id = VisibleReference(OperationMetric, source="metric")
    driver_id = VisibleReference(KnownFact, source="driver")
    strength = serializers.ChoiceField(choices=Strength.choices, required=False)
    evidence = CleanText(max_length=500, required=False, allow_blank=True)


class OperationReadingRow(serializers.ModelSerializer[OperationReading]):
    """A reading as it stands; its ``id`` stays the same through corrections."""

    metric_id = an_id()

    class Meta:
        model = OperationReading
        fields = tuple(name for name in READING_COLUMNS if name != "thread")
        read_only_fields = fields


class OperationReadingChange(RecordBody):
    """What a correction may say."""

    value = a_figure()
    note = CleanText(max_length=500, required=False, allow_blank=True)

    class Meta:
        model = OperationReading
        fields: tuple[str, ...] = READ
        validators: ClassVar[list[Any]] = []


class OperationReadingWrite(Body):
    """What a figure was on a day; a day that was read before is corrected."""

    metric_id = VisibleReference(OperationMetric, source="metric")
    measured_on = serializers.DateField()
    value = a_figure()
    source = serializers.ChoiceField(  # type: ignore[assignment] # a field of that name
        choices=MeasuredBy.choices, required=False
    )
    note = CleanText(max_length=500, required=False, allow_blank=True)


class DriverShown(serializers.Serializer[Any]):
    """A reason to stay."""

    fact_id = serializers.IntegerField()
    text = serializers.CharField()
    importance = serializers.IntegerField(allow_null=True)
    performance = serializers.IntegerField(allow_null=True)


class ScorecardFigure(serializers.Serializer[Any]):
    """One figure with its target, what it is and where it goes; null where nothing is known."""

    metric_id = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    target = a_figure(allow_null=True)
    actual = a_figure(allow_null=True)
    actual_on = serializers.DateField(allow_null=True)
    known_at = serializers.DateTimeField(allow_null=True)
    change = a_figure(allow_null=True)
    trend = serializers.CharField(help_text="better, worse, same, or empty before there are two readings")
    state = serializers.CharField(help_text="healthy, watch, at_risk, or unknown")
    is_late = serializers.BooleanField()
    explains = DriverShown(many=True)


class OperationalScorecard(serializers.Serializer[Any]):
    """Every figure of an account on a day, and the reasons to stay without one."""

    account_id = serializers.IntegerField()
    on = serializers.DateField()
    rows = ScorecardFigure(many=True)
    unmapped = DriverShown(many=True)
