"""How a day that matters to somebody is said and read."""

from rest_framework import serializers

from retention.lib.api.fields import Body, CleanText

from ..personal_days import LABEL


class ImportantDate(Body):
    """What the day is, its place in the year, and the year where it is known."""

    also_known = ()
    label = CleanText(max_length=LABEL)  # type: ignore[assignment]  # a field of that name, as the framework allows
    month = serializers.IntegerField(min_value=1, max_value=12)
    day = serializers.IntegerField(min_value=1, max_value=31)
    year = serializers.IntegerField(min_value=1900, max_value=2199, required=False, allow_null=True)
