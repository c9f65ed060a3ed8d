"""`/api/v1/account-team/` and `/api/v1/team-templates/`: who works on an account, and who should."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import LARGEST_ID, Body, Reference, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import add_team_member, change_team_member, publish_team_template, remove_team_member
from ..choices import TeamFunction
from ..choosing import people_at_work
from ..filters import TeamMemberFilter
from ..models import Account, AccountTeamMember, TeamTemplate
from ..rosters import every_template, roster_of

COLUMNS = (
    "id", "account_id", "user_id", "function", "is_backup", "may_edit", "starts_on", "ends_on", "recorded_at",
)  # fmt: skip
TEMPLATE_COLUMNS = ("id", "version", "needs", "by_id", "at")
GET_ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)


class MemberRow(serializers.ModelSerializer[AccountTeamMember]):
    """Somebody on an account team; with ``ends_on`` they were."""

    account_id = serializers.IntegerField(read_only=True)
    user_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = AccountTeamMember
        fields = COLUMNS
        read_only_fields = fields


class MemberWrite(Body):
    """Who joins as what; without ``is_backup`` they are in charge unless somebody is."""

    account_id = VisibleReference(Account, source="account")
    user_id = Reference(lambda user: people_at_work(), source="user")
    function = serializers.ChoiceField(choices=TeamFunction.choices)
    is_backup = serializers.BooleanField(required=False)
    may_edit = serializers.BooleanField(required=False)
    starts_on = serializers.DateField(required=False)


class MemberEdit(Body):
    """What they may do, and whether they stand behind another."""

    is_backup = serializers.BooleanField(required=False)
    may_edit = serializers.BooleanField(required=False)


class MemberEnd(Body):
    """From which day they are no longer on the team; without one, today."""

    on = serializers.DateField(required=False)


class TeamGapRow(serializers.Serializer[Any]):
    """A function that nobody has, or that nobody backs up."""

    function = serializers.ChoiceField(choices=TeamFunction.choices)
    is_backup = serializers.BooleanField()
    text = serializers.CharField()


class RosterRow(serializers.Serializer[Any]):
    """What an account's team lacks against the template of its tier."""

    account_id = serializers.IntegerField()
    tier = serializers.CharField()
    gaps = TeamGapRow(many=True)


class TeamMemberViewSet(ScopedViewSet):
    """Account teams of the accounts the caller may see."""

    resource = "account_team"
    spelt: ClassVar = {"account": "account_id", "user": "user_id"}
    model = AccountTeamMember
    columns: ClassVar = COLUMNS
    filterset_class = TeamMemberFilter
    serializer_class = MemberRow

    @reads(MemberRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of places on account teams; with `former=true` those who left too."""
        return super().list(request)

    @reads(MemberRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One place on an account team."""
        return super().retrieve(request, pk)

    @creates(MemberWrite, MemberRow)
    def create(self, request: Request) -> Response:
        """Put somebody on an account team."""
        made = add_team_member(by=self.caller, at=database_now(), **self.said(MemberWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(MemberEdit, MemberRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def rights(self, request: Request, pk: str) -> Response:
        """Say what they may do."""
        member = self.record(pk)
        change_team_member(member=member, by=self.caller, at=database_now(), **self.said(MemberEdit))
        return self.told(member.pk)

    @creates(MemberEnd, MemberRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Take them off the team; that they were on it stays."""
        member = self.record(pk)
        remove_team_member(member=member, by=self.caller, at=database_now(), **self.said(MemberEnd))
        return self.told(member.pk)

    @reads(RosterRow, parameters=[GET_ID])
    @action(
        detail=False, methods=["get"], url_path=r"of-account/(?P<pk>\d{1,18})", filter_backends=(),
        pagination_class=None,
    )  # fmt: skip
    def of_account(self, request: Request, pk: str) -> Response:
        """What the account's team lacks."""
        rows = Account.objects.visible_to(self.caller).select_related("owner", "backup_owner")
        account = rows.filter(pk=min(int(pk), LARGEST_ID)).first()
        if account is None:
            raise Http404
        gaps = roster_of(account, self.caller).gaps
        said = [{"function": gap.function, "is_backup": gap.is_backup, "text": gap.text} for gap in gaps]
        return Response({"account_id": account.pk, "tier": account.tier, "gaps": said})


class TemplateRow(serializers.ModelSerializer[TeamTemplate]):
    """Which functions each tier needs: true where a backup is needed as well."""

    needs = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()))
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = TeamTemplate
        fields = TEMPLATE_COLUMNS
        read_only_fields = fields


def _functions() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices=TeamFunction.choices), required=False, max_length=20
    )


class TemplateWrite(Body):
    """By tier what it needs, and what of that needs a backup; tiers that are not said stay."""

    needed_A, needed_B, needed_C, needed_D = (_functions() for _ in range(4))
    backed_A, backed_B, backed_C, backed_D = (_functions() for _ in range(4))


class TeamTemplateViewSet(ScopedViewSet):
    """Published versions of what account teams need: known to everybody, published by leads."""

    resource = "account_team"
    model = TeamTemplate
    columns: ClassVar = TEMPLATE_COLUMNS
    serializer_class = TemplateRow

    def get_queryset(self) -> QuerySet[Any]:
        """All of them: they belong to nobody's account."""
        return every_template()

    @reads(TemplateRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of versions."""
        return super().list(request)

    @reads(TemplateRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One version."""
        return super().retrieve(request, pk)

    @creates(TemplateWrite, TemplateRow)
    def create(self, request: Request) -> Response:
        """Publish the next version."""
        made = publish_team_template(changes=self.said(TemplateWrite), by=self.caller, at=database_now())
        return self.told(made.pk, status.HTTP_201_CREATED)
