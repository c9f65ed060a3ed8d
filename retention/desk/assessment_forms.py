"""The forms in front of assessing a renewal and of deciding between two views."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.renewals.models import Assessment, View

from .form_parts import Part
from .plan_form import THE_PLAN, WithPlan


class AssessmentForm(WithPlan):
    """Good, monitor or at risk, and why; at risk comes with a plan."""

    view = forms.ChoiceField(label="How do you see it?", widget=forms.RadioSelect)
    reason = CheckedField(
        accepts.text("The reason", 500, required=True), many_lines=True, rows=3, label="Why"
    )
    driver = CheckedField(
        accepts.text("What drives the risk", 200), required=False, label="What drives the risk"
    )
    action = CheckedField(accepts.text("The action", 300), required=False, label="What is done about it")
    owner = RecordField(required=False, label="By whom", empty_label="Nobody yet")
    due_on = DayField(required=False, label="By when")

    PARTS = (Part("", ("view", "reason")), THE_PLAN)

    def __init__(self, *args: Any, assessment: Assessment, **options: Any) -> None:
        super().__init__(*args, **options)
        left_out = {View.MONITOR.value} if assessment.is_second else set()
        choices = [(value, word) for value, word in View.choices if value not in left_out]
        self.fields["view"].choices = choices  # type: ignore[attr-defined]
        offer(self, owner=people_at_work())
