"""What is asked about figures through the API, and how they are told."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from retention.lib.api.fields import Body, CleanText
from retention.lib.api.paging import LARGEST_PAGE

from ..figures import CODES
from ..questions import DIMENSIONS, UNITS

CURSOR = re.compile(r"(-?\d{1,30}(?:\.\d{1,40})?):(\d{1,18})", re.ASCII)
SEGMENT = "Which customers, by what they were on the first day: {}, as tier:A. May be said several times."
CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, enum=CODES)
PARAMETERS = [
    OpenApiParameter("as_of", {"type": "string", "format": "date"}, description="The last day; today."),
    OpenApiParameter("months", int, description="How long the period is, 1 to 120; 12."),
    OpenApiParameter("start", {"type": "string", "format": "date"}, description="The first day instead."),
    OpenApiParameter(
        "known_at",
        {"type": "string", "format": "date-time"},
        description="Leaves out what was recorded later.",
    ),
    OpenApiParameter("segment", str, many=True, description=SEGMENT.format(", ".join(DIMENSIONS))),
    OpenApiParameter(
        "customer",
        str,
        enum=UNITS,
        description="Who is one customer: an account (unless said) or an account family.",
    ),
    OpenApiParameter("currency", str, description="Of amounts, at the first day's rate; the company's."),
]
PAGE = [
    OpenApiParameter("limit", int, description=f"How many rows a page has, 1 to {LARGEST_PAGE}."),
    OpenApiParameter("cursor", str, description="Where the page starts: follow `next`."),
]


class Asked(Body):
    """What is asked, as the address says it."""

    also_known = ()
    as_of = serializers.DateField(required=False)
    months = serializers.IntegerField(required=False, min_value=1, max_value=120)
    start = serializers.DateField(required=False)
    known_at = serializers.DateTimeField(required=False)
    segment = serializers.ListField(child=CleanText(max_length=120), required=False, max_length=4)
    customer = serializers.ChoiceField(UNITS, required=False)
    currency = CleanText(max_length=3, required=False)


class AskedRows(Asked):
    """The same for rows, page by page."""

    limit = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE, default=100)
    cursor = serializers.RegexField(CURSOR.pattern + r"\Z", required=False)


class LeftOutRow(serializers.Serializer[Any]):
    """How many records a figure does not count, or counts otherwise (``assumed``), and why."""

    reason = serializers.CharField()
    number = serializers.IntegerField()


class MetricRow(serializers.Serializer[Any]):
    """A figure. ``value`` is null when there is nothing to divide by; null never means 0.

    ``kind`` says what it is: a share of one, times, or an amount. ``unit`` is that of numerator and
    denominator: money in ``currency``, or a number of records.
    """

    code = serializers.ChoiceField(CODES)
    label = serializers.CharField()  # type: ignore[assignment] # a field of that name
    means = serializers.CharField()
    kind = serializers.ChoiceField(["share", "times", "amount"])
    value = serializers.DecimalField(max_digits=30, decimal_places=6, allow_null=True)
    unit = serializers.ChoiceField(["money", "number"])
    numerator = serializers.DecimalField(max_digits=30, decimal_places=2)
    denominator = serializers.DecimalField(max_digits=30, decimal_places=2)
    n = serializers.IntegerField()
    excluded = LeftOutRow(many=True)
    assumed = LeftOutRow(many=True)
    currency = serializers.CharField()
    currency_mode = serializers.CharField()
    start = serializers.DateField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    segment = serializers.ListField(child=serializers.CharField())
    customer = serializers.ChoiceField(UNITS)
    definition_version = serializers.CharField()


class BehindRow(serializers.Serializer[Any]):
    """One record behind a figure: an account, or a renewal of it; amounts are in ``currency``."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    name = serializers.CharField()
    before = serializers.DecimalField(max_digits=30, decimal_places=2)
    after = serializers.DecimalField(max_digits=30, decimal_places=2)
    note = serializers.CharField(allow_blank=True)


class BehindPage(serializers.Serializer[Any]):
    """A page of them; ``next`` is null on the last one."""

    next = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    results = BehindRow(many=True)
