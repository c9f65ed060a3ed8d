"""Forms of targets and plan rates."""

from decimal import Decimal
from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.lib.money import parse_money
from retention.team.leading import people_led_by
from retention.team.models import User
from retention.team.visibility import teams_led_by

from ..actions import TargetInput
from ..models import Target
from ..quarters import quarter_name, shifted

KEEP = "A share of the opening revenue such as 95%, or an amount."
GROW = "A share on top of it such as 8%, or an amount."


class GoalField(forms.CharField):
    """A share as 95% or an amount as 50000, 50k or USD 50k."""

    def clean(self, value: Any) -> TargetInput:
        """What was written, as the action takes it. Raises ValidationError."""
        written = str(super().clean(value)).strip()
        try:
            if written.endswith("%"):
                share = parse_money(written[:-1].strip()).amount / 100
                return TargetInput(fraction=share)
            money = parse_money(written)
        except DomainError:
            raise forms.ValidationError(
                f"“{written[:30]}” is neither a share such as 95% nor an amount such as 50,000.",
                code="invalid",
            ) from None
        return TargetInput(amount=money.amount, currency=money.currency)


def goal_text(target: Target) -> str:
    """What stands in the box."""
    if target.fraction is not None:
        return f"{(target.fraction * 100).normalize():f}%"
    return f"{target.currency} {target.amount or Decimal(0):f}"


class TargetForm(ActionForm):
    """Both targets of a person or a team; there is no single one."""

    quarter = forms.ChoiceField(label="Quarter")
    owner = RecordField(required=False, label="Person", empty_label="A team")
    team = RecordField(required=False, label="Team", empty_label="A person")
    retention = GoalField(label="Keep", max_length=40, help_text=KEEP)
    growth = GoalField(label="Grow", max_length=40, help_text=GROW)

    def __init__(self, *args: Any, user: User, quarter: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_led_by(user), team=teams_led_by(user))
        around = [shifted(quarter, number) for number in range(-4, 5)]
        self.fields["quarter"].choices = [(day.isoformat(), quarter_name(day)) for day in around]  # type: ignore[attr-defined]
        self.initial.setdefault("quarter", quarter.isoformat())

    def clean(self) -> dict[str, Any]:
        """One person or one team."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (said.get("owner") is None) == (said.get("team") is None):
            self.add_error("owner", "Choose a person or a team, one of the two.")
        return said


class PlanRateForm(ActionForm):
    """What a currency counts in a year's plan."""

    year = forms.IntegerField(min_value=accepts.FIRST_YEAR, max_value=accepts.LAST_YEAR, label="Year")
    currency = CheckedField(accepts.currency, label="Currency")
    rate = forms.DecimalField(label="Rate", max_digits=18, decimal_places=8, min_value=Decimal(0))
