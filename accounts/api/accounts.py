"""`/api/v1/accounts/`: list, read, make, change, and upsert by the id of another system."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, VisibleReference
from retention.lib.api.schema import WRITE_PROBLEMS, changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.models import Team, User

from ..actions import add_account, edit_account
from ..actions.external_ids import attach_external_id, external_ids_of, find_by_external_id
from ..filters import AccountFilter
from ..models import Account, RecordType

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


class AccountWrite(serializers.ModelSerializer[Account]):
    """What a writer may say about an account; every reference must be visible to them."""

    name = CleanText(max_length=200)
    parent_id = VisibleReference(Account, source="parent", required=False, allow_null=True)
    owner_id = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), source="owner", required=False, allow_null=True
    )
    backup_owner_id = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), source="backup_owner", required=False, allow_null=True
    )
    team_id = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.all(), source="team", required=False, allow_null=True
    )
    sector = CleanText(max_length=80, required=False, allow_blank=True)
    city = CleanText(max_length=120, required=False, allow_blank=True)
    phone = CleanText(max_length=40, required=False, allow_blank=True)
    website = CleanText(max_length=200, required=False, allow_blank=True)
    definition_of_win = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)

    class Meta:
        model = Account
        fields = WRITABLE


class AccountViewSet(ScopedViewSet):
    """Accounts the caller may see."""

    resource = "accounts"
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

    @reads(AccountRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of accounts."""
        return super().list(request)

    @reads(AccountRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account."""
        return super().retrieve(request, pk)

    def _clean(self, request: Request, *, partial: bool = False) -> dict[str, Any]:
        body = AccountWrite(data=request.data, partial=partial, context={"request": request})
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    @creates(AccountWrite, AccountRow)
    def create(self, request: Request) -> Response:
        """Make an account."""
        fields = self._clean(request)
        account = add_account(by=request.user, at=database_now(), **fields)
        return Response(self.row(account.pk), status=status.HTTP_201_CREATED)

    @changes(AccountWrite, AccountRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an account, starting from the version you have read."""
        account, version = self.record(pk), seen_version(request)
        fields = self._clean(request, partial=True)
        edit_account(
            account=account, changes=fields, by=request.user, at=database_now(), expected_version=version
        )
        return Response(self.row(account.pk))

    @extend_schema(
        request=AccountWrite, responses={200: AccountRow, 201: AccountRow, **WRITE_PROBLEMS}, methods=["PUT"]
    )
    @action(
        detail=False,
        methods=["put"],
        url_path=r"by-external-id/(?P<source>[\w.\-]{1,60})/(?P<value>[^/]{1,200})",
        filter_backends=(),
        pagination_class=None,
    )
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the account another system knows under this id, or change it; repeating changes nothing."""
        at, known = database_now(), find_by_external_id(RecordType.ACCOUNT, source, value)
        if known is None:
            account = add_account(by=request.user, at=at, **self._clean(request))
            attach_external_id(
                record_type=RecordType.ACCOUNT, record=account, source=source, value=value, by=request.user, at=at
            )
            return Response(self.row(account.pk), status=status.HTTP_201_CREATED)
        account = self.record(str(known))
        fields = self._clean(request, partial=True)
        edit_account(account=account, changes=fields, by=request.user, at=at, expected_version=account.version)
        return Response(self.row(account.pk))
