"""The plan against a risk, as part of a form that may ask for one."""

from typing import Any

from retention.renewals.calls import PlanInput

from .form_parts import InParts, Part

PLAN = ("driver", "action", "owner", "due_on")
THE_PLAN = Part("At risk: the plan, which becomes a next step", PLAN, is_folded=True)


class WithPlan(InParts):
    """A form with the fields of PLAN: all of them, or none."""

    def clean(self) -> dict[str, Any]:
        """A plan is whole or not there."""
        said = super().clean() or {}
        empty = [name for name in PLAN if not said.get(name)]
        if 0 < len(empty) < len(PLAN):
            for name in empty:
                if name not in self.errors:
                    self.add_error(name, f"{self.fields[name].label} is missing for the plan.")
        return said

    @property
    def plan(self) -> PlanInput | None:
        """What is done about the risk, when it was said."""
        said = {name: self.cleaned_data.get(name) for name in PLAN}
        return PlanInput(**said) if all(said.values()) else None  # type: ignore[arg-type]
