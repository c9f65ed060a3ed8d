"""Which colleagues a list shows, for the page and the API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from retention.lib.filtering import ChoiceOfRecord, SearchFilter
from retention.team.models import Team, User


def all_teams_for(request: Any) -> QuerySet[Team]:
    """Teams to choose from; none without a request."""
    return Team.objects.order_by("name") if request is not None else Team.objects.none()


class ColleagueFilter(django_filters.FilterSet):
    """Which colleagues a list shows."""

    q = SearchFilter(field_name="name", lookup_expr="icontains", label="Name")
    team = ChoiceOfRecord(
        field_name="memberships__team", queryset=all_teams_for, label="Team", empty_label="All teams"
    )
    function = django_filters.ChoiceFilter(
        choices=TeamFunction.choices, method="works_as", label="Function", empty_label="Any function"
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []

    def works_as(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """On any account team with that function now; whoever owns an account is its account manager."""
        members = AccountTeamMember.objects.current().filter(function=value)
        found = rows.filter(pk__in=members.values("user_id"))
        owners = Account.objects.filter(owner__isnull=False).values("owner_id")
        return found | rows.filter(pk__in=owners) if value == TeamFunction.ACCOUNT_MANAGER else found
