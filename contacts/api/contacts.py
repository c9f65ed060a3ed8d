"""`/api/v1/contacts/`: people in their seats, and how they want to hear from us."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.external_ids import external_ids_of
from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.models import Account, OrgUnit, RecordType
from retention.lib.api.fields import CleanText, RecordBody, VisibleReference
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.field_policy import redact

from ..actions.people import add_contact, edit_contact
from ..choices import Channel, Weekday
from ..filters import ContactFilter
from ..models import Contact
from ..personal_days import MOST as MOST_DAYS
from .habits import ContactHabits, habits_told
from .personal_days import ImportantDate

OF_CONTACT = (
    "account_id",
    "org_unit_id",
    "is_placeholder",
    "title",
    "buying_role",
    "is_key",
    "status",
    "departed_on",
    "since",
    "time_zone",
    "country",
    "subdivision",
    "channels_preferred",
    "channels_forbidden",
    "preferred_interval_days",
    "most_in_30_days",
    "preference_source",
    "hours_from",
    "hours_until",
    "hours_days",
    "assistant_id",
    "paused_until",
    "pause_reason",
)
OF_PERSON = ("name", "email", "phone", "language")
FOR_THE_TEAM = ("personal_note", "interests", "important_dates")
COLUMNS = ("id", "version", *OF_CONTACT, *FOR_THE_TEAM, "last_two_way_at", "recorded_at")


class ContactRow(serializers.ModelSerializer[Contact]):
    """A contact as it is read; the personal note, interests and days are null outside the account team."""

    account_id = serializers.IntegerField(read_only=True)
    org_unit_id = serializers.IntegerField(read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True, allow_null=True)
    email = serializers.CharField(read_only=True, allow_null=True)
    phone = serializers.CharField(read_only=True, allow_null=True)
    language = serializers.CharField(read_only=True, allow_null=True)
    assistant_id = serializers.IntegerField(read_only=True, allow_null=True)
    personal_note = serializers.CharField(read_only=True, allow_null=True)
    interests = serializers.CharField(read_only=True, allow_null=True)
    important_dates = ImportantDate(many=True, read_only=True, allow_null=True)
    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Contact
        fields = (*COLUMNS, *OF_PERSON, "external_ids")
        read_only_fields = fields


class ContactWrite(RecordBody):
    """What a writer may say about a contact and its person."""

    account_id = VisibleReference(Account, source="account")
    org_unit_id = VisibleReference(OrgUnit, source="org_unit", required=False, allow_null=True)
    name = CleanText(max_length=200, required=False)
    email = CleanText(max_length=254, required=False, allow_blank=True)
    phone = CleanText(max_length=40, required=False, allow_blank=True)
    language = CleanText(max_length=10, required=False, allow_blank=True)
    title = CleanText(max_length=160, required=False, allow_blank=True)
    pause_reason = CleanText(max_length=200, required=False, allow_blank=True)
    channels_preferred = serializers.ListField(child=serializers.ChoiceField(Channel.choices), required=False)
    channels_forbidden = serializers.ListField(child=serializers.ChoiceField(Channel.choices), required=False)
    personal_note = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)
    hours_days = serializers.ListField(child=serializers.ChoiceField(Weekday.choices), required=False)
    assistant_id = VisibleReference(Contact, source="assistant", required=False, allow_null=True)
    interests = CleanText(max_length=300, required=False, allow_blank=True)
    important_dates = ImportantDate(many=True, required=False, max_length=MOST_DAYS)  # type: ignore[call-arg] # of the list
    since = serializers.DateField(required=False)

    class Meta:
        model = Contact
        fields = (*OF_CONTACT, *OF_PERSON, *FOR_THE_TEAM)


class ContactViewSet(ByExternalId, ScopedViewSet):
    """Contacts of the accounts the caller may see."""

    resource = "contacts"
    record_type = RecordType.CONTACT
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "assistant", "org_unit", "person")}
    model = Contact
    columns: ClassVar = COLUMNS
    filterset_class = ContactFilter
    serializer_class = ContactRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the person's own columns beside the seat's."""
        return rows.values(*self.columns, **{name: F(f"person__{name}") for name in OF_PERSON})

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Hide what only the account team may read, and add the ids of other systems."""
        known = external_ids_of(RecordType.CONTACT, [row["id"] for row in rows])
        redact(self.request.user, Contact, rows)
        for row in rows:
            row["external_ids"] = known.get(row["id"], {})
        return rows

    @reads(ContactRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of contacts."""
        return super().list(request)

    @reads(ContactRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One contact."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> Contact:
        """Add the contact that the body describes."""
        return add_contact(by=self.caller, at=database_now(), **self.said(ContactWrite))

    def change(self, request: Request, record: Contact, version: int | None) -> Contact:
        """Change what the body names; a contact stays at its account."""
        fields = self.said(ContactWrite, partial=True)
        if "account" in fields and fields.pop("account").pk != record.account_id:
            raise serializers.ValidationError(
                {"account_id": ["A contact stays at its account; add a new one."]}
            )
        if fields.get("is_placeholder") is record.is_placeholder:
            fields.pop("is_placeholder")
        return edit_contact(
            contact=record, changes=fields, by=self.caller, at=database_now(), expected_version=version
        )

    @creates(ContactWrite, ContactRow)
    def create(self, request: Request) -> Response:
        """Add a person in a seat, or a placeholder."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(ContactWrite, ContactRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a contact, starting from the version you have read."""
        contact = self.record(pk)
        self.change(request, contact, seen_version(request))
        return self.told(contact.pk)

    @reads(ContactHabits)
    @action(detail=True, methods=["get"], filter_backends=(), pagination_class=None)
    def habits(self, request: Request, pk: str) -> Response:
        """What we talk with them for, by which channel they answer, and how often we reached them."""
        return Response(habits_told(self.record(pk), self.caller, at=database_now()))

    @upserts(ContactWrite, ContactRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the contact another system knows under this id, or change it; repeating changes nothing."""
        return self.upsert(request, source, value)
