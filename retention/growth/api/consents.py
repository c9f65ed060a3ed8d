"""`/api/v1/advocacy-consents/`: who let us use their name or word, for what and until when."""

from typing import ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from retention.lib.api.fields import CleanText, Nothing, RecordBody, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import give_consent, withdraw_consent
from ..filters import ConsentFilter
from ..models import AdvocacyConsent

CONSENT_COLUMNS = (
    "id", "account_id", "contact_id", "kind", "scope", "given_by_id", "given_on", "expires_on", "ended_on",
    "was_withdrawn", "written_by_id", "recorded_at",
)  # fmt: skip


class ConsentRow(serializers.ModelSerializer[AdvocacyConsent]):
    """A consent as it is read."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    given_by_id = serializers.IntegerField(read_only=True)
    written_by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = AdvocacyConsent
        fields = CONSENT_COLUMNS
        read_only_fields = fields


class ConsentWrite(RecordBody):
    """Who let us use their name or word for what; without ``given_by_id`` they said so themselves."""

    contact_id = VisibleReference(Contact, source="contact")
    given_by_id = VisibleReference(Contact, source="given_by", required=False, allow_null=True)
    scope = CleanText(max_length=500, many_lines=True)
    given_on = serializers.DateField(required=False)
    expires_on = serializers.DateField(required=False, allow_null=True)

    class Meta:
        model = AdvocacyConsent
        fields = ("contact_id", "kind", "scope", "given_by_id", "given_on", "expires_on")


class ConsentViewSet(ScopedViewSet):
    """Consents, at the accounts the caller may see."""

    resource = "advocacy"
    spelt: ClassVar = {"contact": "contact_id", "given_by": "given_by_id"}
    model = AdvocacyConsent
    columns: ClassVar = CONSENT_COLUMNS
    filterset_class = ConsentFilter
    serializer_class = ConsentRow

    @reads(ConsentRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of consents; those that ended only with `ended=1`."""
        return super().list(request)

    @reads(ConsentRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One consent."""
        return super().retrieve(request, pk)

    @creates(ConsentWrite, ConsentRow)
    def create(self, request: Request) -> Response:
        """Write down a consent; it replaces the one of the same kind."""
        given = give_consent(by=self.caller, at=database_now(), **self.said(ConsentWrite))
        return self.told(given.pk, status.HTTP_201_CREATED)

    @creates(Nothing, ConsentRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """They took it back today."""
        row = self.record(pk)
        self.said(Nothing)
        withdraw_consent(consent=row, by=self.caller, at=database_now())
        return self.told(row.pk)
