"""Forms about people's data."""

from django import forms

from retention.lib.forms import ActionForm

from ..models import RequestReason


class EraseForm(ActionForm):
    """Why somebody is erased, and how far."""

    reason = forms.ChoiceField(choices=[("", "Choose"), *RequestReason.choices], label="Why")
    clear_shared = forms.BooleanField(
        required=False,
        label="Empty shared notes too",
        help_text="Of conversations with others present. Their name and addresses go in any case.",
    )
    sure = forms.BooleanField(label="I know that nobody can undo this")
