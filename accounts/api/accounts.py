"""`/api/v1/accounts/`: list, read, make, change, and upsert by the id of another system."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.asking import planned
from retention.team.visibility import Reader

from ..actions import add_account, edit_account
from ..actions.external_ids import external_ids_of
from ..choosing import all_teams, people_at_work
from ..filters import AccountFilter
from ..models import Account, RecordType
from .external import SOURCE_PATTERN, ByExternalId

WRITABLE = (
    "name",
    "parent_id",
    "owner_id",
    "backup_owner_id",
    "team_id",
    "tier",
    "tier_review_on",
    "stage",
    "sector",
    "country",
    "city",
    "time_zone",
    "phone",
    "website",
    "currency",
    "customer_since",
    "first_value_on",
    "definition_of_win",
)
DERIVED = (
    "health_band",
    "health_score",
    "health_coverage",
    "arr",
    "arr_base",
    "next_decision_on",
    "next_term_end",
    "last_two_way_at",
    "next_check_in_on",
)
COLUMNS = ("id", "version", *WRITABLE, *DERIVED, "recorded_at")


class AccountRow(serializers.ModelSerializer[Account]):
    """An account as it is read."""

    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)
    parent_id = serializers.IntegerField(allow_null=True, read_only=True)
    owner_id = serializers.IntegerField(allow_null=True, read_only=True)
    backup_owner_id = serializers.IntegerField(allow_null=True, read_only=True)
    team_id = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta:
        model = Account
        fields = (*COLUMNS, "external_ids")
        read_only_fields = fields


class AccountWrite(RecordBody):
    """What a writer may say about an account; every reference must be visible to them."""

    name = CleanText(max_length=200)
    parent_id = VisibleReference(Account, source="parent", required=False, allow_null=True)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False, allow_null=True)
    backup_owner_id = Reference(
        lambda user: people_at_work(), source="backup_owner", required=False, allow_null=True
    )
    team_id = Reference(lambda user: all_teams(), source="team", required=False, allow_null=True)
    sector = CleanText(max_length=80, required=False, allow_blank=True)
    city = CleanText(max_length=120, required=False, allow_blank=True)
    phone = CleanText(max_length=40, required=False, allow_blank=True)
    website = CleanText(max_length=200, required=False, allow_blank=True)
    definition_of_win = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)

    class Meta:
        model = Account
        fields = WRITABLE


@planned
def _row(user: Reader, pk: int) -> QuerySet[Account, dict[str, Any]]:
    rows: QuerySet[Account, dict[str, Any]] = Account.objects.visible_to(user).filter(pk=pk).values(*COLUMNS)
    return rows


class AccountViewSet(ByExternalId, ScopedViewSet):
    """Accounts the caller may see."""

    resource = "accounts"
    record_type = RecordType.ACCOUNT
    spelt: ClassVar = {name: f"{name}_id" for name in ("parent", "owner", "backup_owner", "team")}
    model = Account
    columns: ClassVar = COLUMNS
    filterset_class = AccountFilter
    serializer_class = AccountRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the ids of other systems, in one query for the page."""
        known = external_ids_of(RecordType.ACCOUNT, [row["id"] for row in rows])
        for row in rows:
            row["external_ids"] = known.get(row["id"], {})
        return rows

    def row(self, pk: int) -> dict[str, Any]:
        """One account as it is now. Raises Http404 when it is not visible."""
        found = _row(self.caller, pk)
        if not found:
            raise Http404
        return self.complete(found)[0]

    @reads(AccountRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of accounts."""
        return super().list(request)

    @reads(AccountRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> Account:
        """Add the account that the body describes."""
        return add_account(by=self.caller, at=database_now(), **self.said(AccountWrite))

    def change(self, request: Request, record: Account, version: int | None) -> Account:
        """Change what the body names."""
        fields = self.said(AccountWrite, partial=True)
        return edit_account(
            account=record, changes=fields, by=self.caller, at=database_now(), expected_version=version
        )

    @creates(AccountWrite, AccountRow)
    def create(self, request: Request) -> Response:
        """Make an account."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(AccountWrite, AccountRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an account, starting from the version you have read."""
        account = self.record(pk)
        self.change(request, account, seen_version(request))
        return self.told(account.pk)

    @upserts(AccountWrite, AccountRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the account another system knows under this id, or change it; repeating changes nothing."""
        return self.upsert(request, source, value)
