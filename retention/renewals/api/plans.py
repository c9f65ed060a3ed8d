"""How a plan against a risk is sent."""

from typing import Any

from rest_framework import serializers

from accounts.choosing import people_at_work
from retention.lib.api.fields import Body, CleanText, Reference

from ..calls import PlanInput

SPELT = {"driver": "plan.driver", "action": "plan.action", "owner": "plan.owner_id", "due_on": "plan.due_on"}
"""What the actions call the parts of a plan, as they are called here."""


class PlanWrite(Body):
    """What drives the risk, what is done about it, by whom and by when; the action becomes a next step."""

    driver = CleanText(max_length=200)
    action = CleanText(max_length=300)
    owner_id = Reference(lambda user: people_at_work(), source="owner")
    due_on = serializers.DateField()

    def to_internal_value(self, data: Any) -> Any:
        """The plan as the actions take it."""
        return PlanInput(**super().to_internal_value(data))
