"""`/api/v1/walk-processes/`: how contracts walk, in versions."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import TeamFunction
from retention.lib.api.fields import Body, CleanText
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import begin_process, publish_version, retire_process
from ..choices import Party
from ..facts import every_process, steps_by_process
from ..models import Process

COLUMNS = ("id", "name", "is_retired", "recorded_at")


class ProcessStepRow(serializers.Serializer[Any]):
    """One step of the newest version."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    party = serializers.ChoiceField(choices=Party.choices)
    function = serializers.ChoiceField(choices=TeamFunction.choices, allow_blank=True)
    expected_days = serializers.IntegerField()
    needs_acceptance = serializers.BooleanField()
    what = serializers.CharField()
    why = serializers.CharField()
    pitfall = serializers.CharField()


class ProcessRow(serializers.ModelSerializer[Process]):
    """A process with its newest version."""

    version = serializers.IntegerField(read_only=True)
    steps = ProcessStepRow(many=True, read_only=True)

    class Meta:
        model = Process
        fields = (*COLUMNS, "version", "steps")
        read_only_fields = fields


class ProcessStepWrite(Body):
    """A step; in-house ones say which function does them."""

    name = CleanText(max_length=80)
    party = serializers.ChoiceField(choices=Party.choices, required=False, default=Party.IN_HOUSE)
    function = serializers.ChoiceField(choices=TeamFunction.choices, required=False, allow_blank=True)
    expected_days = serializers.IntegerField(min_value=1, max_value=730)
    needs_acceptance = serializers.BooleanField(required=False)
    what = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)
    why = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)
    pitfall = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)


class ProcessWrite(Body):
    """A new process with the steps of its first version, in their order."""

    name = CleanText(max_length=80)
    why = CleanText(max_length=300, required=False, allow_blank=True)
    steps = ProcessStepWrite(many=True, max_length=30)  # type: ignore[call-arg] # many takes it


class VersionWrite(Body):
    """The steps of the next version; ``expected_version`` is the number you have read."""

    why = CleanText(max_length=300, required=False, allow_blank=True)
    steps = ProcessStepWrite(many=True, max_length=30)  # type: ignore[call-arg] # many takes it
    expected_version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class RetireWrite(Body):
    """Offered no more, or again."""

    is_retired = serializers.BooleanField()


class ProcessViewSet(ScopedViewSet):
    """Processes: known to everybody who signs in, kept by leads and admins."""

    resource = "walks"
    model = Process
    columns: ClassVar = COLUMNS
    serializer_class = ProcessRow

    def get_queryset(self) -> QuerySet[Any]:
        """All of them: they belong to nobody's account."""
        return every_process()

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The newest version of each."""
        newest = steps_by_process([row["id"] for row in rows])
        return [{**row, **newest.get(row["id"], {"version": 0, "steps": []})} for row in rows]

    @reads(ProcessRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of processes."""
        return super().list(request)

    @reads(ProcessRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One process."""
        return super().retrieve(request, pk)

    @creates(ProcessWrite, ProcessRow)
    def create(self, request: Request) -> Response:
        """Begin a process."""
        made = begin_process(by=self.caller, at=database_now(), **self.said(ProcessWrite))
        return self.told(made.process_id, status.HTTP_201_CREATED)

    @creates(VersionWrite, ProcessRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """Publish the next version; walks under way keep theirs."""
        row = self.record(pk)
        publish_version(process=row, by=self.caller, at=database_now(), **self.said(VersionWrite))
        return self.told(row.pk, status.HTTP_201_CREATED)

    @creates(RetireWrite, ProcessRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def retire(self, request: Request, pk: str) -> Response:
        """Offer it no more, or again."""
        row = self.record(pk)
        retire_process(process=row, by=self.caller, at=database_now(), **self.said(RetireWrite))
        return self.told(row.pk)
