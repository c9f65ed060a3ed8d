"""What the filters of plans, objectives, actions and risks mean, for pages and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from contacts.filters import people_for
from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter, PersonFilter, YesFilter
from retention.lib.zones import local_day

from .models import AccountPlan, Objective, PlanAction, PlanRisk, TeamPlanTemplate
from .models.plan import PlanQuerySet
from .models.team_templates import TeamPlanTemplateQuerySet
from .planning.words import ActionState, Goal, ObjectiveState, PlanState, RiskState


def _today(request: Any) -> Any:
    return local_day(database_now(), request.user.time_zone)


class PlanFilter(django_filters.FilterSet):
    """Which plans a list shows; what is over only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    state = django_filters.MultipleChoiceFilter(choices=PlanState.choices, label="State")
    tier = django_filters.CharFilter(field_name="tier_at_start", max_length=1, label="Tier")
    stale = YesFilter(method="is_stale", label="Stale")

    class Meta:
        model = AccountPlan
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: Any) -> QuerySet[AccountPlan]:
        """What was asked for; what is over is left out unless a state was asked for."""
        rows: PlanQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.unfinished()

    def is_stale(self, rows: Any, name: str, value: Any) -> QuerySet[AccountPlan]:
        """Not looked at for too long, in the reader's day."""
        found: QuerySet[AccountPlan] = rows.stale(on=_today(self.request))
        return found


class ObjectiveFilter(django_filters.FilterSet):
    """Which objectives a list shows."""

    plan = IdFilter(field_name="plan_id", label="Plan")
    account = IdFilter(field_name="plan__account_id", label="Account")
    goal = django_filters.MultipleChoiceFilter(choices=Goal.choices, label="What it is for")
    state = django_filters.MultipleChoiceFilter(choices=ObjectiveState.choices, label="State")

    class Meta:
        model = Objective
        fields: ClassVar[list[str]] = []


class KeyResultFilter(django_filters.FilterSet):
    """Which key results a list shows."""

    objective = IdFilter(field_name="objective_id", label="Objective")
    plan = IdFilter(field_name="objective__plan_id", label="Plan")
    account = IdFilter(field_name="objective__plan__account_id", label="Account")


class PlanActionFilter(django_filters.FilterSet):
    """Which actions a list shows."""

    objective = IdFilter(field_name="objective_id", label="Objective")
    plan = IdFilter(field_name="objective__plan_id", label="Plan")
    account = IdFilter(field_name="objective__plan__account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    state = django_filters.MultipleChoiceFilter(choices=ActionState.choices, label="State")

    class Meta:
        model = PlanAction
        fields: ClassVar[list[str]] = []


class PlanRiskFilter(django_filters.FilterSet):
    """Which risks a list shows."""

    plan = IdFilter(field_name="plan_id", label="Plan")
    account = IdFilter(field_name="plan__account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    state = django_filters.MultipleChoiceFilter(choices=RiskState.choices, label="State")
    overdue = YesFilter(method="is_overdue", label="Overdue")

    class Meta:
        model = PlanRisk
        fields: ClassVar[list[str]] = []

    def is_overdue(self, rows: Any, name: str, value: Any) -> QuerySet[PlanRisk]:
        """The day of the next look has passed, in the reader's zone."""
        found: QuerySet[PlanRisk] = rows.overdue(on=_today(self.request))
        return found


class PlanPartFilter(django_filters.FilterSet):
    """Versions and expansions: of which plan."""

    plan = IdFilter(field_name="plan_id", label="Plan")
    account = IdFilter(field_name="plan__account_id", label="Account")


class TeamPlanTemplateFilter(django_filters.FilterSet):
    """Which templates a list shows; withdrawn ones only when asked for."""

    team = IdFilter(field_name="team_id", label="Team")
    withdrawn = YesFilter(method="is_withdrawn", label="Withdrawn")

    def filter_queryset(self, queryset: Any) -> QuerySet[TeamPlanTemplate]:
        """What was asked for; without a word about it those that stand."""
        rows: TeamPlanTemplateQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("withdrawn") else rows.standing()

    def is_withdrawn(self, rows: Any, name: str, value: Any) -> QuerySet[TeamPlanTemplate]:
        """No plan begins with them any more."""
        found: QuerySet[TeamPlanTemplate] = rows.filter(withdrawn_on__isnull=False)
        return found
