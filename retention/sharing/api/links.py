"""`/api/v1/share-links/` and `/api/v1/share-views/`: links to shared plans, and who opened them."""

from typing import Any, ClassVar

from django.db.models import BooleanField, Case, Value, When
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from plans.models import AccountPlan
from retention.lib.api.fields import Body, CleanText, Nothing, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.links import full_address

from ..actions import MadeLink, change_code, make_link, renew_link, revoke_link
from ..actions.links import LONGEST_DAYS, PARTS
from ..filters import LinkFilter, ViewFilter
from ..models import ShareLink, ShareView

PLAIN = (
    "id", "version", "plan_id", "contact_id", *PARTS, "made_by_id", "made_at", "expires_at", "revoked_at",
    "revoked_by_id", "recorded_at", "region", "owner_id",
)  # fmt: skip
COLUMNS = (*PLAIN, "has_code")


class ShareLinkRow(serializers.ModelSerializer[ShareLink]):
    """A link; its address and its code are in no answer but the one that made them."""

    plan_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    made_by_id = serializers.IntegerField(read_only=True)
    revoked_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    owner_id = serializers.IntegerField(read_only=True)
    has_code = serializers.BooleanField(read_only=True)

    class Meta:
        model = ShareLink
        fields: tuple[str, ...] = COLUMNS
        read_only_fields = fields


class MadeLinkRow(ShareLinkRow):
    """The same with its address and its code, once; empty where they stay as they were."""

    address = serializers.CharField(read_only=True)
    code = serializers.CharField(read_only=True)

    class Meta(ShareLinkRow.Meta):
        fields = (*COLUMNS, "address", "code")


class ShareLinkWrite(Body):
    """For which plan, for whom, for how many days, and which parts of what is marked to be shown."""

    plan_id = VisibleReference(AccountPlan, source="plan")
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    days = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_DAYS)
    with_code = serializers.BooleanField(required=False)
    shows_goals = serializers.BooleanField(required=False)
    shows_value = serializers.BooleanField(required=False)
    shows_actions = serializers.BooleanField(required=False)
    shows_people = serializers.BooleanField(required=False)
    shows_reviews = serializers.BooleanField(required=False)
    shows_milestones = serializers.BooleanField(required=False)
    shows_kpis = serializers.BooleanField(required=False)
    shows_given = serializers.BooleanField(required=False)
    region = CleanText(max_length=2, required=False)


class RenewWrite(Body):
    """How many days the new address opens; 30 when nothing is said."""

    days = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_DAYS)


class CodeWrite(Body):
    """Another code, or none."""

    with_code = serializers.BooleanField()


class ShareLinkViewSet(ScopedViewSet):
    """Links to the shared plans of accounts the caller may see."""

    resource = "shared_plans"
    spelt: ClassVar = {"plan": "plan_id", "contact": "contact_id"}
    model = ShareLink
    columns: ClassVar = COLUMNS
    filterset_class = LinkFilter
    serializer_class = ShareLinkRow

    def columns_of(self, rows: Any) -> Any:
        """Whether it asks for a code, never the code."""
        has_code = Case(When(code="", then=Value(False)), default=Value(True), output_field=BooleanField())
        return rows.annotate(has_code=has_code).values(*self.columns)

    def _made(self, made: MadeLink, code: int = 200) -> Response:
        address = full_address(made.path) if made.secret else ""
        answer = Response({**self.row(made.link.pk), "address": address, "code": made.code}, status=code)
        answer["Cache-Control"] = "no-store"
        return answer

    @reads(ShareLinkRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of links."""
        return super().list(request)

    @reads(ShareLinkRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One link."""
        return super().retrieve(request, pk)

    @creates(ShareLinkWrite, MadeLinkRow)
    def create(self, request: Request) -> Response:
        """Make a link; its address and its code are told this once."""
        made = make_link(by=self.caller, at=database_now(), **self.said(ShareLinkWrite))
        return self._made(made, status.HTTP_201_CREATED)

    @creates(RenewWrite, MadeLinkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def renew(self, request: Request, pk: str) -> Response:
        """Make its address again; the former one opens nothing any more."""
        link = self.record(pk)
        return self._made(renew_link(link=link, by=self.caller, at=database_now(), **self.said(RenewWrite)))

    @creates(CodeWrite, MadeLinkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def code(self, request: Request, pk: str) -> Response:
        """Give it another code, or none."""
        link = self.record(pk)
        return self._made(change_code(link=link, by=self.caller, at=database_now(), **self.said(CodeWrite)))

    @creates(Nothing, ShareLinkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def revoke(self, request: Request, pk: str) -> Response:
        """End a link at once."""
        link = self.record(pk)
        self.said(Nothing)
        revoke_link(link=link, by=self.caller, at=database_now())
        return self.told(link.pk)


class ShareViewRow(serializers.ModelSerializer[ShareView]):
    """When a shared plan was opened, and on what kind of device."""

    link_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = ShareView
        fields = ("id", "link_id", "at", "device")
        read_only_fields = fields


class ShareViewViewSet(ScopedViewSet):
    """Openings of shared plans."""

    resource = "shared_plans"
    model = ShareView
    columns: ClassVar = ("id", "link_id", "at", "device")
    filterset_class = ViewFilter
    serializer_class = ShareViewRow

    @reads(ShareViewRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of openings."""
        return super().list(request)

    @reads(ShareViewRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One opening."""
        return super().retrieve(request, pk)
