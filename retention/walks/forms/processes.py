"""Forms of processes: the name, why, and a row for each step."""

from typing import Any

from django import forms

from accounts.choices import TeamFunction
from retention.lib import accepts
from retention.lib.form_fields import CheckedField
from retention.lib.forms import ActionForm

from ..actions.processes import STEP_CHECKS
from ..choices import Party
from ..models import ProcessVersion

SPARE_ROWS = 3
NOBODY_OF_OURS = [("", "nobody of ours"), *TeamFunction.choices]


class StepRow(ActionForm):
    """One step; a row without a name is left out."""

    place = forms.IntegerField(required=False, min_value=1, max_value=99, label="Place")
    name = CheckedField(accepts.text("The name of the step", 80), required=False, label="Step")
    party = forms.ChoiceField(choices=Party.choices, initial=Party.IN_HOUSE, label="Where")
    function = forms.ChoiceField(choices=NOBODY_OF_OURS, required=False, label="Function")
    expected_days = forms.IntegerField(required=False, label="Days", min_value=1, max_value=730, initial=5)
    needs_acceptance = forms.BooleanField(required=False, label="The customer accepts it")
    what = CheckedField(STEP_CHECKS["what"], required=False, label="What is done")
    why = CheckedField(STEP_CHECKS["why"], required=False, label="Why here")
    pitfall = CheckedField(STEP_CHECKS["pitfall"], required=False, label="What goes wrong")


StepRows = forms.formset_factory(StepRow, extra=SPARE_ROWS, max_num=33, absolute_max=40)


class ProcessForm(ActionForm):
    """The process, and why it changes."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    name = CheckedField(accepts.text("The name", 80, required=True), label="Name")
    why = CheckedField(accepts.text("Why", 300), required=False, label="Why this version")


def rows_of(version: ProcessVersion | None) -> list[dict[str, Any]]:
    """What stands in the rows."""
    steps = version.steps.order_by("position") if version else []
    names = ("name", "party", "function", "expected_days", "needs_acceptance", "what", "why", "pitfall")
    return [{"place": step.position, **{name: getattr(step, name) for name in names}} for step in steps]


def steps_said(rows: Any) -> list[dict[str, Any]]:
    """The named rows in the order of their places; rows without one come last."""
    said = [form.fields_said() for form in rows if form.has_changed() or form.initial]
    named = [row for row in said if row.get("name")]
    ordered = sorted(enumerate(named), key=lambda pair: (pair[1].pop("place") or 1000, pair[0]))
    return [row for _, row in ordered]
