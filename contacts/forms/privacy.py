"""Forms about people's data."""

from django import forms

from retention.lib.forms import ActionForm

from ..models import RequestReason


class EraseForm(ActionForm):
    """Why somebody is erased, and how far."""

    reason = forms.ChoiceField(choices=[("", "Choose"), *RequestReason.choices], label="Why")
    clear_shared = forms.BooleanField(
        required=False,
        label="Also empty the notes of conversations with others present",
        help_text="Their name and addresses are taken out of these notes in any case.",
    )
    sure = forms.BooleanField(label="I know that nobody can undo this")
