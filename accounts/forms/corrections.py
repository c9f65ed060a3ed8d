"""The reason a form asks for when months are closed."""

from typing import Any

from django import forms

from retention.lib.forms import ActionForm

from ..periods import closed_through


class CorrectionForm(ActionForm):
    """A form whose action may reach into closed months; it asks for a reason once some are closed."""

    correction = forms.CharField(max_length=300, required=False, label="Reason of a correction")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        closed, field = closed_through(), self.fields.pop("correction")
        if closed is not None:
            field.help_text = f"Only for what changes revenue by {closed:%-d %b %Y}: those months are closed."
            self.fields["correction"] = field
