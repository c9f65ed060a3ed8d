"""How the plans of a group look in the API."""

from typing import Any

from rest_framework import serializers

from ..group import Group
from ..planning.words import PlanState
from .plan_bodies import figure


class GroupPlan(serializers.Serializer[Any]):
    """An account below, its plan that is not over, and how far that is; null where nothing is known."""

    account_id = serializers.IntegerField()
    tier = serializers.CharField()
    plan_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=PlanState.choices, allow_null=True)
    lacks_a_plan = serializers.BooleanField()
    sections_filled = serializers.IntegerField(allow_null=True)
    sections_required = serializers.IntegerField(allow_null=True)
    objectives = serializers.IntegerField()
    progress = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    agreed_targets = serializers.IntegerField()
    arr = figure()
    currency = serializers.CharField()


class GroupPlans(serializers.Serializer[Any]):
    """The group as the caller sees it; ``revenue`` by currency, ``progress`` over all objectives measured."""

    planned = serializers.IntegerField()
    lacking = serializers.IntegerField()
    objectives = serializers.IntegerField()
    progress = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    agreed_targets = serializers.IntegerField()
    revenue = serializers.DictField(child=serializers.CharField())
    is_cut_off = serializers.BooleanField()
    accounts = GroupPlan(many=True)


def group_told(group: Group) -> dict[str, Any]:
    """A group as the API tells it."""
    rows = [
        {
            "account_id": row.account.pk, "tier": row.account.tier,
            "plan_id": row.plan.pk if row.plan else None, "state": row.plan.state if row.plan else None,
            "lacks_a_plan": row.lacks_a_plan,
            "sections_filled": row.full.filled if row.full else None,
            "sections_required": row.full.required if row.full else None,
            "objectives": row.objectives, "progress": row.progress.value, "agreed_targets": row.targets,
            "arr": row.account.arr, "currency": row.account.currency,
        }
        for row in group.rows
    ]  # fmt: skip
    told = {
        "planned": group.planned, "lacking": group.lacking, "objectives": group.objectives,
        "progress": group.progress.value, "agreed_targets": group.targets,
        "revenue": {currency: str(amount) for currency, amount in group.revenue},
        "is_cut_off": group.cut_off, "accounts": rows,
    }  # fmt: skip
    return dict(GroupPlans(told).data)
