"""The form in front of freezing a forecast."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.renewals.quarters import quarter_named
from retention.team.models import Team


class FreezeForm(ActionForm):
    """Which team and quarter, and what its lead says about it."""

    team = RecordField(label="Team", empty_label=None)
    period = forms.CharField(max_length=6, label="Quarter", help_text="Written as 2027Q1.")
    note = CheckedField(
        accepts.text("The comment", 500), many_lines=True, rows=3, required=False, label="Your comment"
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, team=teams)

    def clean_period(self) -> str:
        """A quarter's name. Raises ValidationError."""
        quarter = quarter_named(self.cleaned_data["period"])
        if quarter is None:
            raise ValidationError("That is no quarter. Write it as 2027Q1.")
        return quarter.name
